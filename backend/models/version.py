"""Versions: what was published, numbered, never changed."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.draft import Draft
from backend.models.errors import NotFound, Refusal
from backend.models.fold_lock import FoldLock
from backend.models.ids import link_key
from backend.models.link import Link
from backend.models.survey import Survey
from backend.questionnaire.document import Problem, Questionnaire
from backend.questionnaire.merge import merged

KEPT = 256


class Unpublishable(Refusal):
    """The draft has problems, which are listed."""

    title = "Not ready to publish"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Refuse with the problems of the draft."""
        self.problems = problems
        super().__init__("Mend what is listed, then publish again.")


class Version(Base):
    """An immutable questionnaire, numbered from 1."""

    __tablename__ = "versions"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)


def publish(survey: Survey, by: UUID, at: datetime) -> Version:
    """Make a version of the draft, and a link on the first publication.

    Raises `Unpublishable` where the draft has problems. Publishing what is published already
    makes no version.
    """
    draft = Draft.locked(survey.id)
    db.session.refresh(survey)  # somebody else may have published while we waited for the lock
    problems = draft.questionnaire.problems()
    if problems:
        db.session.rollback()
        raise Unpublishable(problems)
    last = db.session.get(Version, (survey.id, survey.version)) if survey.version else None
    if last is None or last.document != draft.document:
        last = _next(survey, draft, by, at)
    db.session.commit()
    return last


def _next(survey: Survey, draft: Draft, by: UUID, at: datetime) -> Version:
    version = Version(
        survey_id=survey.id,
        number=(survey.version or 0) + 1,
        published_at=at,
        published_by=by,
        document=draft.document,
    )
    db.session.add(version)
    survey.version = version.number
    survey.published_at = survey.published_at or at
    if survey.link_key is None:
        survey.link_key = link_key()
        db.session.add(FoldLock(survey_id=survey.id))
        db.session.add(Link(key=survey.link_key, survey_id=survey.id, created_at=at))
    return version


def is_behind(survey: Survey) -> bool:
    """Whether a published survey's draft differs from its newest version."""
    return bool(
        db.session.scalar(
            select(Version.document != Draft.document)
            .join(Draft, Draft.survey_id == Version.survey_id)
            .where(Version.survey_id == survey.id, Version.number == survey.version)
        )
    )


@lru_cache(maxsize=KEPT)
def questionnaire(survey_id: UUID, number: int) -> Questionnaire:
    """The questionnaire of a version, parsed once and kept. Raises `NotFound`."""
    document = db.session.scalar(
        select(Version.document).where(Version.survey_id == survey_id, Version.number == number)
    )
    if document is None:
        raise NotFound
    return Questionnaire.model_validate(document)


@lru_cache(maxsize=KEPT)
def all_asked(survey_id: UUID, newest: int) -> Questionnaire:
    """Everything asked in versions 1 to `newest`: the newest, with what older ones had besides."""
    return merged([questionnaire(survey_id, number) for number in range(newest, 0, -1)])
