"""Images in questions: none is published without words for those who do not see it."""

import pytest

from backend.questionnaire.form import Part
from backend.questionnaire.image import ImageChoice, ImageRef, images
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.drawing import draw, draw_chart, tally_of

Statement, Choice = CATALOGUE["statement"], CATALOGUE["image_choice"]
SEA = ImageRef(id="a" * 32, width=4, height=3, alt="The sea")
BARE = SEA.changed(alt="")


def choice(id, image=SEA, label=""):
    return ImageChoice(id=id, label=label or f"Label {id}", image=image)


BLANK = Statement(id="x")
THREE = (choice("c1"), choice("c2"), choice("c3"))
ONE = Choice(id="q", title="Which?", choices=THREE)
MANY = ONE.changed(several=True)


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        ({}, ["has no text"]),
        ({"image": BARE}, ["has an image without an alternative text"]),
        ({"image": BARE, "decorative": True}, []),
        ({"image": SEA}, []),
        ({"body": "Words"}, []),
    ],
)
def test_a_statement_shows_a_text_or_an_image_that_says_what_it_shows(settings, problems):
    assert list(Statement(id="q", **settings).problems()) == problems


def test_an_image_that_is_decoration_is_passed_by():
    asked = Statement(id="q", image=SEA, decorative=True)
    assert draw(asked).find("img")[0].attributes["alt"] == ""
    assert asked.summary() == "The sea"
    assert Statement(id="q").summary() == ""
    assert (asked.from_form(Part({})), asked.columns(), asked.cells(None)) == (None, [], [])


@pytest.mark.parametrize(
    ("choices", "problem"),
    [
        ((choice("c1"), choice("c2", None)), "has no image for choice 2"),
        ((choice("c1", BARE), choice("c2")), "an alternative text, that of choice 1"),
        ((choice("c1"),), "needs at least 2 choices"),
        ((choice("c1"), ImageChoice(id="c2", image=SEA)), "has a choice without a label"),
    ],
)
def test_every_image_has_its_label_and_its_alternative_text(choices, problem):
    (found,) = ONE.changed(choices=choices).problems()
    assert problem in found


@pytest.mark.parametrize(
    ("fewest", "most", "said", "problem"),
    [
        (None, None, "Choose all that apply.", False),
        (2, None, "Choose at least 2.", False),
        (None, 2, "Choose up to 2.", False),
        (1, 2, "Choose 1 to 2.", False),
        (2, 2, "Choose 2.", False),
        (3, 2, "Choose 3 to 2.", True),
        (4, None, "Choose at least 4.", True),
    ],
)
def test_how_many_to_choose(fewest, most, said, problem):
    asked = MANY.changed(fewest=fewest, most=most)
    assert asked.hint() == said
    assert any("of fewer images" in found for found in asked.problems()) == problem
    assert ONE.changed(fewest=fewest, most=most).hint() == ""


def test_as_many_as_asked_for_are_taken():
    asked = MANY.changed(fewest=2, most=2)
    assert asked.check(["c1", "c3"]) is None
    assert asked.check(["c1"]).message == "Choose 2: you chose 1"
    assert asked.check(["c3", "c1"]) is not None
    assert asked.check("c1") is not None
    assert ONE.check(["c1"]) is not None
    assert ONE.check("c4") is not None
    assert MANY.from_form(Part({"": ["c3", "c1", "cx", "c3"]})) == ["c1", "c3", "cx"]


def test_shares_are_of_respondents_and_what_is_no_longer_offered_stays():
    older = MANY.changed(choices=(*THREE, choice("c4")))
    counts = tally_of(older, [["c1", "c4"], ["c1"]])
    result = MANY.result(counts)
    shown = [(bar.label, bar.n, bool(image)) for bar, image in result.chart.lines]
    assert shown == [
        ("Label c1", 2, True),
        ("Label c2", 0, True),
        ("Label c3", 0, True),
        ("No longer offered (c4)", 1, False),
    ]
    page = draw_chart(MANY, result)
    assert [img.attributes["alt"] for img in page.find("img")] == ["", "", ""]
    assert "may add to more than 100" in page.source
    assert "100.0" in page.source


def test_a_label_stands_for_an_image_that_is_not_there_yet():
    page = draw(ONE.changed(captions=False, choices=(choice("c1", None), choice("c2"))))
    assert page.texts("span", class_="caption") == ["Label c1"]


def test_the_images_of_a_document_are_found():
    section = {"id": "s", "questions": [one.model_dump(mode="json") for one in (ONE, BLANK)]}
    assert set(images({"sections": [section]})) == {SEA.id}
    assert list(images(Statement(id="x", image=SEA).model_dump())) == [SEA.id]


def test_none_of_these_stands_alone_and_last():
    asked = MANY.changed(none=True, none_label="None", fewest=2)
    assert asked.check(["none"]) is None
    assert "either “None” or other" in asked.check(["c1", "none"]).message
    assert MANY.check(["none"]) is not None
    assert list(asked.changed(shuffle=True).in_order(["c3", "c1", "c2"]).labels)[-1] == "none"
    assert list(asked.changed(none_label="").problems()) == ["has no label for “None of these”"]
    last = draw(asked).find("label", class_="image-choice")[-1]
    assert last.text == "None"
    bars = asked.result(tally_of(asked, [["none"], ["c1", "c2"]])).chart.bars
    assert [bar.n for bar in bars] == [1, 1, 0, 1]
    assert MANY.gone("none") == "None of these"
