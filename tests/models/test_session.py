"""Rows of signed-in browsers; what they mean to a request stands in tests/auth/test_session.py."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from backend.extensions import db
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
