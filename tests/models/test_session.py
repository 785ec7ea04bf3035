"""Rows of signed-in browsers; what they mean to a request stands in tests/auth/test_session.py."""

import hashlib
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select, update

from backend.extensions import db
from backend.models.audit import ACCOUNTS
from backend.models.session import Session
from backend.models.user import User

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
IDLE = timedelta(minutes=30)


def alice() -> User:
    return User.from_claims({"tid": "t1", "oid": "o1", "name": "Alice"})


def test_the_value_of_the_cookie_stands_in_no_row(context: Flask) -> None:
    token = Session.begin(alice().id, NOW, "Firefox, Linux")
    [row] = db.session.scalars(select(Session))
    assert token.encode() not in row.id
    assert len(row.id) == 32
    assert row.expires_at - row.created_at == timedelta(hours=12)


def test_the_user_is_detached_and_survives_a_commit(context: Flask) -> None:
    user = Session.user(Session.begin(alice().id, NOW), NOW, IDLE)
    db.session.commit()
    assert user.name == "Alice"
    assert user not in db.session


def test_an_ended_session_is_nobodys_and_another_goes_on(context: Flask) -> None:
    one, other = (Session.begin(alice().id, NOW) for _ in range(2))
    Session.end(one)
    Session.end("nobody's")
    assert Session.user(one, NOW, IDLE) is None
    assert Session.user(other, NOW, IDLE)


def test_signing_in_sweeps_what_is_long_past(context: Flask) -> None:
    Session.begin(alice().id, NOW - timedelta(hours=13))
    Session.begin(alice().id, NOW)
    assert len(db.session.scalars(select(Session)).all()) == 1


def test_a_session_ends_at_its_very_moment(context: Flask) -> None:
    token, tick = Session.begin(alice().id, NOW), timedelta(microseconds=1)
    end, long = NOW + timedelta(hours=12), timedelta(days=1)
    assert Session.user(token, NOW + IDLE - tick, IDLE)
    db.session.execute(update(Session).values(seen_at=NOW))
    db.session.commit()
    assert Session.user(token, NOW + IDLE, IDLE) is None
    assert Session.user(token, end - tick, long)
    assert Session.user(token, end, long) is None


def test_being_here_is_written_after_a_minute_and_not_before(context: Flask) -> None:
    token, minute = Session.begin(alice().id, NOW), timedelta(minutes=1)
    Session.user(token, NOW + minute, IDLE)
    db.session.rollback()
    assert db.session.scalar(select(Session.seen_at)) == NOW
    later = NOW + minute + timedelta(microseconds=1)
    db.session.rollback()
    Session.user(token, later, IDLE)
    db.session.rollback()
    assert db.session.scalar(select(Session.seen_at)) == later


def test_a_cookie_was_a_person_s_even_when_it_is_over(context: Flask) -> None:
    one, other = alice(), User.from_claims({"tid": "t1", "oid": "o2", "name": "Bob"})
    token = Session.begin(one.id, NOW - timedelta(days=9))
    Session.begin(other.id, NOW - timedelta(days=10))
    assert Session.was(token, one.id) is True
    assert Session.was(token, other.id) is False
    assert Session.was("nobody's", one.id) is False


def test_what_ends_at_this_very_moment_is_not_yet_swept(context: Flask) -> None:
    Session.begin(alice().id, NOW - timedelta(hours=12))
    Session.begin(alice().id, NOW)
    rows = db.session.scalars(select(Session).order_by(Session.created_at)).all()
    assert [row.created_at for row in rows] == [NOW - timedelta(hours=12), NOW]
    assert [row.agent for row in rows] == ["", ""]
    assert rows[1].seen_at == NOW


def test_being_here_is_written_after_half_of_a_short_idle_time(context: Flask) -> None:
    token, idle = Session.begin(alice().id, NOW), timedelta(seconds=20)
    tick = timedelta(microseconds=1)
    Session.user(token, NOW + idle / 2, idle)
    db.session.rollback()
    assert db.session.scalar(select(Session.seen_at)) == NOW
    Session.user(token, NOW + idle / 2 + tick, idle)
    db.session.rollback()
    assert db.session.scalar(select(Session.seen_at)) == NOW + idle / 2 + tick


def test_where_one_is_signed_in_begins_here_and_ends_at_its_moment(context: Flask) -> None:
    user, minute, long = alice(), timedelta(minutes=1), timedelta(days=1)
    somebody = User.from_claims({"tid": "t1", "oid": "o2", "name": "Bob"})
    Session.begin(somebody.id, NOW)
    here = Session.begin(user.id, NOW, "here")
    for agent, at in (("early", NOW + minute), ("late", NOW + 2 * minute)):
        Session.begin(user.id, at, agent)
    seen = Session.all_of(user.id, here, NOW + 3 * minute, long)
    assert [(one.agent, one.is_here) for one in seen] == [
        ("here", True),
        ("late", False),
        ("early", False),
    ]
    nowhere = Session.all_of(user.id, None, NOW + 3 * minute, long)
    assert [one.is_here for one in nowhere] == [False] * 3
    assert (seen[1].created_at, seen[1].seen_at) == (NOW + 2 * minute,) * 2
    for end, idle in ((timedelta(hours=12), long), (IDLE, IDLE)):
        left = Session.all_of(user.id, here, NOW + end, idle)
        assert [one.agent for one in left] == ["late", "early"]


def test_every_end_is_noted_with_what_tells_the_session(context: Flask) -> None:
    user = alice()
    tokens = [Session.begin(user.id, NOW) for _ in range(5)]
    ids = [hashlib.sha256(token.encode()).digest() for token in tokens]
    bob = User.from_claims({"tid": "t1", "oid": "o2", "name": "Bob"})
    his = Session.begin(bob.id, NOW)
    Session.end(tokens[0])
    assert Session.revoke(ids[1], bob.id) is False
    assert Session.revoke(ids[1], user.id) is True
    assert Session.revoke(ids[1], user.id) is False
    assert Session.revoke_others(user.id, tokens[2]) == 2
    assert Session.revoke_others(user.id, tokens[2]) == 0
    assert Session.user(tokens[2], NOW, IDLE)
    assert Session.user(his, NOW, IDLE)
    assert Session.revoke_others(user.id, None) == 1
    entries = ACCOUNTS.entries
    mine = select(entries.c.act, entries.c.detail).where(entries.c.user_id == user.id)
    told = [id.hex()[:8] for id in ids]
    assert [tuple(row) for row in db.session.execute(mine.order_by(entries.c.number))] == [
        *(("signed_in", {"session": one}) for one in told),
        ("signed_out", {"session": told[0]}),
        ("revoked", {"session": told[1]}),
        ("revoked", {"sessions": 2}),
        ("revoked", {"sessions": 1}),
    ]
