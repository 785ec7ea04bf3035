"""One moment of the whole database, read table by table as a backup keeps it.

A table's rows are read as COPY writes them, in the order of their keys. So two databases with the
same rows give the same bytes, wherever the rows lie; and a copy does not tell in which order
anonymous responses came.
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol

from psycopg2 import sql
from sqlalchemy import Connection, Text, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn, ReflectedPrimaryKeyConstraint

from backend.models import direct, revision

LEFT_OUT = ("alembic_version", "sessions")
"""What a backup holds in another way, and what it must not: whoever finds it is not signed in."""
KEPT = text("""
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = current_schema()::regnamespace
AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
""")
SETTINGS = text("""
SELECT set_config(name, value, true) FROM (VALUES
  ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'),
  ('transaction_timeout', '0'), ('lock_timeout', '10s'), ('client_encoding', 'UTF8'),
  ('timezone', 'UTC'), ('datestyle', 'ISO'), ('intervalstyle', 'postgres'),
  ('bytea_output', 'hex'), ('extra_float_digits', '1')
) AS wanted (name, value)
WHERE EXISTS (SELECT 1 FROM pg_settings AS s WHERE lower(s.name) = wanted.name)
""")
QUIET = text("SELECT pg_advisory_lock_shared(:runner)")
MAJOR = text("SELECT current_setting('server_version_num')::int / 10000")
EXPORT = text("SELECT pg_export_snapshot()")
COPY_OUT = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT")
BY_TEXT = sql.SQL('{} COLLATE "C"')


class Sink(Protocol):
    """What takes the bytes of a table."""

    def write(self, block: bytes, /) -> object:
        """Take some."""


class Table(NamedTuple):
    """A table that a backup keeps: the columns that are written, and their order."""

    name: str
    columns: tuple[str, ...]
    order: tuple[sql.Composable, ...]


class Snapshot:
    """A moment, read through one connection: the tables, in the order in which they can be filled.

    `revision` is that of the tables, `major` the database's version, and `id` is for pg_dump.
    """

    def __init__(self, connection: Connection) -> None:
        """Look around; the connection's transaction has just begun."""
        connection.execute(SETTINGS)
        self._connection = connection
        self.revision = revision.of(connection)
        self.tables = tables(connection)
        self.major = int(connection.execute(MAJOR).scalar_one())
        self.id = str(connection.execute(EXPORT).scalar_one())

    def copy(self, table: Table, sink: Sink) -> int:
        """Write a table's rows to `sink`, as they come; give how many they are."""
        return copy_out(self._connection, table, sink)


@contextlib.contextmanager
def snapshot() -> Iterator[Snapshot]:
    """The database as it is now, whatever others write meanwhile; nobody changes its tables."""
    with direct.engine().connect() as connection:
        connection.execute(QUIET, {"runner": direct.RUNNER})
        connection.commit()
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield Snapshot(connection)


def tables(connection: Connection) -> list[Table]:
    """The tables that a backup keeps, each after those to which it refers."""
    found = inspect(connection)
    kept = set(connection.execute(KEPT).scalars()) - set(LEFT_OUT)
    columns, keys = found.get_multi_columns(), found.get_multi_pk_constraint()
    order = [name for name, _ in found.get_sorted_table_and_fkc_names() if name in kept]
    return [_table(name, columns[None, name], keys[None, name]) for name in order if name]


def copy_out(connection: Connection, table: Table, sink: Sink) -> int:
    """COPY a table in the order of its keys; give the number of rows."""
    rows = COPY_OUT.format(
        names(table.columns), sql.Identifier(table.name), sql.SQL(", ").join(table.order)
    )
    with cursor(connection) as reading:
        reading.copy_expert(rows, sink)
        return int(reading.rowcount)


def cursor(connection: Connection) -> Any:
    """The driver's own cursor, which knows COPY."""
    return connection.connection.cursor()


def names(columns: Iterable[str]) -> sql.Composed:
    """Columns as they stand in a statement."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _table(name: str, columns: list[ReflectedColumn], key: ReflectedPrimaryKeyConstraint) -> Table:
    types = {one["name"]: one["type"] for one in columns if "computed" not in one}
    order = [
        BY_TEXT.format(sql.Identifier(column))
        if isinstance(types[column], Text)
        else sql.Identifier(column)
        for column in key["constrained_columns"]
    ]
    return Table(name, tuple(types), tuple(order))
