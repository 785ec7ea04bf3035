"""An outline is looked at first, and added as one revision."""

import pytest

from backend.questionnaire import compose
from backend.questionnaire.edit import Remove
from backend.questionnaire.tree import place
from tests.surveys.drafting import Desk, sample

TEXT = """How? (rating 1-10)
# Colours
Which? *
- Red
- Blue
"""


@pytest.fixture
def desk(app, alice):
    sections = [
        {"id": "s1", "title": "First", "questions": [sample("yes_no")]},
        {"id": "s2"},
    ]
    return Desk(app, alice, sections=sections)


def paste(desk, text=TEXT, status=303, **more):
    path = f"/surveys/{desk.id}/outline"
    return desk.author.post(path, data={"text": text} | more, status=status)


def test_the_page_shows_the_survey_as_an_outline(desk):
    page = desk.author.get(f"/surveys/{desk.id}/outline").page
    (own,) = page.find("textarea", id="own-outline")
    assert "Were you there?" in own.text or "True?" in own.text
    assert [o.text for o in page.find("option")] == ["Behind First", "Behind section 2"]
    assert page.find("a", href=f"{desk.url}")
    assert "Paste an outline" in desk.open().text


def test_it_is_looked_at_before_anything_is_added(desk):
    page = paste(desk, TEXT + "What? (rating, blue)", 200, into="s1").page
    assert "3 questions in 2 sections" in page.text
    assert "Line 6: “blue” is not understood." in page.text
    assert "Which? (required)" in page.text
    assert page.find("textarea", id="outline-text")[0].text.startswith("How? (rating")
    assert [o.text for o in page.find("option") if "selected" in o.attributes] == ["Behind First"]
    assert desk.revision == 0


def test_many_remarks_are_cut_short(desk):
    assert "And 5 more." in paste(desk, "A? (rating, blue)\n" * 35, 200).page.text


def test_it_is_added_as_one_revision(desk):
    answer = paste(desk, into="s1", add="1")
    assert [s["title"] for s in desk.tree["sections"]] == ["First", "Colours", ""]
    assert [len(questions) for questions in desk.order] == [2, 1, 0]
    assert answer.location.endswith(f"said=outlined#card-{desk.order[0][1]}")
    assert "The outline is added." in desk.author.get(answer.location).page.text
    assert desk.revision == 1
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order == [["q1"], []]


def test_a_blank_section_makes_room(desk):
    answer = paste(desk, "# One\nA?\n# Two\nB?", into="s2", add="1")
    assert [s["title"] for s in desk.tree["sections"]] == ["First", "One", "Two"]
    assert answer.location.endswith(f"#card-{desk.order[1][0]}")
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert [s["id"] for s in desk.tree["sections"]] == ["s1", "s2"]


def test_what_was_pasted_stays_where_somebody_was_quicker(desk, monkeypatch):
    outlined = compose.outlined

    def late(*values):
        edits = outlined(*values)
        desk.meanwhile(Remove(desk.part("s2"), place(desk.tree, "s2")))
        return edits

    monkeypatch.setattr(compose, "outlined", late)
    page = paste(desk, "# One\nA?", 422, into="s2", add="1").page
    assert "meanwhile" in page.text
    assert page.find("textarea", id="outline-text")[0].text == "# One A?"


@pytest.mark.parametrize("into", ["gone", ""])
def test_a_place_that_is_gone_is_the_end(desk, into):
    paste(desk, "A?", into=into, add="1")
    assert [len(questions) for questions in desk.order] == [1, 1]


def test_a_survey_without_sections_begins_with_an_outline(app, alice):
    empty = Desk(app, alice, sections=[])
    assert "At the beginning" in alice.get(f"/surveys/{empty.id}/outline").page.text
    paste(empty, "A?\n# B\n", add="1")
    assert [len(questions) for questions in empty.order] == [1, 0]


@pytest.mark.parametrize("text", ["", "\n\n", "---"])
def test_nothing_is_not_added(desk, text):
    assert "What it makes is shown here" in paste(desk, text, 200, add="1").page.text
    assert desk.revision == 0


def test_what_is_too_much_is_given_back(desk):
    text = "# Many\n" + "A?\n" * 500
    page = paste(desk, text, 422, into="s2", add="1").page
    assert "more than 500 questions" in page.find("div", class_="errors")[0].text
    assert page.find("textarea", id="outline-text")[0].text.count("A?") == 500


def test_words_that_are_mended_are_taken_back_too(desk):
    paste(desk, "#  Two\t words \n> One\n>\nWhat?", add="1")
    assert "Two words" in desk.author.get(f"/surveys/{desk.id}/history").page.text
    answer = desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert answer.location.endswith("said=undone")
    assert desk.order == [["q1"], []]
