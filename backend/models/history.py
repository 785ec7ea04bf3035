"""The history of a draft: its revisions and versions, and the ways back to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from backend.extensions import db
from backend.models.draft import Draft, make
from backend.models.edit import Origin, Revision
from backend.models.errors import Conflict, NotFound
from backend.models.published import Version
from backend.models.user import User
from backend.questionnaire.diff import whole_diff
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.edit import invert

PAGE = 50
"""How many revisions a page shows."""


class Entry(NamedTuple):
    """A revision, and the name of whoever made it."""

    revision: Revision
    who: str


class Publication(NamedTuple):
    """A version: its number, when it was published, and the name of whoever did."""

    number: int
    at: datetime
    who: str


def revisions(survey_id: UUID, before: int) -> Sequence[Entry]:
    """The newest revisions before a number, newest first; at most `PAGE`."""
    found = db.session.execute(
        select(Revision, User.name)
        .join(User, User.id == Revision.user_id)
        .where(Revision.survey_id == survey_id, Revision.number < before)
        .order_by(Revision.number.desc())
        .limit(PAGE)
    )
    return [Entry(revision, name) for revision, name in found]


def publications(survey_id: UUID) -> Sequence[Publication]:
    """Every version, newest first."""
    found = db.session.execute(
        select(Version.number, Version.published_at, User.name)
        .join(User, User.id == Version.published_by)
        .where(Version.survey_id == survey_id)
        .order_by(Version.number.desc())
    )
    return [Publication(*row) for row in found]


def made_at(survey_id: UUID, revision: int) -> datetime | None:
    """When a revision was made, or `None` where there is none."""
    return db.session.scalar(
        select(Revision.made_at).where(Revision.survey_id == survey_id, Revision.number == revision)
    )


def as_it_was(draft: Draft, revision: int) -> Questionnaire:
    """The questionnaire at a revision; 0 is how it began. Raises `NotFound` where there is none."""
    if not 0 <= revision <= draft.revision:
        raise NotFound
    return Questionnaire.model_validate(draft.at(revision))


def undo(survey_id: UUID, by: UUID, at: datetime) -> Draft:
    """Take back this person's last edit that still stands.

    Raises `Conflict` where there is none, `StaleEdit` where somebody has built on it.
    """
    draft = Draft.locked(survey_id)
    last = _inverted(Revision.last_of(survey_id, by), "undo")
    return make(draft, invert(last.edits), by, at, Origin(undoes=last.number))


def redo(survey_id: UUID, by: UUID, at: datetime) -> Draft:
    """Make again what this person took back last, and has not edited since.

    Raises `Conflict` where there is nothing, `StaleEdit` where somebody has built on it.
    """
    draft = Draft.locked(survey_id)
    last = _inverted(Revision.last_undone_by(survey_id, by), "redo")
    return make(draft, invert(last.edits), by, at, Origin(redoes=last.number))


def restore(survey_id: UUID, revision: int, by: UUID, at: datetime) -> Draft:
    """Make the draft as it was at a revision, by one that holds the difference.

    What is as it was makes no revision. Raises `NotFound` where there is no such revision.
    """
    draft = Draft.locked(survey_id)
    then = as_it_was(draft, revision).model_dump(mode="json")
    return make(draft, whole_diff(draft.document, then), by, at, Origin(restores=revision))


def _inverted(last: Revision | None, verb: str) -> Revision:
    """The revision, of which it is noted that its edits are inverted. Raises `Conflict`."""
    if last is None:
        raise Conflict(f"There is nothing of yours to {verb}.")
    last.undone = True
    return last
