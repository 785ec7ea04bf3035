import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.dropdown_matrix import DropdownMatrix
from backend.questionnaire.types.number_matrix import NumberMatrix
from tests.questionnaire.drawing import draw, draw_chart, rows_behind, tally_of

ROWS = (Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup"))
ACROSS = (Choice(id="c1", label="Taste"), Choice(id="c2", label="Price"))
CHOICES = (Choice(id="x1", label="Good"), Choice(id="x2", label="Bad"))


def numbers(**settings):
    return NumberMatrix(**{"id": "q1", "title": "Much?", "rows": ROWS, "across": ACROSS} | settings)


def choices(**settings):
    common = {"id": "q1", "title": "How?", "rows": ROWS, "across": ACROSS, "choices": CHOICES}
    return DropdownMatrix(**common | settings)


def table(*cells):
    a, b, c, d = cells
    return {"r1": {"c1": a, "c2": b}, "r2": {"c1": c, "c2": d}}


def test_each_cell_has_a_field():
    assert list(numbers().fields()) == ["r1.c1", "r1.c2", "r2.c1", "r2.c2"]
    part = Part({"r1.c1": ["0"], "r2.c2": ["7"]})
    assert numbers().from_form(part) == table(0, None, None, 7)
    assert numbers().to_form(table(0, None, None, 7)) == part
    assert numbers().from_form(Part({"r1.c1": [" "]})) is None
    assert choices().from_form(Part({"r2.c1": ["x2"]})) == table(None, None, "x2", None)


@pytest.mark.parametrize(
    ("value", "message", "field"),
    [
        (table(1, 2, 3, "x"), "Soup: Price: write a whole number, in digits", "r2.c2"),
        (table(1, 2, -3, 4), "Soup: Taste: write a number at least 0", "r2.c1"),
        (table(1, True, 3, 4), "Bread: Price: write a whole number", "r1.c2"),
        (table(None, None, None, None), "Write a number in every cell", "r1.c1"),
        ({"r1": {"c1": 1, "c2": 2}}, "Fill in the cells of the table", "r1.c1"),
        ({"r1": 1, "r2": 2}, "Fill in the cells of the table", "r1.c1"),
        ({"r1": {"c1": 1}, "r2": {"c1": 1}}, "Fill in the cells of the table", "r1.c1"),
        ([], "Fill in the cells of the table", "r1.c1"),
    ],
)
def test_what_a_table_of_numbers_refuses(value, message, field):
    assert numbers().check(value) == Refusal(message, field)


def test_every_cell_is_required_where_an_answer_is():
    refusal = numbers(required=True).check(table(1, None, 3, 4))
    assert refusal == Refusal("Bread: Price: write a number", "r1.c2")
    one = choices(across=ACROSS[:1], required=True)
    refusal = one.check({"r1": {"c1": "x1"}, "r2": {"c1": None}})
    assert refusal == Refusal("Soup: choose one of the list", "r2.c1")
    assert numbers().check(table(1, None, None, None)) is None


@pytest.mark.parametrize("value", ["x9", 1, True, ["x1"]])
def test_a_cell_takes_one_of_the_list(value):
    refusal = choices().check(table("x1", value, None, None))
    assert refusal == Refusal("Bread: Price: choose one of the list", "r1.c2")


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"rows": ()}, "has no rows"),
        ({"across": ()}, "has no columns"),
        ({"across": (ACROSS[0], Choice(id="c9"))}, "has a column without a label"),
    ],
)
@pytest.mark.parametrize("question", [numbers, choices])
def test_what_stops_publishing(question, settings, problem):
    assert list(question(**settings).problems()) == [problem]


def test_bounds_and_lists_that_cannot_be_answered_stop_publishing():
    assert list(numbers(most=-1).problems()) == ["asks for at least 0 and at most -1"]
    assert list(choices(choices=CHOICES[:1]).problems()) == ["needs at least 2 choices"]


def test_it_says_what_it_is():
    assert numbers(unit="kg").hint() == "A whole number of at least 0. In kg."
    assert numbers().summary() == "2 rows · 2 columns"
    assert choices(across=ACROSS[:1]).summary() == "2 rows · 1 column · 2 choices"
    assert (
        numbers(unit="kg").text(table(1, None, None, 0)) == "Bread: Taste: 1 kg; Soup: Price: 0 kg"
    )
    assert choices().text(table("x1", None, "x9", None)) == "Bread: Taste: Good; Soup: Taste: x9"


