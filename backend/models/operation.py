"""What an operator sees of the whole house: how much there is, how large, and what jobs did.

Counts come from the tallies and sizes from PostgreSQL's own books: no response is read.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, text

from backend.extensions import db
from backend.models.audit import ACCOUNTS, OPERATOR
from backend.models.audit_acts import Act
from backend.models.session import Session
from backend.models.survey import RESTORABLE, Survey
from backend.models.tally import Queued
from backend.models.user import User

LARGEST = 8
"""How many tables are shown."""
LATE = timedelta(days=2)
"""After how long what a purge should have removed says that none is running."""

# An estimate of rows is negative before the first ANALYZE.
TABLES = text("""
SELECT relname AS name, pg_total_relation_size(oid) AS size,
       CASE WHEN reltuples < 0 THEN NULL ELSE reltuples::bigint END AS about
FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
ORDER BY size DESC, name LIMIT :largest
""")
WHOLE_SIZE = text("SELECT pg_database_size(current_database())")


class Table(NamedTuple):
    """A table: its bytes with all that belongs to it, and about how many rows it has."""

    name: str
    size: int
    about: int | None


class Overview(NamedTuple):
    """The house at one glance; `waiting` are responses that no tally holds yet."""

    people: int
    signed_in: int
    surveys: int
    waiting: int
    size: int
    tables: list[Table]
    purged_at: datetime | None
    backed_up_at: datetime | None
    overdue: int


def overview(at: datetime, idle: timedelta) -> Overview:
    """The figures of this moment."""
    live = select(Session.user_id).where(Session.expires_at > at, Session.seen_at > at - idle)
    return Overview(
        people=_count(select(User.id)),
        signed_in=_count(live.distinct()),
        surveys=_count(select(Survey.id).where(Survey.deleted_at.is_(None))),
        waiting=_count(select(Queued.response_id)),
        size=int(db.session.execute(WHOLE_SIZE).scalar_one()),
        tables=[Table(*row) for row in db.session.execute(TABLES, {"largest": LARGEST})],
        purged_at=_last(Act.PURGED),
        backed_up_at=_last(Act.BACKED_UP),
        overdue=_count(select(Survey.id).where(Survey.deleted_at < at - RESTORABLE - LATE))
        + _count(select(Session.id).where(Session.expires_at < at - LATE)),
    )


def _last(act: Act) -> datetime | None:
    entries = ACCOUNTS.entries.c
    of_operator = select(func.max(entries.noted_at)).where(entries.user_id == OPERATOR)
    found: datetime | None = db.session.scalar(of_operator.where(entries.act == act))
    return found


def _count(these: Select[Any]) -> int:
    counting = select(func.count()).select_from(these.subquery())
    return db.session.scalar(counting.execution_options(fanout=True)) or 0
