"""Links: the keys by which respondents come to a survey."""

import re
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.state import State, state
from backend.models.survey import Survey
from backend.models.user import User

FRESH = 2.0
"""For how many seconds what was read of a survey serves its public pages."""
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
    """What a public page has to know of a survey; a copy, at most `FRESH` seconds old."""

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


_known: dict[str, tuple[float, PublicSurvey | None]] = {}


def find(key: str) -> PublicSurvey | None:
    """The survey behind a key, or `None`; from memory where it was read just now."""
    if not KEY.fullmatch(key):
        return None
    kept = _known.get(key)
    if kept and kept[0] > monotonic():
        return kept[1]
    found = read(key)
    if len(_known) >= KEPT:
        _known.clear()
    _known[key] = monotonic() + FRESH, found
    return found


def known(key: str) -> PublicSurvey | None:
    """The survey behind a key, if it was read just now; asks nothing of the database."""
    kept = _known.get(key)
    return kept[1] if kept and kept[0] > monotonic() else None


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


def _received(survey_id: UUID) -> int:
    return int(db.session.execute(COUNT, {"survey_id": survey_id}).scalar_one())
