from datetime import UTC, date, datetime, timedelta

from flask import session

from backend.surveys import moments

NOON = datetime(2030, 7, 1, 12, tzinfo=UTC)


def test_moments_are_said_in_the_remembered_time_zone(app):
    with app.test_request_context():
        assert moments.in_words(NOON) == "1 July 2030, 12:00 (UTC)"
        assert not moments.is_known()
        moments.remember("America/New_York")
        assert moments.in_words(NOON) == "1 July 2030, 08:00 (America/New York)"
        assert moments.is_known()


def test_a_time_zone_that_is_gone_is_utc(app):
    with app.test_request_context():
        session["zone"] = "Europe/Atlantis"
        assert moments.zone() == "UTC"


def test_a_clock_in_a_time_zone_shows_the_moment_and_back():
    shown = moments.to_local(NOON, "Europe/Paris")
    assert shown == datetime(2030, 7, 1, 14)
    assert moments.from_local(shown, "Europe/Paris") == NOON
    assert moments.to_local(None, "UTC") is None
    assert moments.from_local(None, "UTC") is None


def test_days_are_said_in_words(app):
    with app.test_request_context():
        today = datetime.now(UTC)
        assert moments.day_in_words(today) == "today"
        assert moments.day_in_words(today.date() - timedelta(days=1)) == "yesterday"
        assert moments.day_in_words(date(2020, 3, 9)) == "9 March 2020"
