import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from backend.questionnaire.form import Part
from backend.questionnaire.submission import read
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.date import Date
from backend.questionnaire.types.month import Month
from backend.questionnaire.types.time import Time
from tests.questionnaire.drawing import draw, draw_chart, tally_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def asked(kind, **settings):
    return kind(**{"id": "q1", "title": "When?"} | settings)


def said(kind, value, **settings):
    refusal = asked(kind, **settings).check(value)
    return refusal and refusal.message


@pytest.mark.parametrize(
    "value", ["2026-02-29", "2026-1-1", "20260101", "2026-W01-1", "0000-01-01", "١٩٩٩-٠١-٠١", 7, ""]
)
def test_what_is_no_day(value):
    assert said(Date, value) == "Choose a day, or write it as 2026-12-31"


@pytest.mark.parametrize("value", ["2026-13", "0000-01", "2026", "2026-05-01", 7, ["5", ""]])
def test_what_is_no_month(value):
    assert said(Month, value) == "Choose a month, and write the year in four digits"


@pytest.mark.parametrize("value", ["24:00", "9:00", "12:60", "12:00:00", 720, "٠٩:٠٠"])
def test_what_is_no_time(value):
    assert said(Time, value) == "Choose a time, or write it as 14:30"


@pytest.mark.parametrize(
    ("earliest", "latest", "hint"),
    [
        (None, None, ""),
        ("2026-05-01", "2026-05-31", "From 1 May 2026 on, until 31 May 2026."),
        ("today", "today+90", "Today or later, at most 90 days ahead."),
        ("today-7", "today", "At most 7 days ago, today or earlier."),
        ("today+1", None, "At least 1 day ahead."),
        (None, "today-1", "At least 1 day ago."),
    ],
)
def test_limits_are_said_in_words(earliest, latest, hint):
    question = asked(Date, earliest=earliest, latest=latest)
    assert question.hint() == hint
    assert question.summary() == (hint[:1].lower() + hint[1:-1] if hint else "")


def test_only_limits_that_stay_are_in_the_page_which_is_kept():
    (field,) = draw(asked(Date, earliest="2026-05-01", latest="today")).find("input")
    assert (field["min"], "max" in field.attributes) == ("2026-05-01", False)


@pytest.mark.parametrize(
    ("settings", "day", "good"),
    [
        ({"earliest": "2026-05-01"}, "2026-04-30", False),
        ({"latest": "2026-05-01"}, "2026-05-02", False),
        ({"latest": "2026-05-01"}, "2026-05-01", True),
        ({"earliest": "today"}, "2026-11-23", True),
        ({"earliest": "today"}, "2026-11-22", False),
        ({"earliest": "today+1"}, "2026-11-23", False),
        ({"latest": "today"}, "2026-11-24", True),
        ({"latest": "today"}, "2026-11-25", False),
        ({"latest": "today-7"}, "2026-11-18", False),
        ({"earliest": "today", "latest": "today+90"}, "2027-02-22", True),
        ({"earliest": "today", "latest": "today+90"}, "2027-02-23", False),
    ],
)
def test_limits_from_today_hold_where_they_do_anywhere_on_earth(settings, day, good):
    question = asked(Date, **settings)
    refusal = question.at(NOON).refusal(day)
    assert (refusal is None) == good
    if refusal:
        assert refusal.message == f"Choose a day: {question.limits}"
    judged = read([question], [("q1", [day])], frozenset(), at=NOON)
    assert (judged.refusals == {}) == good


def test_without_a_moment_limits_from_today_are_not_judged():
    assert said(Date, "1900-01-01", earliest="today", latest="today") is None
    plain = asked(Date, earliest="2026-05-01")
    assert plain.at(NOON) is plain


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_nobody_is_refused_for_their_time_zone(moment, hours):
    today = (moment + timedelta(hours=hours)).date().isoformat()
    question = asked(Date, earliest="today", latest="today")
    assert question.at(moment.replace(tzinfo=UTC)).refusal(today) is None


def test_months_from_this_one():
    question = asked(Month, earliest="today-1", latest="today").at(NOON)
    assert question.hint() == "At most 1 month ago, this month or earlier."
    wrong = "Choose a month: at most 1 month ago, this month or earlier"
    found = [question.refusal(f"2026-{month}") for month in ("09", "10", "11", "12")]
    assert [refusal and refusal.message for refusal in found] == [wrong, None, None, wrong]


