"""Revisions of a draft: one small row for every set of edits made together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.questionnaire.edit import Edit, from_json, to_json


class Revision(Base):
    """Who edited what, when; `undoes` names the revision that this one took back."""

    __tablename__ = "edits"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column("revision", primary_key=True, autoincrement=False)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    undoes: Mapped[int | None]
    undone: Mapped[bool] = mapped_column(default=False)
    stored: Mapped[list[dict[str, Any]]] = mapped_column("edits", JSONB)

    @property
    def edits(self) -> list[Edit]:
        """The edits, in the order in which they were made."""
        return [from_json(edit) for edit in self.stored]

    @classmethod
    def between(cls, survey_id: UUID, revision: int, newest: int) -> Sequence[Self]:
        """What was edited after a revision, up to and with the newest, newest first."""
        return db.session.scalars(
            select(cls)
            .where(cls.survey_id == survey_id, cls.number > revision, cls.number <= newest)
            .order_by(cls.number.desc())
        ).all()

    @classmethod
    def last_of(cls, survey_id: UUID, user_id: UUID) -> Self | None:
        """The person's newest revision that was not undone and undoes nothing."""
        return db.session.scalar(
            select(cls)
            .where(cls.survey_id == survey_id, cls.user_id == user_id)
            .where(cls.undoes.is_(None), ~cls.undone)
            .order_by(cls.number.desc())
            .limit(1)
        )

    @classmethod
    def add(
        cls,
        survey_id: UUID,
        number: int,
        by: UUID,
        at: datetime,
        edits: list[Edit],
        undoes: int | None,
    ) -> None:
        """Note edits that were made together."""
        stored = [to_json(edit) for edit in edits]
        db.session.add(
            cls(
                survey_id=survey_id,
                number=number,
                user_id=by,
                made_at=at,
                undoes=undoes,
                stored=stored,
            )
        )
