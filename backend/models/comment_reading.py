"""Comments as they are read: thread by thread, and how many threads wait to be resolved."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from backend.extensions import db
from backend.models.comment import Comment
from backend.models.user import User


class Said(NamedTuple):
    """A comment as it is shown; no words: they were taken back."""

    id: UUID
    author_id: UUID
    who: str
    at: datetime
    words: str


@dataclass
class Thread:
    """Comments that follow from one, oldest first."""

    id: UUID
    question_id: str
    about: str
    resolved_at: datetime | None
    resolved_by: str | None
    comments: list[Said] = field(default_factory=list)


def threads(survey_id: UUID, question_id: str | None = None) -> list[Thread]:
    """The threads about a question (empty: the whole questionnaire), or all: oldest first."""
    settler = aliased(User)
    said = (
        select(Comment, User.name, settler.name)
        .join(User, User.id == Comment.author_id)
        .outerjoin(settler, settler.id == Comment.resolved_by)
        .where(Comment.survey_id == survey_id)
        .order_by(Comment.thread_id, Comment.id)
    )
    if question_id is not None:
        said = said.where(Comment.question_id == question_id)
    found: dict[UUID, Thread] = {}
    for one, who, settled_by in db.session.execute(said):
        begun = Thread(one.thread_id, one.question_id, one.about, one.resolved_at, settled_by)
        thread = found.setdefault(one.thread_id, begun)
        thread.comments.append(Said(one.id, one.author_id, who, one.written_at, one.words))
    return list(found.values())


def waiting(survey_id: UUID) -> dict[str, int]:
    """How many threads are not resolved, by the question's id (empty: the whole questionnaire)."""
    rows = db.session.execute(
        select(Comment.question_id, func.count())
        .where(Comment.survey_id == survey_id, Comment.id == Comment.thread_id)
        .where(Comment.resolved_at.is_(None))
        .group_by(Comment.question_id)
    )
    return {row[0]: row[1] for row in rows}
