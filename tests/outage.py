"""Taking the database away from an application, and breaking connections at a moment."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2
from flask import Flask
from sqlalchemy import Engine, event, text

from backend.extensions import db


@contextlib.contextmanager
def away(app: Flask) -> Iterator[list[int]]:
    """Nobody gets a connection, and none is kept; gives a list with an entry for each attempt."""
    asked: list[int] = []

    def refuse(*_: Any) -> None:
        asked.append(1)
        raise psycopg2.OperationalError("connection to server failed: Connection refused")

    engine = _engine(app)
    event.listen(engine, "do_connect", refuse)
    engine.dispose()
    try:
        yield asked
    finally:
        event.remove(engine, "do_connect", refuse)


@contextlib.contextmanager
def breaking(app: Flask, words: str, times: int = 1) -> Iterator[None]:
    """The server ends the connection just before the next statements that hold these words."""
    left = times

    def end(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        nonlocal left
        if left and words in statement:
            left -= 1
            _end(engine, cursor.connection.info.backend_pid)

    engine = _engine(app)
    event.listen(engine, "before_cursor_execute", end)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", end)
    assert not left, "no such statement was sent"


@contextlib.contextmanager
def breaking_commits(app: Flask) -> Iterator[None]:
    """The server ends every connection just before it is to commit."""

    def end(connection: Any) -> None:
        _end(engine, connection.connection.driver_connection.info.backend_pid)

    engine = _engine(app)
    event.listen(engine, "commit", end)
    try:
        yield
    finally:
        event.remove(engine, "commit", end)


def _engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


def _end(engine: Engine, pid: int) -> None:
    with engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        other.rollback()
