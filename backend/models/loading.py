"""Filling an empty database with what a backup holds."""

import contextlib
from collections.abc import Iterator
from typing import Protocol

from psycopg2 import sql
from sqlalchemy import Connection, inspect, text

from backend.models import direct, revision
from backend.models.snapshot import SETTINGS, Sink, Table, copy_out, cursor, names, tables

ALONE = text("SELECT pg_advisory_xact_lock(:runner)")
COPY_IN = sql.SQL("COPY {} ({}) FROM STDIN")
ANALYSE = sql.SQL("ANALYZE {}")
ANY = sql.SQL("SELECT EXISTS (SELECT FROM {})")


class Source(Protocol):
    """What gives the bytes of a table."""

    def read(self, size: int = -1, /) -> bytes:
        """Give some."""


class Target:
    """A database that is being filled, in one transaction: all of it is there, or nothing.

    `tables` are those that can be filled, `held` the names of those in which rows lie already.
    """

    def __init__(self, connection: Connection) -> None:
        """Look around."""
        connection.execute(SETTINGS)
        connection.execute(ALONE, {"runner": direct.RUNNER})
        self._connection = connection
        self.revision = revision.of(connection)
        self.tables = tables(connection)
        self.held = _held(connection, self.tables)

    def fill(self, table: Table, source: Source) -> None:
        """Write a table's rows as they come from `source`."""
        into = COPY_IN.format(sql.Identifier(table.name), names(table.columns))
        with cursor(self._connection) as writing:
            writing.copy_expert(into, source)

    def copy(self, table: Table, sink: Sink) -> int:
        """Read a table back, as `Snapshot.copy` does."""
        return copy_out(self._connection, table, sink)


@contextlib.contextmanager
def target() -> Iterator[Target]:
    """The database that the settings name; what is written stays if the block ends well."""
    with direct.engine().begin() as connection:
        yield Target(connection)


def gather_statistics() -> None:
    """Let the planner know how much there is now, rather than when it happens to look."""
    with direct.engine().begin() as connection, cursor(connection) as asking:
        asking.execute(ANALYSE.format(names(table.name for table in tables(connection))))


def _held(connection: Connection, ours: list[Table]) -> list[str]:
    """Tables with rows, and all where they are not ours; sessions and logs of limits aside."""
    if not revision.of(connection):
        return sorted(inspect(connection).get_table_names())
    return [table.name for table in ours if _has_rows(connection, table.name)]


def _has_rows(connection: Connection, name: str) -> bool:
    with cursor(connection) as asking:
        asking.execute(ANY.format(sql.Identifier(name)))
        return bool(asking.fetchone()[0])
