"""Connections whose password is a token of the managed identity: PostgreSQL asks once, at first."""

from collections.abc import Sequence
from typing import Any

from psycopg2 import OperationalError
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import Dialect

from backend.identity_token import IdentityToken, TokenError


def connect_by(token: IdentityToken, engine: Engine) -> None:
    """Let every new connection of the engine show the token, as it is at that moment.

    Without a token there is no connection, and that is the driver's OperationalError.
    """

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, record: Any, args: Sequence[Any], options: dict[str, Any]) -> Any:
        try:
            return _connected(token, dialect, args, options)
        except TokenError as error:
            raise OperationalError(str(error)) from error


def _connected(
    token: IdentityToken, dialect: Dialect, args: Sequence[Any], options: dict[str, Any]
) -> Any:
    """A connection; where a kept token is refused, tried once more with a new one."""
    shown = token()
    try:
        return dialect.connect(*args, **options | {"password": shown})
    except OperationalError as refusal:
        if not _is_of_token(refusal) or not (other := token.after_refusal(shown)):
            raise
    return dialect.connect(*args, **options | {"password": other})


def _is_of_token(refusal: OperationalError) -> bool:
    """The driver knows no SQLSTATE of a connection that was never made, just its words."""
    words = str(refusal).lower()
    return "authentication failed" in words or "token" in words
