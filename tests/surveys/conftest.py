"""What the tests of the doors can ask for besides."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event, text

from backend.extensions import db


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement that the application sends to the database, as it is sent."""
    seen: list[str] = []

    def note(connection, cursor, statement, *rest):
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def broken_once(app: Flask, database_url: str) -> Iterator[Callable[[int], None]]:
    """`broken_once()` ends the connection of the next statement that stores a response.

    It is ended just before the statement is sent, as a server's restart may do.
    """
    left = 0

    def end(connection, cursor, statement, *rest):
        nonlocal left
        if left and "INTO responses" in statement:
            left -= 1
            with engine.connect() as other:
                pid = cursor.connection.info.backend_pid
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    def arm(times: int = 1) -> None:
        nonlocal left
        left = times

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", end)
    yield arm
    event.remove(engine, "before_cursor_execute", end)
