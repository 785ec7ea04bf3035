import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.types.slider import Slider
from tests.questionnaire.drawing import draw, tally_of


def slider(**settings):
    return Slider(**{"id": "q1", "title": "How full?"} | settings)


def bins(question, values):
    chart = question.result(tally_of(question, values)).chart
    return [(bin.label, bin.n) for bin in chart.bins]


def test_it_is_none_until_it_is_moved():
    assert slider().from_form(BLANK) is None
    assert slider(required=True).refusal(None) == Refusal("Choose a number")
    (field,) = draw(slider()).find("input")
    assert (field["type"], field["value"]) == ("text", "")


def test_without_a_script_the_number_is_typed():
    question = slider(least=-2, most=2, step=0.5, low_label="Cold", high_label="Warm")
    assert question.from_form(Part({"": ["1,5"]})) == 1.5
    assert question.hint() == "A number from -2 (Cold) to 2 (Warm), in steps of 0.5."
    assert slider().hint() == "A number from 0 to 100."
    assert question.summary() == "-2 to 2, in steps of 0.5"
    assert slider(unit="%").text(40) == "40 %"
    assert slider().text("40") == ""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (101, "Write a number from 0 to 100"),
        (37, "Write a number in steps of 5 from 0"),
        (2.5, "Write a whole number, without a point or comma"),
        ("much", "Write a whole number, in digits"),
        (True, "Write a whole number"),
    ],
)
def test_what_it_refuses(value, message):
    assert slider(step=5).check(value) == Refusal(message)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"least": 5, "most": 5}, "does not go up: from 5 to 5"),
        ({"step": 0}, "does not come from 0 to 100 in whole steps"),
        ({"step": 7}, "does not come from 0 to 100 in whole steps"),
        ({"step": 0.01}, "has more than 1000 steps"),
        ({"most": 1e-7, "step": 1e-7}, "has more than 6 decimals"),
    ],
)
def test_ends_and_steps_that_do_not_fit_stop_publishing(settings, problem):
    assert list(slider(**settings).problems()) == [problem]


def test_decimals_are_those_of_the_ends_and_steps():
    assert slider(step=0.25, most=1).numbers.decimals == 2
    assert slider(least=0.5, most=10.5).numbers.decimals == 1
    assert slider(step=20, most=1000).numbers.decimals == 0


def test_few_stops_have_a_bin_each():
    question = slider(least=-1, most=1, step=0.5)
    assert bins(question, [-1, 0, 0.5, 0.5]) == [
        ("−1", 1),
        ("−0.5", 0),
        ("0", 1),
        ("0.5", 2),
        ("1", 0),
    ]


def test_many_stops_share_bins_and_the_last_is_in_the_last():
    found = bins(slider(), [0, 4, 5, 99, 100])
    assert (found[0], found[1], found[-1]) == (("0–4", 2), ("5–9", 1), ("95–100", 2))
    assert len(found) == 20
    assert bins(slider(least=-50, most=50), [0])[0] == ("−50 to −46", 0)


@trying(max_examples=40)
@given(st.integers(1, 1000), st.data())
def test_bins_hold_every_answer_once(stops, data):
    question = slider(least=-3, most=(stops - 6) / 2, step=0.5)
    places = st.integers(0, stops).map(lambda place: -3 + place / 2)
    values = data.draw(st.lists(places, min_size=1, max_size=30))
    chart = question.result(tally_of(question, values)).chart
    assert sum(bin.n for bin in chart.bins) == len(values)
    assert len(chart.bins) <= 21
    for bin in chart.bins:
        assert bin.n == sum(bin.low <= value <= bin.high for value in values)


@trying(max_examples=40)
@given(st.lists(st.integers(0, 100), min_size=2, max_size=50))
def test_figures_are_those_of_numpy(values):
    found = {f.label: f.value for f in slider().result(tally_of(slider(), values)).figures}
    assert found["Mean"] == pytest.approx(np.mean(values))
    assert found["Median"] == pytest.approx(np.median(values))
    assert found["Standard deviation"] == pytest.approx(np.std(values, ddof=1), abs=1e-9)


def test_the_number_may_stay_unseen():
    box = draw(slider(show_value=False)).find("div", class_="slider")[0]
    assert "data-silent" in box.attributes
    assert "data-silent" not in draw(slider()).find("div", class_="slider")[0].attributes


def test_a_skipped_answer_adds_nothing():
    assert list(slider().tally(None)) == []


@pytest.mark.parametrize("step", [0, 1e-30, 1e-300])
def test_a_step_that_leads_nowhere_is_said_and_breaks_nothing(step):
    unfinished = slider(step=step)
    (problem,) = unfinished.problems()
    assert problem in ("does not come from 0 to 100 in whole steps", "has more than 6 decimals")
    assert draw(unfinished)
    assert (unfinished.check(5) is None) == (step > 0)