@pytest.mark.parametrize(
    ("month", "year", "value"),
    [
        ("5", "2026", "2026-05"),
        ("12", "٢٠٢٦", "2026-12"),
        ("", "", None),
        ("5", "", ["5", ""]),
        ("5", "26", ["5", "26"]),
        ("", "2026", ["", "2026"]),
    ],
)
def test_a_month_is_chosen_and_its_year_written(month, year, value):
    question = asked(Month)
    assert question.from_form(Part({"month": [month], "year": [year]})) == value
    if isinstance(value, list):
        assert question.check(value).field == ("year" if month else "month")
        assert question.to_form(value) == Part()


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (
            {"earliest": "2026-05-02", "latest": "2026-05-01"},
            "has a latest day before the earliest",
        ),
        ({"earliest": "today+2", "latest": "today+1"}, "has a latest day before the earliest"),
    ],
)
def test_limits_that_cannot_be_met_stop_publishing(settings, problem):
    assert list(asked(Date, **settings).problems()) == [problem]


@pytest.mark.parametrize("bound", ["tomorrow", "2026-02-30", "today+", "today+123456", "2026-05"])
def test_what_is_no_limit_is_refused(bound):
    with pytest.raises(ValidationError, match="Choose a day"):
        asked(Date, earliest=bound)


def test_the_published_schema_tells_what_a_limit_is():
    told = {kind: Draft202012Validator(kind.model_json_schema()) for kind in (Date, Month, Time)}
    good = [(Date, "today+90"), (Date, "2026-05-01"), (Month, "2026-05"), (Time, "09:30")]
    wrong = [(Date, "2026-05"), (Date, "today+"), (Month, "2026-13"), (Time, "9:30")]
    for kind, limit in [*good, *wrong]:
        fits = told[kind].is_valid({"id": "q1", "earliest": limit})
        assert fits == ((kind, limit) in good), limit
    assert told[Date].is_valid({"id": "q1", "earliest": None})


def test_what_is_no_limit_of_a_time_is_refused():
    with pytest.raises(ValidationError, match="Choose a time"):
        asked(Time, latest="24:00")


@pytest.mark.parametrize(
    ("settings", "value", "message"),
    [
        ({"earliest": "09:00"}, "08:59", "Choose a time from 09:00 on"),
        ({"latest": "17:30"}, "17:31", "Choose a time until 17:30"),
        ({"earliest": "09:00", "latest": "17:30"}, "17:31", "Choose a time from 09:00 to 17:30"),
        ({"earliest": "22:00", "latest": "06:00"}, "12:00", "Choose a time from 22:00 to 06:00"),
        ({"earliest": "22:00", "latest": "06:00"}, "00:30", None),
        ({"earliest": "09:10", "step": 20}, "09:20", "Choose a time in steps of 20 minutes"),
        ({"earliest": "09:10", "step": 20}, "09:30", None),
        ({"step": 15}, "09:20", "Choose a time in steps of 15 minutes"),
    ],
)
def test_times_are_kept_to_their_limits(settings, value, message):
    assert said(Time, value, **settings) == message


def test_a_time_says_its_limits():
    question = asked(Time, earliest="09:00", latest="17:30", step=30)
    assert question.hint() == "From 09:00 to 17:30, in steps of 30 minutes."
    (field,) = draw(question).find("input")
    assert (field["min"], field["max"], field["step"]) == ("09:00", "17:30", "1800")
    same = asked(Time, earliest="09:00", latest="09:00")
    assert list(same.problems()) == ["has the same time as the earliest and the latest"]


def figures(result):
    return [(figure.label, figure.text) for figure in result.figures]


