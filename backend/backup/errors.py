"""Why a backup was not taken or restored, in a sentence for whoever asked for it."""

import contextlib
from collections.abc import Iterator

import psycopg2
from sqlalchemy.exc import DBAPIError

from backend.models.errors import Refusal


class BackupError(Refusal):
    """A backup cannot be taken or restored."""

    status = 409
    title = "That backup did not work"


@contextlib.contextmanager
def in_a_sentence() -> Iterator[None]:
    """Let what the database refuses be a BackupError, without the statement and its values."""
    try:
        yield
    except (DBAPIError, psycopg2.Error) as error:
        cause = getattr(error, "orig", None) or error
        reason = str(cause).strip().partition("\n")[0]
        raise BackupError(f"The database refused: {reason}") from error
