"""Revisions of a draft: one small row for every set of edits made together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.questionnaire.completing import completed
from backend.questionnaire.edit import Edit, from_json, to_json


class Origin(NamedTuple):
    """The revision that led to a new one: which it takes back, makes again, or restores."""

    undoes: int | None = None
    redoes: int | None = None
    restores: int | None = None


NEW = Origin()
"""What a person has just thought of."""


class Revision(Base):
    """Who edited what, when, and which revision led to it; see `Origin`.

    `undone` says that the revision was taken back; of one that took back, that this was in turn.
    """

    __tablename__ = "edits"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column("revision", primary_key=True, autoincrement=False)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    undoes: Mapped[int | None]
    redoes: Mapped[int | None]
    restores: Mapped[int | None]
    undone: Mapped[bool] = mapped_column(default=False)
    stored: Mapped[list[dict[str, Any]]] = mapped_column("edits", JSONB)

    @property
    def edits(self) -> list[Edit]:
        """The edits, in the order in which they were made."""
        return [from_json(_whole(edit)) for edit in self.stored]

    @classmethod
    def between(cls, survey_id: UUID, revision: int, newest: int) -> Sequence[Self]:
        """What was edited after a revision, up to and with the newest, newest first."""
        return db.session.scalars(
            select(cls)
            .where(cls.survey_id == survey_id, cls.number > revision, cls.number <= newest)
            .order_by(cls.number.desc())
        ).all()

    @classmethod
    def last_of(cls, survey_id: UUID, user_id: UUID) -> "Revision | None":
        """The person's newest revision that was not undone and undoes nothing."""
        return db.session.scalar(
            _newest(survey_id, user_id).where(cls.undoes.is_(None), ~cls.undone)
        )

    @classmethod
    def last_undone_by(cls, survey_id: UUID, user_id: UUID) -> "Revision | None":
        """The person's newest undoing that was not redone, unless they edited since."""
        last = db.session.scalar(
            _newest(survey_id, user_id).where(
                cls.redoes.is_(None), ~(cls.undoes.is_not(None) & cls.undone)
            )
        )
        return last if last and last.undoes is not None else None

    @classmethod
    def add(
        cls,
        survey_id: UUID,
        number: int,
        by: UUID,
        at: datetime,
        edits: list[Edit],
        origin: Origin = NEW,
    ) -> None:
        """Note edits that were made together."""
        db.session.add(
            cls(
                survey_id=survey_id,
                number=number,
                user_id=by,
                made_at=at,
                stored=[to_json(edit) for edit in edits],
                **origin._asdict(),
            )
        )


def _newest(survey_id: UUID, user_id: UUID) -> Select[Revision]:
    return (
        select(Revision)
        .where(Revision.survey_id == survey_id, Revision.user_id == user_id)
        .order_by(Revision.number.desc())
        .limit(1)
    )


def _whole(edit: dict[str, Any]) -> dict[str, Any]:
    """The edit as it would be stored now: its part has every setting, as that in the draft has."""
    return edit | {"item": completed(edit["item"])} if "item" in edit else edit