def test_days_are_shown_along_the_calendar():
    question = asked(Date)
    days = ["2026-01-30", "2026-02-02", "2026-02-02", "2026-03-09"]
    result = question.result(tally_of(question, days))
    assert figures(result) == [
        ("Earliest", "30 January 2026"),
        ("Median", "2 February 2026"),
        ("Latest", "9 March 2026"),
    ]
    labels = [(bin.label, bin.n) for bin in result.chart.bins]
    assert labels[0] == ("Week of 26 January 2026", 1)
    assert labels[1] == ("Week of 2 February 2026", 2)
    assert len(labels) == 7
    page = draw_chart(question, result)
    assert page.texts("td")[:2] == ["1", "2"]
    assert question.text("2026-02-02") == "2 February 2026"
    assert [f.text for f in question.result(Tally()).figures] == ["–", "–", "–"]


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2026-05-01", "2026-05-01", ["1 May 2026"]),
        ("2026-05-01", "2026-05-31", ["1 May 2026", "31 May 2026"]),
        ("2026-05-01", "2026-06-01", ["Week of 27 April 2026", "Week of 1 June 2026"]),
        ("2026-01-15", "2026-12-15", ["January 2026", "December 2026"]),
        ("2020-02-01", "2026-12-15", ["January to March 2020", "October to December 2026"]),
        ("2006-02-01", "2026-12-15", ["2006", "2026"]),
        ("1926-02-01", "2026-12-15", ["1925–1929", "2025–2029"]),
        ("0001-01-01", "9999-12-31", ["1–499", "9500–9999"]),
        ("9999-12-20", "9999-12-31", ["20 December 9999", "31 December 9999"]),
    ],
)
def test_stretches_suit_the_days(first, last, labels):
    question = asked(Date)
    bins = question.result(tally_of(question, [first, last])).chart.bins
    assert [bin.label for bin in (bins[:1] if len(bins) == 1 else (bins[0], bins[-1]))] == labels
    assert sum(bin.n for bin in bins) == 2


DAYS = st.dates().map(date.isoformat)
MONTHS = st.dates().map(lambda day: day.isoformat()[:7])
TIMES = st.times().map(lambda time: time.isoformat()[:5])


@pytest.mark.parametrize(("kind", "values"), [(Date, DAYS), (Month, MONTHS), (Time, TIMES)])
def test_every_answer_is_in_one_stretch_that_says_so(kind, values):
    @given(st.lists(values, min_size=1, max_size=20))
    def holds(answers):
        question = asked(kind)
        result = question.result(tally_of(question, answers))
        bins = result.chart.bins
        assert sum(bin.n for bin in bins) == len(answers)
        assert len(bins) <= 31
        assert all(bins[0].low <= question.place(answer) < bins[-1].high for answer in answers)
        ordered = sorted(answers)
        middle = ordered[(len(ordered) - 1) // 2]
        assert [figure.text for figure in result.figures] == [
            question.text(answer) for answer in (ordered[0], middle, ordered[-1])
        ]

    holds()


def test_times_are_binned_by_minutes_or_hours():
    question = asked(Time)
    hours = question.result(tally_of(question, ["08:30", "17:05"])).chart.bins
    assert (hours[0].label, hours[-1].label, len(hours)) == ("08:30–08:59", "17:00–17:29", 18)
    assert question.result(tally_of(question, ["08:30"])).chart.bins[0].label == "08:30"
    steps = asked(Time, step=30)
    halves = steps.result(tally_of(steps, ["08:30", "09:00"])).chart.bins
    assert [bin.label for bin in halves] == ["08:30–08:59", "09:00–09:29"]
    rare = asked(Time, step=720)
    days = rare.result(tally_of(rare, ["00:00", "12:00"])).chart.bins
    assert (len(days), days[0].label) == (13, "00:00–00:59")


def test_a_night_begins_in_the_evening():
    night = asked(Time, earliest="22:00", latest="06:00")
    result = night.result(tally_of(night, ["00:30", "05:00", "22:00", "23:00", "06:00"]))
    assert [figure.text for figure in result.figures] == ["22:00", "00:30", "06:00"]
    taken = [bin.label for bin in result.chart.bins if bin.n]
    assert taken == ["22:00–22:29", "23:00–23:29", "00:30–00:59", "05:00–05:29", "06:00–06:29"]
    assert night.text("06:00") == "06:00"


def test_beyond_two_thousand_days_the_sketch_stands_for_them():
    question = asked(Date)
    days = [date.fromordinal(700_000 + n).isoformat() for n in range(2001)]
    tally = tally_of(question, days)
    sketch = json.loads(json.dumps(question.sketch(tally)))
    whole, short = question.result(tally), question.result(Tally({"answered": 2001}), sketch)
    assert short.figures == whole.figures
    assert short.chart.bins == whole.chart.bins
    assert "those of the last count" in "".join(draw_chart(question, short).texts("p"))
    assert (question.text(None), list(question.tally(None))) == ("", [])
