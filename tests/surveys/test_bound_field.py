import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from backend.surveys.bound_field import BoundField, TimeField


class Limits(Form):
    earliest = BoundField("day", "today", label="Earliest day")
    time = TimeField("Time")


def sent(**fields):
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Limits(MultiDict(named), data={"earliest": "2026-05-01"})


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({}, "2026-05-01"),
        ({"earliest": ""}, None),
        ({"earliest": "on", "earliest_on": "2026-12-31"}, "2026-12-31"),
        ({"earliest": "after", "earliest_by": "90"}, "today+90"),
        ({"earliest": "before", "earliest_by": "7"}, "today-7"),
        ({"earliest": "after", "earliest_by": "0"}, "today"),
        ({"earliest": "before"}, "today"),
        ({"earliest": "today", "earliest_by": "7"}, "today"),
        ({"earliest": "sideways"}, None),
    ],
)
def test_a_limit_is_read(fields, limit):
    field = sent(**fields).earliest
    assert (field.data, field.process_errors) == (limit, [])


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"earliest": "on"}, "Choose a day."),
        ({"earliest": "after", "earliest_by": "many"}, "Write how many days, such as 7."),
        ({"earliest": "after", "earliest_by": "1" * 6}, "Write how many days, such as 7."),
    ],
)
def test_what_is_no_limit_is_told(fields, error):
    assert sent(**fields).earliest.process_errors == [error]


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (None, ("", "", "")),
        ("2026-05-01", ("on", "2026-05-01", "")),
        ("today", ("today", "", "")),
        ("today-7", ("before", "", "7")),
        ("today+7", ("after", "", "7")),
    ],
)
def test_a_limit_is_shown_as_it_stands(limit, shown):
    field = Limits(data={"earliest": limit}).earliest
    assert (field.sort, field.on, field.by) == shown
    assert field.options["after"] == "Days after today"


def test_a_time_is_read_or_none():
    assert sent(time=" 09:30 ").time.data == "09:30"
    assert sent(time="").time.data is None
    assert sent().time.data is None
