"""What the editor's page shows of a kind is said by the kind itself."""

import pytest

from backend.questionnaire.types import CATALOGUE
from tests.surveys.drafting import Desk, sample


@pytest.fixture
def desk(app, alice):
    return Desk(app, alice)


def at_hand(desk):
    page = desk.open()
    form = page.find("form", class_="add")[0]
    mine = [button for button in page.find("button", name="kind") if button.inside("form") is form]
    return [button["value"] for button in mine if not button.inside("details")]


def test_the_kinds_at_hand_are_those_that_say_so(desk, monkeypatch):
    assert at_hand(desk) == ["single_choice", "multiple_choice", "rating", "short_text"]
    monkeypatch.setattr(CATALOGUE["statement"], "usual", True)
    assert "statement" in at_hand(desk)
    monkeypatch.setattr(CATALOGUE["statement"], "offered", False)
    assert "statement" not in at_hand(desk)


@pytest.mark.parametrize(
    ("kind", "items"),
    [
        ("single_choice", {"Choices": "choice"}),
        ("likert", {"Scale": "level"}),
        ("matrix", {"Scale": "level", "Rows": "row"}),
    ],
)
def test_a_list_says_what_its_items_are_called(app, alice, kind, items):
    page = Desk(app, alice, sample(kind)).open("q1")
    lists = page.find("fieldset", class_="lines")
    assert [found["aria-describedby"] for found in lists] == [
        f"q1-{label.lower()}-error" for label in items
    ]
    for label, item in items.items():
        assert page.texts("button", id=f"q1-{label.lower()}-add") == [f"Add a {item}"]
        (legend,) = [it for it in page.find("legend") if it.text == label]
        assert ("visually-hidden" in legend["class"]) == (label == "Choices")
