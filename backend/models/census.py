"""All people and all surveys, a page at a time, as an operator sees them.

How many responses a survey has comes from its tally and its queue: no response is read.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, Subquery, func, select, text, true
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause

from backend.extensions import db
from backend.models.audit import ACCOUNTS
from backend.models.audit_acts import Act
from backend.models.draft import Draft
from backend.models.session import Session
from backend.models.state import State, state
from backend.models.survey import Survey
from backend.models.tally import Queued, TallyRow
from backend.models.user import User
from backend.questionnaire.count import WHOLE

PAGE = 50
"""How many people or surveys a page shows."""
FARTHEST = 10_000
BYTES = text("""
SELECT pg_relation_size(oid)::float / NULLIF(GREATEST(reltuples, 0), 0)
FROM pg_class WHERE oid = 'public.responses'::regclass
""")


class Somebody(NamedTuple):
    """A person who has signed in, and when they were last seen."""

    name: str
    email: str
    created_at: datetime
    surveys: int
    seen_at: datetime | None


class Owned(NamedTuple):
    """A survey as an operator sees it; `size` is about how many bytes its responses take."""

    id: UUID
    title: str
    owner: str
    email: str
    state: State
    deleted: bool
    responses: int
    size: int | None
    created_at: datetime


class Page(NamedTuple):
    """A page of people or surveys: its rows, its number from 1, and how many there are in all."""

    rows: list[Any]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are: at least one."""
        return max(1, -(-self.total // PAGE))


def people(number: int) -> Page:
    """A page of all people, who came last first."""
    page = _within(number)
    seen, signed, owned = _seen(User.id), _signed_in(User.id), _owned()
    rows = _rows(
        select(
            User.name,
            User.email,
            User.created_at,
            func.coalesce(owned.c.n, 0).label("surveys"),
            func.greatest(seen.c.at, signed.c.at).label("seen_at"),
        )
        .outerjoin(owned, owned.c.owner_id == User.id)
        .join(seen, true())
        .join(signed, true())
        .order_by(User.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Page([Somebody._make(row) for row in rows], page, _count(select(User.id)))


def surveys(number: int, at: datetime) -> Page:
    """A page of all surveys, the newest first; those that are deleted and not yet gone as well."""
    page = _within(number)
    some = select(Survey).order_by(Survey.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    newest = some.subquery()
    counted, waiting = _counted(newest), _waiting(newest)
    rows = _rows(
        select(newest, Draft.title, User.name, User.email, (counted.c.n + waiting.c.n).label("n"))
        .join(User, User.id == newest.c.owner_id)
        .join(Draft, Draft.survey_id == newest.c.id)
        .join(counted, true())
        .join(waiting, true())
        .order_by(newest.c.id.desc())
    )
    one = db.session.execute(BYTES.execution_options(fanout=True)).scalar()
    return Page([_shown(row, one, at) for row in rows], page, _count(select(Survey.id)))


def _within(page: int) -> int:
    return min(max(page, 1), FARTHEST)


def _seen(user_id: InstrumentedAttribute[UUID]) -> LateralFromClause:
    newest = select(func.max(Session.seen_at).label("at")).where(Session.user_id == user_id)
    return newest.lateral("seen")


def _signed_in(user_id: InstrumentedAttribute[UUID]) -> LateralFromClause:
    """From the audit log: it stays when sessions have ended."""
    entries = ACCOUNTS.entries.c
    newest = select(func.max(entries.noted_at).label("at")).where(
        entries.user_id == user_id, entries.act == Act.SIGNED_IN
    )
    return newest.lateral("signed_in")


def _owned() -> Subquery:
    mine = select(Survey.owner_id, func.count().label("n")).where(Survey.deleted_at.is_(None))
    return mine.group_by(Survey.owner_id).subquery("owned")


def _counted(newest: Subquery) -> LateralFromClause:
    return (
        select(func.coalesce(func.sum(TallyRow.n), 0).label("n"))
        .where(TallyRow.survey_id == newest.c.id)
        .where(TallyRow.question_id == WHOLE, TallyRow.value == "responses")
        .lateral("counted")
    )


def _waiting(newest: Subquery) -> LateralFromClause:
    queued = select(func.count().label("n")).select_from(Queued)
    return queued.where(Queued.survey_id == newest.c.id).lateral("waiting")


def _count(these: Select[Any]) -> int:
    counting = select(func.count()).select_from(these.subquery())
    return db.session.scalar(counting.execution_options(fanout=True)) or 0


def _rows(statement: Select[Any]) -> list[Row[Any]]:
    """Over all shards: an operator waits for it, and rarely."""
    return list(db.session.execute(statement.execution_options(fanout=True)))


def _shown(row: Row[Any], one: float | None, at: datetime) -> Owned:
    return Owned(
        row.id,
        row.title,
        row.name,
        row.email,
        state(row.published_at, row.opens_at, row.closes_at, row.closed_at, at),
        row.deleted_at is not None,
        int(row.n),
        round(int(row.n) * one) if one is not None else None,
        row.created_at,
    )
