"""The library: what a person owns or works on, with its responses and when it last moved."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Row,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.selectable import LateralFromClause

from backend.extensions import db
from backend.models import counts
from backend.models.collaborator import Collaborator
from backend.models.draft import Draft
from backend.models.role import Right, Role
from backend.models.state import State, state
from backend.models.survey import RESTORABLE, Survey
from backend.models.tally import Queued, TallyRow
from backend.models.user import User
from backend.questionnaire.count import WHOLE

PAGE = 50
"""How many surveys a page of the library shows."""
FARTHEST = 10_000


class Listed(NamedTuple):
    """A survey as the library shows it; `last_on` is the day of the newest response.

    `role` is what the person who looks is to it, `owner` the name of whoever owns it.
    """

    id: UUID
    title: str
    state: State
    responses: int
    last_on: date | None
    changed_at: datetime
    link_key: str | None
    role: Role = Role.OWNER
    owner: str = ""

    @property
    def answered_last(self) -> bool:
        """Whether the newest thing that happened is a response, not an edit."""
        return self.last_on is not None and self.last_on >= self.changed_at.astimezone(UTC).date()

    def may(self, right: Right) -> bool:
        """Whether the person who looks has this right."""
        return self.role.may(right)


class Listing(NamedTuple):
    """One page of the library: its surveys, its number from 1, and how many there are in all."""

    surveys: list[Listed]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are: at least one."""
        return max(1, -(-self.total // PAGE))


class Deleted(NamedTuple):
    """A survey that can still be restored, and until when."""

    id: UUID
    title: str
    responses: int
    deleted_at: datetime
    until: datetime


def mine(user_id: UUID, words: str, page: int, at: datetime) -> Listing:
    """A page of a person's surveys whose title has these words in it, newest activity first."""
    rows = _rows(_listing(user_id, words, min(max(page, 1), FARTHEST)))
    if not rows and page > 1:
        return mine(user_id, words, 1, at)
    return Listing([_listed(row, at) for row in rows], max(page, 1), rows[0].total if rows else 0)


def deleted(owner_id: UUID, at: datetime) -> list[Deleted]:
    """A person's deleted surveys that can be restored, last deleted first."""
    counted, waiting = counts.counted(Survey.id), counts.waiting(Survey.id)
    rows = _rows(
        select(Survey.id, Draft.title, Survey.deleted_at, (counted.c.n + waiting.c.n).label("n"))
        .join(Draft, Draft.survey_id == Survey.id)
        .join(counted, true())
        .join(waiting, true())
        .where(_restorable(owner_id, at))
        .order_by(Survey.deleted_at.desc(), Survey.id)
    )
    return [
        Deleted(row.id, row.title, int(row.n), row.deleted_at, row.deleted_at + RESTORABLE)
        for row in rows
    ]


def any_deleted(owner_id: UUID, at: datetime) -> bool:
    """Whether a person has deleted surveys that can be restored."""
    return bool(_rows(select(Survey.id).where(_restorable(owner_id, at)).limit(1)))


def responses(survey_id: UUID) -> int:
    """How many responses a survey has now."""
    tallied = select(func.coalesce(func.sum(TallyRow.n), 0)).where(
        TallyRow.survey_id == survey_id,
        TallyRow.question_id == WHOLE,
        TallyRow.value == "responses",
    )
    queued = select(func.count()).select_from(Queued).where(Queued.survey_id == survey_id)
    return int(db.session.scalar(select(tallied.scalar_subquery() + queued.scalar_subquery())) or 0)


def _listing(user_id: UUID, words: str, page: int) -> Select[Any]:
    counted, waiting = counts.counted(Survey.id), counts.waiting(Survey.id)
    newest = counts.newest(Survey.id)
    last_on = _last_on(newest, waiting)
    changed_on = cast(func.timezone("UTC", Draft.changed_at), Date)
    found = Draft.title.icontains(words, autoescape=True) if words else true()
    theirs = _theirs(user_id)
    return (
        select(
            Survey,
            Draft.title,
            Draft.changed_at,
            (counted.c.n + waiting.c.n).label("n"),
            last_on.label("last_on"),
            theirs.c.role,
            User.name.label("owner"),
            func.count().over().label("total"),
        )
        .join(theirs, theirs.c.id == Survey.id)
        .join(User, User.id == Survey.owner_id)
        .join(Draft, Draft.survey_id == Survey.id)
        .join(counted, true())
        .join(waiting, true())
        .join(newest, true())
        .where(Survey.deleted_at.is_(None), found)
        .order_by(func.greatest(changed_on, last_on).desc(), Draft.changed_at.desc(), Survey.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )


def _last_on(newest: LateralFromClause, waiting: LateralFromClause) -> ColumnElement[date]:
    """The day of the newest response, counted or not."""
    tallied_on = cast(func.substr(newest.c.day, len(counts.DAY) + 1), Date)
    return func.greatest(tallied_on, waiting.c.day)


def _theirs(user_id: UUID) -> Subquery:
    """What a person owns, and what others let them work on: each by an index of its own."""
    owned = select(Survey.id, literal(Role.OWNER.value).label("role"))
    shared = select(Collaborator.survey_id, Collaborator.role)
    return union_all(
        owned.where(Survey.owner_id == user_id), shared.where(Collaborator.user_id == user_id)
    ).subquery("theirs")


def _restorable(owner_id: UUID, at: datetime) -> ColumnElement[bool]:
    return and_(Survey.owner_id == owner_id, Survey.deleted_at >= at - RESTORABLE)


def _rows(statement: Select[Any]) -> list[Row[Any]]:
    """The one fan-out that a person waits for: their surveys lie on all shards."""
    return list(db.session.execute(statement.execution_options(fanout=True)))


def _listed(row: Row[Any], at: datetime) -> Listed:
    survey = row.Survey
    return Listed(
        survey.id,
        row.title,
        state(survey.published_at, survey.opens_at, survey.closes_at, survey.closed_at, at),
        int(row.n),
        row.last_on,
        row.changed_at,
        survey.link_key,
        Role(row.role),
        row.owner,
    )
