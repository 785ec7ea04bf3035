"""A survey: its owner, its settings, and the facts from which its state follows."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.errors import Conflict
from backend.models.ids import uuid7
from backend.models.state import State, state

RESTORABLE = timedelta(days=30)


class Survey(Base):
    """What an author owns; its questions stand in its draft and its versions."""

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint("access IN ('anyone', 'organisation')", name="access"),
        CheckConstraint("cap > 0", name="cap"),
        {"info": {"citus": "distributed", "citus_column": "id"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cap: Mapped[int | None]
    access: Mapped[str] = mapped_column(default="anyone")
    anonymous: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int | None]
    link_key: Mapped[str | None]

    @classmethod
    def owned(cls, survey_id: UUID, owner_id: UUID) -> Self | None:
        """The survey, if this person owns it, deleted or not."""
        return db.session.scalar(select(cls).where(cls.id == survey_id, cls.owner_id == owner_id))

    def state(self, at: datetime) -> State:
        """Draft, scheduled, open or closed, at a moment."""
        return state(self.published_at, self.opens_at, self.closes_at, self.closed_at, at)

    def configure(
        self,
        *,
        opens_at: datetime | None,
        closes_at: datetime | None,
        cap: int | None,
        access: str,
        anonymous: bool,
    ) -> None:
        """Change the settings. Raises `Conflict` where they contradict or come too late."""
        if opens_at and closes_at and closes_at <= opens_at:
            raise Conflict("The survey has to close after it opens.")
        if self.published_at and anonymous != self.anonymous:
            raise Conflict("Whether responses are anonymous was fixed by the first publication.")
        self.opens_at, self.closes_at, self.cap = opens_at, closes_at, cap
        self.access, self.anonymous = access, anonymous
        db.session.commit()

    def close(self, at: datetime) -> None:
        """Take no more responses. Raises `Conflict` where it is a draft."""
        if self.published_at is None:
            raise Conflict("A survey that was never published cannot be closed.")
        self.closed_at = self.closed_at or at
        db.session.commit()

    def reopen(self, at: datetime) -> None:
        """Take responses again; a closing date that has passed is forgotten."""
        self.closed_at = None
        if self.closes_at is not None and self.closes_at <= at:
            self.closes_at = None
        db.session.commit()

    def delete(self, at: datetime) -> None:
        """Put the survey away; it can be restored for 30 days."""
        self.deleted_at = self.deleted_at or at
        db.session.commit()

    def restore(self, at: datetime) -> None:
        """Take back the deletion. Raises `Conflict` where it is too late."""
        if self.deleted_at is not None and at - self.deleted_at > RESTORABLE:
            raise Conflict("This survey was deleted more than 30 days ago.")
        self.deleted_at = None
        db.session.commit()
