"""Comments: what those who write or read a survey say to each other about its questions.

Comments on one thing stand in threads. A thread is known by its first comment, which also tells
whether it is resolved. What was said of a question that is deleted stays, with the text it had.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.errors import NotFound, Refusal
from backend.models.ids import uuid7
from backend.questionnaire.text import UNSTORABLE, tidy

LONGEST = 2_000
MOST = 1_000
"""How many comments one survey may hold."""


class TooManyComments(Refusal):
    """The survey holds as many comments as it may."""

    title = "Too many comments"
    sentence = f"This survey has {MOST} comments. Delete some of yours first."


class Comment(Base):
    """Something said about a question, or (with no question id) about the whole questionnaire.

    `about` is the question's text when the thread began. Only the first of a thread may be
    resolved, or be left without words: its author took them back, and others had replied.
    """

    __tablename__ = "comments"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    thread_id: Mapped[UUID]
    question_id: Mapped[str]
    about: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]
    words: Mapped[str]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    @classmethod
    def begin(
        cls, survey_id: UUID, question_id: str, about: str, words: str, by: UUID, at: datetime
    ) -> Self:
        """Begin a thread. Raises `Refusal` where nothing is said, or too much."""
        id = uuid7()
        return cls(
            survey_id=survey_id,
            id=id,
            thread_id=id,
            question_id=question_id,
            about=about,
            author_id=by,
            written_at=at,
            words=words,
        )._say()

    @classmethod
    def reply(cls, survey_id: UUID, thread_id: UUID, words: str, by: UUID, at: datetime) -> Self:
        """Add to a thread. Raises `NotFound`, or `Refusal` where nothing is said, or too much."""
        first = cls._first(survey_id, thread_id)
        return cls(
            survey_id=survey_id,
            thread_id=thread_id,
            question_id=first.question_id,
            about=first.about,
            author_id=by,
            written_at=at,
            words=words,
        )._say()

    @classmethod
    def settle(cls, survey_id: UUID, thread_id: UUID, by: UUID, at: datetime | None) -> Self:
        """Resolve a thread, or (without a moment) open it again. Raises `NotFound`."""
        first = cls._first(survey_id, thread_id)
        first.resolved_at, first.resolved_by = at, by if at else None
        db.session.commit()
        return first

    @classmethod
    def take_back(cls, survey_id: UUID, id: UUID, by: UUID) -> str:
        """Delete a comment of one's own, and give the id of the question it was about.

        A thread of which nothing is left goes with it. Raises `NotFound` where there is no such
        comment, or where it is another's.
        """
        mine = db.session.scalar(select(cls).where(*_is(survey_id, id), cls.author_id == by))
        if mine is None or not mine.words:
            raise NotFound
        about, first = mine.question_id, cls._first(survey_id, mine.thread_id)
        mine.words = ""
        db.session.flush()
        of_thread = (cls.survey_id == survey_id, cls.thread_id == first.id)
        if not db.session.scalar(select(func.count()).where(*of_thread, cls.words != "")):
            db.session.execute(delete(cls).where(*of_thread))
        elif mine is not first:
            db.session.delete(mine)
        db.session.commit()
        return about

    @classmethod
    def _first(cls, survey_id: UUID, thread_id: UUID) -> Self:
        """The comment that began a thread, kept from others until the transaction ends."""
        found = db.session.scalar(select(cls).where(*_is(survey_id, thread_id)).with_for_update())
        if found is None or found.thread_id != thread_id:
            raise NotFound
        return found

    def _say(self) -> Self:
        """Store a comment. Raises `Refusal` where nothing is said, or too much."""
        self.words = tidy(UNSTORABLE.sub("", self.words))
        if not self.words:
            raise Refusal("Write something first.")
        if len(self.words) > LONGEST:
            raise Refusal(f"Write at most {LONGEST:,} characters.")
        these = select(func.count()).where(Comment.survey_id == self.survey_id)
        if (db.session.scalar(these) or 0) >= MOST:
            raise TooManyComments
        db.session.add(self)
        db.session.commit()
        return self


def follow(survey_id: UUID, before: str, after: str) -> None:
    """Go with a question that is given another id, in the transaction that gives it."""
    of_it = (Comment.survey_id == survey_id, Comment.question_id == before)
    db.session.execute(update(Comment).where(*of_it).values(question_id=after))


def _is(survey_id: UUID, id: UUID) -> tuple[ColumnElement[bool], ...]:
    return Comment.survey_id == survey_id, Comment.id == id
