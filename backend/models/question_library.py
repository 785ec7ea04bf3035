"""The question library: copies of questions that people keep for other surveys.

A kept question belongs to no survey: the one it was copied from may change, or go. Its owner may
share it with the organisation, which is everybody of the owner's tenant.
"""

import json
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, func, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.errors import Refusal
from backend.models.ids import uuid7
from backend.models.user import CONSUMERS, User
from backend.questionnaire.image import images
from backend.questionnaire.question import Question
from backend.questionnaire.text import UNSTORABLE, one_line
from backend.questionnaire.tree import Tree
from backend.questionnaire.types import CATALOGUE

MOST = 500
"""How many questions one person may keep."""
LARGEST = 100_000
"""The bytes of one, as JSON: some 500 choices of 200 characters each."""
LONGEST_NAME = 200
PAGE = 30
FARTHEST = 1_000


class NotKept(Refusal):
    """The library does not take this question."""


class LibraryIsFull(NotKept):
    """The person keeps as many questions as one may."""

    sentence = f"You keep {MOST} questions already. Delete some, then keep this one."


class TooLarge(NotKept):
    """The question is larger than a library holds."""

    sentence = "It has too many or too long choices to be kept. Shorten the list first."


class HasImages(NotKept):
    """The question shows images, which belong to its survey and go with it."""

    sentence = "A question with images cannot be kept: its images belong to this survey."


class LibraryQuestion(Base):
    """A question that somebody keeps, under a name."""

    __tablename__ = "library_questions"
    __table_args__ = (
        Index(None, "owner_id", "kept_at"),
        Index("library_questions_shared_idx", "kept_at", postgresql_where="shared"),
        {"info": {"citus": "local"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)
    kept_at: Mapped[datetime]
    stored: Mapped[dict[str, Any]] = mapped_column("question", JSONB)

    @classmethod
    def keep(cls, owner_id: UUID, question: Tree, at: datetime) -> Self:
        """Keep a copy of a question, named as it is titled.

        Raises `LibraryIsFull`, `TooLarge` or `HasImages`.
        """
        if any(images(question)):
            raise HasImages
        if len(json.dumps(question, ensure_ascii=False).encode()) > LARGEST:
            raise TooLarge
        these = select(func.count()).where(cls.owner_id == owner_id)
        if (db.session.scalar(these) or 0) >= MOST:
            raise LibraryIsFull
        type_ = CATALOGUE[question["kind"]]
        name = _named(question.get("title") or question.get("body", "")) or type_.label
        kept = cls(owner_id=owner_id, name=name, kept_at=at, stored=question)
        db.session.add(kept)
        db.session.commit()
        return kept

    @classmethod
    def owned(cls, id: UUID, owner_id: UUID) -> Self | None:
        """The question, if this person keeps it."""
        return db.session.scalar(select(cls).where(cls.id == id, cls.owner_id == owner_id))

    @classmethod
    def within_reach(cls, id: UUID, user: User) -> Self | None:
        """The question, if this person keeps it, or somebody of their organisation shares it."""
        reach = or_(cls.owner_id == user.id, _shared_with(user))
        return db.session.scalar(select(cls).join(User).where(cls.id == id, reach))

    @property
    def question(self) -> Question:
        """The question, parsed."""
        return CATALOGUE[self.stored["kind"]].model_validate(self.stored)

    def rename(self, name: str) -> None:
        """Call it something else; a blank name changes nothing."""
        self.name = _named(name) or self.name
        db.session.commit()

    def share(self, shared: bool) -> None:
        """Show it to the organisation, or to nobody else."""
        self.shared = shared
        db.session.commit()

    def delete(self) -> None:
        """Keep it no longer. What was made from it stays as it is."""
        db.session.delete(self)
        db.session.commit()


class Kept(NamedTuple):
    """A kept question, and who keeps it."""

    row: LibraryQuestion
    owner: str


class Shelf(NamedTuple):
    """One page of kept questions, its number from 1, and how many there are in all."""

    questions: list[Kept]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are: at least one."""
        return max(1, -(-self.total // PAGE))


def mine(user: User, words: str = "", page: int = 1) -> Shelf:
    """A page of what a person keeps whose name has these words in it, newest first."""
    return _shelf(LibraryQuestion.owner_id == user.id, words, page)


def shared(user: User, words: str = "", page: int = 1) -> Shelf:
    """A page of what the person's organisation shares, the person's own among it."""
    return _shelf(_shared_with(user), words, page)


def _shared_with(user: User) -> ColumnElement[bool]:
    """What colleagues share; people with personal accounts have none, whatever they share."""
    return and_(LibraryQuestion.shared, User.tid == user.tid, User.tid != CONSUMERS)


def _shelf(these: ColumnElement[bool], words: str, page: int) -> Shelf:
    page = min(max(page, 1), FARTHEST)
    named = LibraryQuestion.name.icontains(words, autoescape=True) if words else true()
    rows = db.session.execute(
        select(LibraryQuestion, User.name, func.count().over())
        .join(User)
        .where(these, named)
        .order_by(LibraryQuestion.kept_at.desc(), LibraryQuestion.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    if not rows and page > 1:
        return _shelf(these, words, 1)
    return Shelf([Kept(row[0], row[1]) for row in rows], page, rows[0][2] if rows else 0)


def _named(name: str) -> str:
    return one_line(UNSTORABLE.sub("", name))[:LONGEST_NAME].rstrip()
