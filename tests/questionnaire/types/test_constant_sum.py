import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from scipy import stats

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.constant_sum import ConstantSum
from tests.questionnaire.drawing import draw, draw_chart, rows_behind, tally_of

CHOICES = (Choice(id="c1", label="Bread"), Choice(id="c2", label="Soup"))


def shared(**settings):
    return ConstantSum(**{"id": "q1", "title": "Worth?", "choices": CHOICES} | settings)


def test_a_blank_is_nothing_where_anything_is_written():
    assert shared().from_form(Part({"c1": ["100"]})) == {"c1": 100, "c2": 0}
    assert shared().from_form(Part({"c1": [" "]})) is None


@pytest.mark.parametrize(
    ("value", "message", "field"),
    [
        (
            {"c1": 60, "c2": 30},
            "The numbers must add up to 100 points: 10 points still to be given",
            "c1",
        ),
        ({"c1": 60, "c2": 41}, "The numbers must add up to 100 points: 1 points too much", "c1"),
        ({"c1": 60, "c2": "x"}, "Soup: write a whole number, in digits", "c2"),
        ({"c1": -1, "c2": 101}, "Bread: write a number from 0 to 100", "c1"),
        ({"c1": 99.5, "c2": 0.5}, "Bread: write a whole number, without a point or comma", "c1"),
        ({"c1": True, "c2": 99}, "Bread: write a whole number", "c1"),
        ({"c1": None, "c2": 100}, "Bread: write a whole number", "c1"),
        ({"c1": 100}, "Write a number for each", "c1"),
        ([100, 0], "Write a number for each", "c1"),
    ],
)
def test_the_server_adds_up(value, message, field):
    assert shared(unit="points").check(value) == Refusal(message, field)


def test_decimals_add_up_exactly():
    tenths = (*CHOICES, Choice(id="c3", label="Salad"))
    question = shared(total=1, decimals=1, choices=tenths)
    assert 0.7 + 0.2 + 0.1 != 1
    assert question.check({"c1": 0.7, "c2": 0.2, "c3": 0.1}) is None
    refusal = question.check({"c1": 0.1, "c2": 0.2, "c3": 0.6})
    assert refusal.message == "The numbers must add up to 1: 0.1 still to be given"


def test_it_says_what_to_share_out():
    question = shared(unit="points")
    assert question.hint() == "Share out 100 points: the numbers must add up to it."
    assert question.summary() == "2 choices share 100 points"
    assert question.text({"c1": 40, "c2": 60}) == "Bread: 40 points; Soup: 60 points"
    assert question.cells({"c1": 40, "c2": 60}) == [40, 60]


def test_what_was_typed_stays_where_it_is_refused():
    part = Part({"c1": ["60"], "c2": ["many"]})
    page = draw(shared(), part, Refusal("No", "c2"))
    (field,) = page.find("input", id="q-q1-c2")
    assert (field["value"], field["aria-invalid"]) == ("many", "true")
    assert [script["src"] for script in page.find("script")] == ["/static/js/kinds/constant_sum.js"]


@trying(max_examples=40)
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=50))
def test_means_and_intervals_are_those_of_scipy(given_to_bread):
    question = shared(decimals=1, unit="%")
    amounts = np.array(given_to_bread) / 10
    values = [
        {"c1": amount, "c2": (1000 - n) / 10}
        for n, amount in zip(given_to_bread, amounts.tolist(), strict=True)
    ]
    bread, soup = question.result(tally_of(question, values)).chart.axes[0].lines
    assert (bread.n, bread.mean) == (len(values), pytest.approx(amounts.mean()))
    assert bread.mean + soup.mean == pytest.approx(100)
    assert bread.more[0].value == pytest.approx(amounts.mean())
    assert bread.deviation == pytest.approx(amounts.std(ddof=1), abs=1e-9)
    if amounts.std() > 0:
        known = stats.t.interval(0.95, len(amounts) - 1, amounts.mean(), stats.sem(amounts))
        assert bread.interval == pytest.approx(known, rel=1e-5, abs=1e-9)


def test_a_choice_that_came_later_has_a_base_of_its_own():
    asked = shared()
    tally = tally_of(asked, [{"c1": 40, "c2": 60}, {"c1": 50, "c2": 50}])
    wider = shared(choices=(*CHOICES, Choice(id="c3", label="Salad")))
    tally += tally_of(wider, [{"c1": 0, "c2": 0, "c3": 100}])
    lines = wider.result(tally).chart.axes[0].lines
    assert [(line.label, line.n, line.mean) for line in lines] == [
        ("Bread", 3, 30.0),
        ("Soup", 3, pytest.approx(110 / 3)),
        ("Salad", 1, 100.0),
    ]
    rows = rows_behind(draw_chart(wider, wider.result(tally)))
    assert rows[0] == ["", "Mean", "95 % interval", "SD", "n", "Share of the total, %"]
    assert rows[3] == ["Salad", "100", "–", "–", "1", "100"]
