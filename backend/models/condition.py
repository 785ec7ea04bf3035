"""How the database is: what `flask doctor` asks it, through the application's own connection."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, make_url, text

from backend.extensions import db
from backend.models.privileges import EVERYTHING
from backend.models.survey import RESTORABLE

SETTINGS = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
ROLE = text("""
SELECT current_user AS name, r.rolsuper AS superuser, r.rolconnlimit AS most,
       d.datconnlimit AS most_here, pg_encoding_to_char(d.encoding) AS encoding,
       current_setting('server_version_num')::int / 10000 AS version,
       COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted
FROM pg_roles AS r, pg_database AS d
WHERE r.rolname = current_user AND d.datname = current_database()
""")
LACKING = text("""
SELECT w.name, w.may FROM unnest(CAST(:names AS text[]), CAST(:rights AS text[])) AS w (name, may)
WHERE NOT has_table_privilege(to_regclass(quote_ident(w.name)), w.may) ORDER BY w.name, w.may
""")
SIZES = text("""
SELECT c.relname AS name, pg_total_relation_size(c.oid) AS size FROM pg_class AS c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
ORDER BY size DESC, name LIMIT 3
""")
CLOCK = text("SELECT clock_timestamp()")
SIZE = text("SELECT pg_database_size(current_database())")
DELETED = text("SELECT min(deleted_at) FROM surveys")
ENDED = text("SELECT min(expires_at) FROM sessions")
LATE = timedelta(days=2)

Line: TypeAlias = Connection
"""A connection, for those who only hand it on."""


class Address(NamedTuple):
    """Where the database is, and as whom we come; `host` is empty, or a folder, on this machine."""

    host: str
    user: str
    password: str

    @property
    def is_here(self) -> bool:
        """Whether nobody else's network lies between."""
        return self.host.startswith("/") or self.host in ("", "localhost", "127.0.0.1", "::1")


class Role(NamedTuple):
    """Who the application is in the database, and where it has come; -1 is for no limit."""

    name: str
    superuser: bool
    most: int
    most_here: int
    encoding: str
    version: int
    encrypted: bool


def address(url: str) -> Address:
    """The parts of a database's address."""
    parts = make_url(url)
    host = parts.host or parts.query.get("host", "")
    named = host if isinstance(host, str) else ",".join(host)
    return Address(named, parts.username or "", str(parts.password or ""))


@contextlib.contextmanager
def looking() -> Iterator[Connection]:
    """A connection as requests have it, on which one failed question spoils no other."""
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


def role(connection: Connection) -> Role:
    """Who we are there."""
    return Role(*connection.execute(ROLE).one())


def settings(connection: Connection, *names: str) -> dict[str, str]:
    """PostgreSQL's settings as they hold here, in its own units, without those we may not see."""
    return {row.name: row.setting for row in connection.execute(SETTINGS, {"names": list(names)})}


def lacking(connection: Connection) -> list[str]:
    """What the application needs and may not do, as `DELETE on responses`."""
    wanted = [
        (name, right)
        for name, table in db.metadata.tables.items()
        for right in table.info.get("may", EVERYTHING).split(", ")
    ]
    names, rights = zip(("alembic_version", "SELECT"), *wanted, strict=True)
    rows = connection.execute(LACKING, {"names": list(names), "rights": list(rights)})
    return [f"{row.may} on {row.name}" for row in rows]


def clock(connection: Connection) -> datetime:
    """What time it is there."""
    theirs: datetime = connection.execute(CLOCK).scalar_one()
    return theirs


def size(connection: Connection) -> int:
    """Bytes of the whole database."""
    return int(connection.execute(SIZE).scalar_one())


def largest(connection: Connection) -> list[tuple[str, int]]:
    """The largest tables, and the bytes of each with its indexes."""
    return [(row.name, row.size) for row in connection.execute(SIZES)]


def waiting(connection: Connection) -> int:
    """How many responses wait to be counted, over all surveys."""
    queue = text("SELECT count(*) FROM tally_queue").execution_options(fanout=True)
    return int(connection.execute(queue).scalar_one())


def overdue(connection: Connection, at: datetime) -> bool:
    """Whether there is something that a daily purge would have removed two days ago."""
    every = {"fanout": True}
    deleted = connection.execute(DELETED, execution_options=every).scalar()
    ended = connection.execute(ENDED).scalar()
    moments: list[Any] = [deleted and deleted + RESTORABLE, ended]
    return any(moment and moment < at - LATE for moment in moments)
