"""Signatures: numbers on a sheet, or a name; never markup."""

import pytest

from backend.questionnaire.form import Part
from backend.questionnaire.types import CATALOGUE
from backend.questionnaire.types.signature import MOST_POINTS, MOST_STROKES
from tests.questionnaire.drawing import draw, draw_chart, tally_of

SIGNED = CATALOGUE["signature"](id="q", title="Sign")
LINE = [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        "Ada",
        {"name": ""},
        {"name": " Ada"},
        {"name": "A\0"},
        {"name": "A" * 101},
        {"name": 7},
        {"name": "Ada", "html": "<svg>"},
        {"strokes": []},
        {"strokes": [[]]},
        {"strokes": [[1]]},
        {"strokes": [[1, 2, 3]]},
        {"strokes": [[601, 2]]},
        {"strokes": [[1, 201]]},
        {"strokes": [[-1, 2]]},
        {"strokes": [[1.0, 2]]},
        {"strokes": [[True, 2]]},
        {"strokes": [["1", "2"]]},
        {"strokes": ["1,2"]},
        {"strokes": LINE * (MOST_STROKES + 1)},
        {"strokes": [[0, 0] * (MOST_POINTS + 1)]},
        {"strokes": "1,2"},
        {"strokes": None},
    ],
)
def test_what_is_no_signature_is_refused(value):
    assert SIGNED.check(value) is not None
    assert SIGNED.refusal(value) is not None


def test_the_largest_drawing_is_taken_and_comes_back():
    value = {"strokes": [[600, 200] * MOST_POINTS]}
    assert SIGNED.check(value) is None
    assert SIGNED.from_form(SIGNED.to_form(value)) == value


@pytest.mark.parametrize(
    "written",
    [
        "<path d='M0 0'>",
        "1,2;",
        "1,2  3,4",
        "1 2",
        "١,٢",
        "1,2" + " 1,2" * 40_000,
        "M1 2",
        "9999,1",
    ],
)
def test_a_drawing_that_cannot_be_read_is_given_back_and_refused(written):
    part = Part({"": ["Ada"], "drawn": [written]})
    value = SIGNED.from_form(part)
    assert SIGNED.check(value).message.startswith("The drawing cannot be read")
    assert SIGNED.path(part) == ""


def test_a_drawing_is_shown_as_a_path_made_of_numbers():
    part = Part({"drawn": ["001,2 3,4;5,6"]})
    page = draw(SIGNED, part)
    assert page.find("path", class_="ink")[0].attributes["d"] == "M1 2L3 4M5 6h0"
    assert "hidden" not in page.find("div", class_="pad")[0].attributes
    assert "hidden" in draw(SIGNED).find("div", class_="pad")[0].attributes


def test_an_export_has_the_name_or_says_that_it_was_drawn():
    name, strokes = {"name": "Ada"}, {"strokes": LINE}
    assert [SIGNED.text(value) for value in (name, strokes, name | strokes)] == [
        "Ada",
        "drawn",
        "Ada (drawn)",
    ]


def test_results_tell_how_many_and_no_name():
    values = [{"name": "Ada"}, {"strokes": LINE}, {"name": "Bo", "strokes": LINE}, None]
    result = SIGNED.result(tally_of(SIGNED, values))
    assert [(line.label, line.n) for line in result.chart.lines] == [
        ("Name typed", 2),
        ("Signature drawn", 2),
    ]
    page = draw_chart(SIGNED, result)
    assert "Ada" not in page.source
    assert "50.0" in page.source


def test_a_name_alone_needs_no_drawing():
    assert SIGNED.from_form(Part({"": ["  Ada   Lovelace "], "drawn": [""]})) == {
        "name": "Ada Lovelace"
    }
    assert SIGNED.to_form("Ada") == Part({})
    assert list(SIGNED.tally("Ada")) == []


def test_a_drawing_is_made_of_what_is_stored_alone():
    assert SIGNED.may_hold_drawings()
    assert not CATALOGUE["number"].may_hold_drawings()
    assert CATALOGUE["number"](id="n").drawing(7) == ""
    assert SIGNED.drawing({"strokes": [[1, 2, 3, 4], [5, 6]]}) == "M1 2L3 4M5 6h0"
    for other in ({"name": "Ada"}, "x", {"strokes": "M0 0"}, None):
        assert SIGNED.drawing(other) == ""
