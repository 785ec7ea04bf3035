"""Which failures say that the database is away, and the limits that every connection has."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend import create_app
from backend.extensions import db
from backend.models import outage
from tests.server import SECRET

LIMITS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    "jit": "off",
}


def shown() -> dict[str, str]:
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SHOW {name}")).scalar_one()  # names of our own
            for name in LIMITS
        }


def failing(statement: str, setting: str = "statement_timeout = '10ms'") -> DBAPIError:
    with db.engine.connect() as connection:
        connection.execute(text(f"SET LOCAL {setting}"))
        with pytest.raises(DBAPIError) as failed:
            connection.execute(text(statement))
    return failed.value


def test_every_connection_has_its_limits(context: Flask) -> None:
    assert shown() == LIMITS
    assert db.engine.pool._pre_ping
    assert (db.engine.pool._recycle, db.engine.pool._timeout) == (300, 3)


def test_behind_a_pooler_the_limits_are_the_roles(database_url: str, context: Flask) -> None:
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": database_url, "DATABASE_POOLER": "1"}
    behind = create_app(settings)
    where = "ALTER ROLE CURRENT_USER IN DATABASE {} {}"
    with db.engine.begin() as connection:
        name = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
        for limit, value in LIMITS.items():
            connection.execute(text(where.format(name, f"SET {limit} = '{value}'")))
    try:
        with behind.app_context():
            assert shown() == LIMITS
    finally:
        with db.engine.begin() as connection:
            connection.execute(text(where.format(name, "RESET ALL")))


def test_what_takes_too_long_is_an_outage_and_what_is_wrong_is_none(context: Flask) -> None:
    assert outage.is_away(failing("SELECT pg_sleep(1)"))
    assert not outage.is_away(failing("SELECT 1 FROM nowhere"))
    assert outage.is_away(PoolTimeout())
    assert not outage.is_away(ValueError())


def test_a_server_that_takes_no_writes_is_left(context: Flask) -> None:
    failure = failing("DELETE FROM users", "transaction_read_only = on")
    assert outage.was_lost(failure)
    assert outage.is_away(failure)
    assert not outage.is_in_doubt(failure)
