"""Who wants to know when statements begin and end is told: with their text, not their values."""

from typing import Any, Protocol

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext

from backend.extensions import db

KEY = "surveys.watched"


class Watcher(Protocol):
    """Hears of each statement; what it gives at the beginning it is given back at the end."""

    def began(self, statement: str) -> Any:
        """A statement begins; values stand outside of it."""

    def ended(self, mark: Any, failed: bool) -> None:
        """It has ended, or failed."""


def watch(app: Flask, watcher: Watcher) -> None:
    """Tell this watcher of every statement of the application from now on."""
    with app.app_context():
        engine = db.engine

    @event.listens_for(engine, "before_cursor_execute")
    def before(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        connection.info[KEY] = watcher.began(statement)

    @event.listens_for(engine, "after_cursor_execute")
    def after(connection: Any, *_: Any) -> None:
        watcher.ended(connection.info.pop(KEY, None), failed=False)

    @event.listens_for(engine, "handle_error")
    def error(context: ExceptionContext) -> None:
        if context.connection is not None and not context.connection.invalidated:
            watcher.ended(context.connection.info.pop(KEY, None), failed=True)
