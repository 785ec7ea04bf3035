import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.form import Part
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.duration import DAY, HOUR, MOST, Duration
from tests.questionnaire.drawing import draw, draw_chart, tally_of


def duration(**settings):
    return Duration(**{"id": "q1", "title": "How long?"} | settings)


@pytest.mark.parametrize(
    ("units", "typed", "value"),
    [
        ("hours", {"hours": "1", "minutes": "30"}, 5_400),
        ("hours", {"hours": "", "minutes": "90"}, 5_400),
        ("hours", {"hours": "٢"}, 7_200),
        ("hours", {"hours": "0"}, 0),
        ("hours", {"hours": " ", "minutes": ""}, None),
        ("minutes", {"minutes": "1", "seconds": "5"}, 65),
        ("days", {"days": "2", "hours": "3"}, 2 * DAY + 3 * HOUR),
        ("hours", {"hours": "1.5"}, ["1.5", ""]),
    ],
)
def test_two_fields_make_a_length_in_seconds(units, typed, value):
    part = Part({name: [text] for name, text in typed.items()})
    assert duration(units=units).from_form(part) == value


@pytest.mark.parametrize(
    ("settings", "value", "field", "message"),
    [
        ({}, ["1.5", ""], "hours", "Write the hours in digits, as a whole number"),
        ({}, ["", "few"], "minutes", "Write the minutes in digits, as a whole number"),
        ({}, 61, "hours", "Write how long, in hours and minutes"),
        ({}, True, "hours", "Write how long, in hours and minutes"),
        ({}, "5400", "hours", "Write how long, in hours and minutes"),
        ({}, [], "hours", "Write how long, in hours and minutes"),
        ({}, -60, "hours", "Write a duration of at most 240000 h"),
        ({}, MOST + 60, "hours", "Write a duration of at most 240000 h"),
        ({"least": 0.5}, 1_740, "hours", "Write a duration of at least 30 min"),
        ({"units": "days", "most": 2}, 49 * HOUR, "days", "Write a duration of at most 2 days"),
    ],
)
def test_what_is_refused_is_told_why(settings, value, field, message):
    assert duration(**settings).check(value) == (message, field)


def test_a_link_brings_seconds():
    question = duration()
    said = [question.from_link(values) for values in (["5400"], ["1h"], [], ["1" * 10])]
    assert said == [5_400, "1h", None, "1" * 10]
    assert question.check("1h") is not None


def test_limits_are_said_in_words():
    question = duration(least=0.5, most=8)
    assert question.hint() == "At least 30 min, at most 8 h."
    assert question.summary() == "hours and minutes, at least 30 min, at most 8 h"
    assert duration().hint() == ""
    for wrong in (
        {"least": 2, "most": 1},
        {"least": -1},
        {"least": 10_000, "units": "days", "most": 1},
    ):
        assert list(duration(**wrong).problems()) == ["has limits that no duration can keep"]


@pytest.mark.parametrize(
    ("units", "seconds", "text"),
    [
        ("hours", 0, "0 min"),
        ("hours", 86_400, "24 h"),
        ("minutes", 3_661, "1 h 1 min 1 s"),
        ("days", 86_400, "1 day"),
        ("days", 2 * DAY + HOUR, "2 days 1 h"),
        ("days", 0, "0 days"),
    ],
)
def test_a_length_is_said_in_its_units(units, seconds, text):
    assert duration(units=units).text(seconds) == text


def test_results_are_the_mean_the_median_and_how_they_are_spread():
    question = duration()
    result = question.result(tally_of(question, [1_800, 3_600, 9_000]))
    assert [(figure.label, figure.text) for figure in result.figures] == [
        ("Mean", "1 h 20 min"),
        ("Standard deviation", "1 h 2 min 27 s"),
        ("Shortest", "30 min"),
        ("Median", "1 h"),
        ("Longest", "2 h 30 min"),
    ]
    labels = [(bin.label, bin.n) for bin in result.chart.bins]
    assert labels[0] == ("30 min to under 35 min", 1)
    assert labels[-1] == ("2 h 30 min to under 2 h 35 min", 1)
    assert draw_chart(question, result).find("rect")
    assert [figure.text for figure in question.result(Tally()).figures] == ["–"] * 5
    assert question.result(tally_of(question, [60, 120])).chart.bins[0].label == "1 min"


@given(st.lists(st.integers(0, MOST // 60).map(lambda n: n * 60), min_size=1, max_size=20))
def test_every_length_is_in_one_bin(values):
    question = duration()
    bins = question.result(tally_of(question, values)).chart.bins
    assert sum(bin.n for bin in bins) == len(values)
    assert len(bins) <= 32


def test_the_fields_are_named_by_their_units():
    assert draw(duration(units="days")).texts("span", class_="small soft") == ["Days", "Hours"]
    assert (duration().text(None), list(duration().tally(None))) == ("", [])
