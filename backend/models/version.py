"""Publishing: a version is made of the draft. What was published is told here too."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.models.audit_acts import Act
from backend.models.audit_writing import note
from backend.models.draft import Draft
from backend.models.errors import Conflict, Refusal
from backend.models.fold_lock import FoldLock
from backend.models.ids import link_key
from backend.models.link import Link
from backend.models.published import Version, all_asked, questionnaire
from backend.models.survey import Survey
from backend.questionnaire.document import Problem
from backend.questionnaire.question import Question

__all__ = [
    "Changed",
    "Unpublishable",
    "Version",
    "all_asked",
    "is_behind",
    "publish",
    "question",
    "questionnaire",
]


class Unpublishable(Refusal):
    """The draft has problems, which are listed."""

    title = "Not ready to publish"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Refuse with the problems of the draft."""
        self.problems = problems
        super().__init__("Mend what is listed, then publish again.")


class Changed(Conflict):
    """The draft is not any more what was seen by whoever wanted it published."""

    sentence = "The questions were changed meanwhile. Look at what publishing does now."


def publish(
    survey: Survey, by: UUID, at: datetime, actor: UUID | None = None, seen: int | None = None
) -> Version:
    """Make a version of the draft, and a link on the first publication.

    `actor` is who stands in the audit log, where that is not the person `by` whom it is; `seen` is
    the revision that they looked at, if they did. Raises `Unpublishable` where the draft has
    problems, `Changed` where it has moved on. Publishing what is published makes no version.
    """
    draft = Draft.locked(survey.id)
    if seen is not None and seen != draft.revision:
        db.session.rollback()
        raise Changed
    db.session.refresh(survey)  # somebody else may have published while we waited for the lock
    problems = draft.questionnaire.problems()
    if problems:
        db.session.rollback()
        raise Unpublishable(problems)
    last = db.session.get(Version, (survey.id, survey.version)) if survey.version else None
    if last is None or last.document != draft.document:
        last = _next(survey, draft, by, at)
        note(survey.id, Act.PUBLISHED, actor or by, version=last.number)
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


def question(survey: Survey, question_id: str) -> Question | None:
    """A question as it was published last, or `None` where no version has it."""
    asked = all_asked(survey.id, survey.version) if survey.version else None
    return asked.question(question_id) if asked else None


def is_behind(survey: Survey) -> bool:
    """Whether a published survey's draft differs from its newest version."""
    return bool(
        db.session.scalar(
            select(Version.document != Draft.document)
            .join(Draft, Draft.survey_id == Version.survey_id)
            .where(Version.survey_id == survey.id, Version.number == survey.version)
        )
    )
