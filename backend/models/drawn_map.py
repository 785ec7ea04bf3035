"""Maps that were drawn of answers, kept for a week: one a question, until its points change."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db

KEPT = timedelta(days=7)


class DrawnMap(Base):
    """A map as a PNG; `digest` tells what was drawn, and on which tiles."""

    __tablename__ = "maps"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    drawn_at: Mapped[datetime]

    @classmethod
    def find(cls, survey_id: UUID, question_id: str, digest: str, at: datetime) -> bytes | None:
        """The map of these points, if it was drawn within a week.

        No transaction is open then, as drawing a map may take seconds.
        """
        mine = select(cls.body).where(cls.survey_id == survey_id, cls.question_id == question_id)
        fresh = mine.where(cls.digest == digest, cls.drawn_at > at - KEPT)
        found = db.session.scalar(fresh)
        db.session.commit()
        return found

    @classmethod
    def keep(
        cls, survey_id: UUID, question_id: str, digest: str, body: bytes, at: datetime
    ) -> None:
        """Keep a map in the place of the question's former one, in a transaction of its own."""
        drawn = {"digest": digest, "body": body, "drawn_at": at}
        row = {"survey_id": survey_id, "question_id": question_id, **drawn}
        key = [cls.survey_id, cls.question_id]
        made = insert(cls).values(row).on_conflict_do_update(index_elements=key, set_=drawn)
        db.session.execute(made)
        db.session.commit()
