"""Buckets that all processes share, by injected moments."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select, text

from backend.extensions import db
from backend.models.limit import MOST, OVERDRAWN, Limit
from backend.models.purge import purge

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
ONE, OTHER = b"one", b"other"


def test_ten_minutes_worth_fits_in_and_then_as_much_as_leaks_away(context: Flask) -> None:
    assert [Limit.spend(ONE, MINUTE, NOW) for _ in range(11)] == [True] * 10 + [False]
    assert Limit.spend(OTHER, MINUTE, NOW)
    assert not Limit.spend(ONE, MINUTE, NOW + MINUTE - SECOND)
    assert Limit.spend(ONE, MINUTE, NOW + MINUTE)
    assert not Limit.spend(ONE, MINUTE, NOW + MINUTE)
    assert Limit.spend(ONE, MINUTE, NOW + MINUTE + MOST)


def test_looking_whether_there_is_room_costs_nothing(context: Flask) -> None:
    for _ in range(9):
        Limit.spend(ONE, MINUTE, NOW)
    assert [Limit.has_room(ONE, MINUTE, NOW) for _ in range(3)] == [True] * 3
    assert Limit.spend(ONE, MINUTE, NOW)
    assert not Limit.has_room(ONE, MINUTE, NOW + MINUTE - SECOND)
    assert Limit.has_room(ONE, MINUTE, NOW + MINUTE)
    assert Limit.has_room(OTHER, MINUTE, NOW)


def test_two_at_once_are_both_counted(context: Flask) -> None:
    def spend(_: int) -> bool:
        with context.app_context():
            return Limit.spend(ONE, MINUTE, NOW)

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(spend, range(16))) == [False] * 6 + [True] * 10


def test_what_processes_let_pass_adds_up_and_leaks(context: Flask) -> None:
    assert Limit.merge({ONE: 60.0, OTHER: 5.0}, NOW) == {
        ONE: NOW + MINUTE,
        OTHER: NOW + 5 * SECOND,
    }
    assert Limit.merge({ONE: 60.0}, NOW) == {ONE: NOW + 2 * MINUTE}
    assert Limit.merge({ONE: 60.0}, NOW + MINUTE) == {ONE: NOW + 3 * MINUTE}
    assert Limit.merge({ONE: 60.0}, NOW + 9 * MINUTE) == {ONE: NOW + 10 * MINUTE}
    most = {ONE: NOW + 9 * MINUTE + MOST + OVERDRAWN}
    assert Limit.merge({ONE: 6000.0}, NOW + 9 * MINUTE) == most
    assert Limit.merge({b"new": 6000.0}, NOW) == {b"new": NOW + MOST + OVERDRAWN}


def test_the_purge_takes_the_empty_ones(context: Flask) -> None:
    Limit.merge({ONE: 60.0, OTHER: 60.001}, NOW)
    purge(NOW + MINUTE)
    assert db.session.scalars(select(Limit.id)).all() == [OTHER]


def test_the_table_is_not_logged(context: Flask) -> None:
    kind = "SELECT relpersistence FROM pg_class WHERE relname = 'limits'"
    assert db.session.scalar(text(kind)) == "u"
