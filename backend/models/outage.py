"""When the database is away: which failures say so, and what they leave open."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

AGAIN = {"Retry-After": "5"}
"""What whoever could not be served is told: in how many seconds to come back."""
READ_ONLY = "25006"
"""Said by a server that has become, after a failover, somebody else's copy."""


def is_away(error: BaseException) -> bool:
    """Whether the database cannot be reached, is full or too slow, rather than asked wrongly."""
    if isinstance(error, OperationalError | PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and (was_lost(error) or _code(error).startswith("08"))


def was_lost(error: BaseException) -> bool:
    """Whether a connection broke that had been good: another one may do."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_in_doubt(error: BaseException) -> bool:
    """Whether the connection broke while a transaction was being committed: it may be there."""
    return was_lost(error) and isinstance(error, DBAPIError) and error.statement is None


@event.listens_for(Engine, "handle_error")
def _leave_a_copy(context: ExceptionContext) -> None:
    """Let all connections go where the server takes no writes: the one that does is elsewhere."""
    if _code_of(context.original_exception) == READ_ONLY:
        context.is_disconnect = True


def _code(error: DBAPIError) -> str:
    return _code_of(error.orig)


def _code_of(original: Any) -> str:
    return getattr(original, "pgcode", None) or ""
