"""Links: the keys by which respondents come to a survey."""

import re
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.outage import is_away
from backend.models.state import State, state
from backend.models.survey import Survey
from backend.models.user import User

FRESH = 2.0
"""For how many seconds what was read of a survey serves its public pages."""
REMEMBERED = 600.0
"""For how many seconds it serves them while the database is away."""
KEPT = 10_000
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")

COUNT = text("""
SELECT (SELECT coalesce(sum(n), 0) FROM tallies
        WHERE survey_id = :survey_id AND question_id = '' AND value = 'responses')
     + (SELECT count(*) FROM tally_queue WHERE survey_id = :survey_id)""")
"""How many responses a survey has: those in its tallies, and those that wait."""


class Link(Base):
    """A key and the survey that it opens; spread by the key, which is looked up on its own."""

    __tablename__ = "links"
    __table_args__ = (
        {"info": {"citus": "distributed", "citus_column": "key", "citus_group": "none"}},
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    survey_id: Mapped[UUID] = mapped_column(index=True)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class PublicSurvey:
    """What a public page has to know of a survey; a copy, `FRESH` seconds old at the most.

    Only while the database is away may it be older: `REMEMBERED` seconds.
    """

    key: str
    survey_id: UUID
    version: int
    opens_at: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None
    cap: int | None
    access: str
    anonymous: bool
    tenant_id: str
    full: bool

    def state(self, at: datetime) -> State:
        """Scheduled, open or closed: what has a link was published."""
        return state(at, self.opens_at, self.closes_at, self.closed_at, at)


class Kept(NamedTuple):
    """What was read, when, and until when it is fresh; on the process's own clock."""

    until: float
    survey: PublicSurvey | None
    read_at: float


_known: dict[str, Kept] = {}


def find(key: str) -> PublicSurvey | None:
    """The survey behind a key, or `None`; from memory where it was read just now.

    While the database is away what was read before serves on: a page can be shown, and what
    closes a survey meanwhile is known already, or cannot be written either.
    """
    if not KEY.fullmatch(key):
        return None
    kept, now = _known.get(key), monotonic()
    if kept and kept.until > now:
        return kept.survey
    if kept:  # one asks, and whoever comes meanwhile is served: the answer may take seconds
        _known[key] = kept._replace(until=now + FRESH)
    try:
        return _keep(key, read(key), now)
    except SQLAlchemyError as error:
        if kept is None or kept.read_at < now - REMEMBERED or not is_away(error):
            raise
    db.session.rollback()
    return _keep(key, kept.survey, kept.read_at)


def known(key: str) -> PublicSurvey | None:
    """The survey behind a key, if it was read just now; asks nothing of the database."""
    kept = _known.get(key)
    return kept.survey if kept and kept.until > monotonic() else None


def forget(key: str | None) -> None:
    """Read the survey afresh when it is next asked for: its author has just changed it."""
    _known.pop(key or "", None)


def read(key: str) -> PublicSurvey | None:
    """The survey behind a key as it now is, or `None`."""
    survey_id = db.session.scalar(select(Link.survey_id).where(Link.key == key))
    row = (
        survey_id
        and db.session.execute(
            select(Survey, User.tid)
            .join(User, User.id == Survey.owner_id)
            .where(Survey.id == survey_id, Survey.deleted_at.is_(None), Survey.version.is_not(None))
        ).first()
    )
    if not row:
        return None
    survey, tenant_id = row
    return PublicSurvey(
        key=key,
        survey_id=survey.id,
        version=survey.version or 0,
        opens_at=survey.opens_at,
        closes_at=survey.closes_at,
        closed_at=survey.closed_at,
        cap=survey.cap,
        access=survey.access,
        anonymous=survey.anonymous,
        tenant_id=tenant_id,
        full=survey.cap is not None and _received(survey.id) >= survey.cap,
    )


def _keep(key: str, survey: PublicSurvey | None, read_at: float) -> PublicSurvey | None:
    if len(_known) >= KEPT:
        _known.clear()
    _known[key] = Kept(monotonic() + FRESH, survey, read_at)
    return survey


def _received(survey_id: UUID) -> int:
    return int(db.session.execute(COUNT, {"survey_id": survey_id}).scalar_one())