def test_cells_become_columns_and_one_column_goes_unnamed():
    assert numbers().columns() == ["Bread: Taste", "Bread: Price", "Soup: Taste", "Soup: Price"]
    assert numbers(across=ACROSS[:1]).columns() == ["Bread", "Soup"]
    assert numbers().cells(table(1, None, 0, 2)) == [1, None, 0, 2]
    assert choices().cells(table("x1", None, "x2", None)) == ["Good", None, "Bad", None]


def test_a_refused_cell_is_marked():
    for question, tag in ((numbers(), "input"), (choices(), "select")):
        (cell,) = draw(question, BLANK, Refusal("No", "r2.c1")).find(tag, id="q-q1-r2.c1")
        assert (cell["aria-invalid"], cell["aria-describedby"]) == ("true", "q-q1-error")


def test_a_single_column_has_no_heading_to_see():
    assert draw(numbers(across=ACROSS[:1])).find("thead", class_="visually-hidden")
    assert not draw(numbers()).find("thead", class_="visually-hidden")


def test_phones_show_the_pad_that_can_type_the_numbers():
    assert {field["inputmode"] for field in draw(numbers()).find("input")} == {"numeric"}
    assert {field["inputmode"] for field in draw(numbers(least=None)).find("input")} == {""}


CELLS = st.lists(st.integers(-99, 99).map(lambda n: n / 10) | st.none(), min_size=4, max_size=4)


@trying(max_examples=40)
@given(st.lists(CELLS, max_size=30))
def test_means_of_cells_are_those_of_numpy(answers):
    question = numbers(decimals=1, least=None)
    shown = question.result(tally_of(question, [table(*cells) for cells in answers]))
    found = [line for axis in shown.chart.axes for line in axis.lines]
    for line, place in zip(found, (0, 2, 1, 3), strict=True):
        column = np.array([cells[place] for cells in answers if cells[place] is not None])
        assert line.n == len(column)
        assert line.mean == (pytest.approx(column.mean(), abs=1e-9) if len(column) else None)
        if len(column) > 1:
            assert line.deviation == pytest.approx(column.std(ddof=1), abs=1e-9)


def test_a_column_is_an_axis_and_a_row_a_line():
    question = numbers(most=10)
    shown = question.result(tally_of(question, [table(1, 2, 3, None), table(3, 4, 5, None)]))
    taste, price = shown.chart.axes
    assert (taste.label, taste.low, taste.high) == ("Taste", 0, 10)
    assert [(line.label, line.mean, line.n) for line in price.lines] == [
        ("Bread", 3.0, 2),
        ("Soup", None, 0),
    ]
    page = draw_chart(question, shown)
    assert page.texts("caption")[:2] == ["Taste", "Price"]
    assert rows_behind(page)[-1] == ["Soup", "Price", "–", "–", "–", "0"]


def test_the_axis_of_one_column_is_unnamed_and_reaches_as_far_as_the_numbers():
    question = numbers(across=ACROSS[:1], least=None)
    values = [{"r1": {"c1": -5}, "r2": {"c1": 40}}]
    (axis,) = question.result(tally_of(question, values)).chart.axes
    assert (axis.label, axis.low, axis.high) == ("", -5, 40)
    assert [axis.at(end) for end in (-9, -5, 17.5, 40, 99)] == [0, 0, 50, 100, 100]


def test_an_axis_without_length_has_its_points_in_the_middle():
    question = numbers(across=ACROSS[:1])
    (axis,) = question.result(tally_of(question, [{"r1": {"c1": 0}, "r2": {"c1": 0}}])).chart.axes
    assert axis.at(0) == 50


def test_each_cell_has_bars_and_a_base_of_its_own():
    question = choices()
    values = [table("x1", None, "x2", "x1"), table("x2", None, "x2", "x1"), None]
    shown = question.result(tally_of(question, values))
    assert [
        (group.label, group.n, [bar.n for bar in group.bars]) for group in shown.chart.groups
    ] == [
        ("Bread: Taste", 2, [1, 1]),
        ("Bread: Price", 0, [0, 0]),
        ("Soup: Taste", 2, [0, 2]),
        ("Soup: Price", 2, [2, 0]),
    ]
    rows = rows_behind(draw_chart(question, shown))
    assert rows[1][:4] == ["Bread: Taste", "Good", "1", "50.0"]
    assert rows[3] == ["Bread: Price", "Good", "0", "–", "–"]


def test_a_skipped_answer_adds_nothing():
    assert list(numbers().tally(None)) == list(choices().tally(None)) == []


def test_a_new_table_has_blank_rows_columns_and_choices():
    made = DropdownMatrix.new(iter("abcdefg"))
    assert [part.id for part in made.choosable()] == ["c", "d", "e", "a", "b"]
    assert [row.id for row in NumberMatrix.new(iter("abcd")).rows] == ["a", "b"]
