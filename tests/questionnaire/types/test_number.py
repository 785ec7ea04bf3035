import math
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.form import Part
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.number import Number
from tests.questionnaire.drawing import draw, draw_chart, tally_of


def number(**settings):
    return Number(**{"id": "q1", "title": "How many?"} | settings)


def typed(text, **settings):
    return number(**settings).from_form(Part({"": [text]}))


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), (" 7 ", 7), ("-3", -3), ("−3", -3), ("٣٤", 34), ("007", 7), ("", None), ("-0", 0)],
)
def test_whole_numbers_are_read(text, value):
    assert typed(text) == value
    assert number().refusal(value) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1.5", 1.5), ("1,5", 1.5), ("1٫5", 1.5), ("2.50", 2.5), ("2.00", 2)]
)
def test_decimals_are_read_with_point_or_comma(text, value):
    read = typed(text, decimals=2)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "settings", "message"),
    [
        ("many", {}, "Write a whole number, in digits"),
        ("1e5", {"decimals": 1}, "Write a number, in digits"),
        ("nan", {"decimals": 1}, "Write a number, in digits"),
        ("5.", {"decimals": 1}, "Write a number, in digits"),
        ("1,000", {}, "Write a whole number, without a point or comma"),
        ("1.0", {}, "Write a whole number, without a point or comma"),
        ("1.25", {"decimals": 1}, "Write at most 1 decimal"),
        ("1.1234", {"decimals": 3}, "Write at most 3 decimals"),
        ("1,000", {"decimals": 3}, "Write 1000 or 1.000: the comma can be read in two ways"),
        ("1234567890.123456", {"decimals": 6}, "Write a number of at most 15 digits"),
        ("1" + "0" * 15, {}, "Write a number of at most 15 digits"),
    ],
)
def test_what_is_typed_and_refused_is_told_why(text, settings, message):
    value = typed(text, **settings)
    assert value == text
    assert number(**settings).check(value).message == message
    assert number().to_form(value) == Part({"": [text]})


@pytest.mark.parametrize("value", [True, [], {}, math.nan, math.inf, -math.inf, 1e300, 10**15, 0.5])
def test_other_json_is_refused(value):
    assert number().check(value) is not None


def test_more_decimals_than_asked_for_are_refused_in_json_too():
    assert number(decimals=2).check(0.1 + 0.2).message == "Write at most 2 decimals"
    assert number(decimals=6).check(0.000001) is None
    assert number(decimals=6).check(1e-7).message == "Write at most 6 decimals"


@pytest.mark.parametrize(
    ("settings", "wrong", "message"),
    [
        ({"least": 0, "most": 7}, 8, "Write a number from 0 to 7"),
        ({"least": 18}, 17, "Write a number at least 18"),
        ({"most": 0.5, "decimals": 1}, 0.6, "Write a number at most 0.5"),
    ],
)
def test_bounds_are_kept(settings, wrong, message):
    assert number(**settings).check(wrong).message == message


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({}, "A whole number."),
        ({"least": 0, "most": 7}, "A whole number from 0 to 7."),
        ({"least": 18}, "A whole number of at least 18."),
        ({"most": 5, "decimals": 2}, "A number with up to 2 decimals, of at most 5."),
        ({"decimals": 1}, "A number with up to 1 decimal."),
    ],
)
def test_it_says_which_number_it_takes(settings, hint):
    assert number(**settings).hint() == hint
    assert number(**settings).summary() == hint.rstrip(".")


def test_bounds_that_cannot_be_met_stop_publishing():
    problem = "asks for at least 5 and at most 2.5"
    assert list(number(least=5, most=2.5).problems()) == [problem]


def test_phones_show_the_pad_that_can_type_the_answer():
    pads = {
        tuple(settings): draw(number(**settings)).find("input")[0]["inputmode"]
        for settings in ({"least": 0}, {"least": 0, "decimals": 1}, {})
    }
    assert pads == {("least",): "numeric", ("least", "decimals"): "decimal", (): ""}


def test_a_skipped_answer_adds_nothing():
    assert list(number().tally(None)) == []


def test_zero_is_an_answer():
    question = number()
    assert tally_of(question, [0]) == Tally({"answered": 1, "value:0": 1})
    assert question.text(0) == "0"
    assert question.result(tally_of(question, [0, 0])).figures[0].text == "0"


@given(st.lists(st.decimals(-1000, 1000, places=2).map(float), min_size=1, max_size=50))
def test_figures_are_those_of_numpy(values):
    question = number(decimals=2)
    found = {f.label: f.value for f in question.result(tally_of(question, values)).figures}
    assert found["Mean"] == pytest.approx(np.mean(values), abs=1e-9)
    assert found["Median"] == pytest.approx(np.median(values), abs=1e-9)
    assert found["Lower quartile"] == pytest.approx(np.percentile(values, 25), abs=1e-9)
    assert (found["Least"], found["Greatest"]) == (min(values), max(values))
    if len(values) > 1:
        assert found["Standard deviation"] == pytest.approx(np.std(values, ddof=1), abs=1e-9)


def test_beyond_two_thousand_values_the_sketch_stands_for_them():
    question = number(decimals=2, unit="kg")
    chance = random.Random(1)
    values = list({round(chance.gauss(70, 12), 2) for _ in range(9000)})
    tally = Tally()
    for value in values:
        for key, n in question.tally_of(value).counts.items():
            tally.add(key, n)
    sketch = question.sketch(tally)
    sums = Tally({key: n for key, n in tally.counts.items() if not key.startswith("value:")})
    whole, short = question.result(tally), question.result(sums, sketch)
    assert short.figures == whole.figures
    assert short.chart.bins == whole.chart.bins
    assert (whole.chart.stale, short.chart.stale) == (False, True)
    assert "those of the last count" in "".join(draw_chart(question, short).texts("p"))
    assert short.chart.bins[0].label == "25 to under 30"


def test_bins_of_whole_numbers_are_named_by_the_numbers_in_them():
    question = number(unit="years")
    wide = question.result(tally_of(question, range(-100, 100)))
    assert [b.label for b in wide.chart.bins][:2] == ["−100 to −51", "−50 to −1"]
    assert wide.chart.bins[-1].label == "50–99"
    few = question.result(tally_of(question, [0, 2])).chart
    assert [b.label for b in few.bins] == ["0", "1", "2"]
    ends = draw_chart(question, wide).texts("div", class_="axis ends-only")
    assert ends == ["−100 to −51 years50–99 years"]
