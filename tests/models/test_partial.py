"""Partial responses: kept section by section, never to the second, gone in time."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from backend.models.partial import PartialResponse

AT = datetime(2026, 11, 22, 17, 31, 9, tzinfo=UTC)
SURVEY, OTHER, ID = uuid4(), uuid4(), uuid4()


def test_a_section_is_kept_beside_those_before(context):
    PartialResponse.keep(SURVEY, ID, 1, {"a": 1, "b": None}, AT)
    PartialResponse.keep(SURVEY, ID, 1, {"b": 2, "c": 3}, AT)
    PartialResponse.keep(OTHER, ID, 1, {"a": "noise"}, AT)
    kept = PartialResponse.of(SURVEY, ID, AT)
    assert kept.answers == {"a": 1, "b": 2, "c": 3}


def test_the_moment_at_which_it_expires_says_no_more_than_the_day(context):
    PartialResponse.keep(SURVEY, ID, 1, {}, AT)
    assert PartialResponse.of(SURVEY, ID, AT).expires_at == datetime(2026, 11, 30, tzinfo=UTC)


def test_what_has_expired_is_not_given(context):
    PartialResponse.keep(SURVEY, ID, 1, {}, AT)
    assert PartialResponse.of(SURVEY, ID, AT + timedelta(days=9)) is None
    assert PartialResponse.of(OTHER, ID, AT) is None
