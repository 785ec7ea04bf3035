"""Partial responses: what a respondent has answered of a survey of several sections."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.questionnaire.prefill import Link
from backend.questionnaire.submission import Answers

LIFETIME = timedelta(days=7)


class PartialResponse(Base):
    """Never counted; gone with the submission, or a week after the last section was sent."""

    __tablename__ = "partial_responses"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    expires_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    link: Mapped[dict[str, list[str]] | None] = mapped_column(JSONB(none_as_null=True))
    """What the link brought along, for sections that come later."""

    @classmethod
    def keep(
        cls,
        survey_id: UUID,
        response_id: UUID,
        version: int,
        answers: Answers,
        at: datetime,
        link: Link | None = None,
    ) -> None:
        """Keep the answers of a section beside those of the sections before it."""
        new = insert(cls).values(
            survey_id=survey_id,
            id=response_id,
            version=version,
            answers=answers,
            link=link or None,
            expires_at=_midnight(at + LIFETIME),
        )
        joined = cls.answers.concat(new.excluded.answers)
        db.session.execute(
            new.on_conflict_do_update(
                index_elements=[cls.survey_id, cls.id],
                set_={
                    "answers": joined,
                    "expires_at": new.excluded.expires_at,
                    "link": func.coalesce(new.excluded.link, cls.link),
                },
            )
        )
        db.session.commit()

    @classmethod
    def of(cls, survey_id: UUID, response_id: UUID, at: datetime) -> Self | None:
        """What was kept, if it has not expired."""
        return db.session.scalar(
            select(cls).where(
                cls.survey_id == survey_id, cls.id == response_id, cls.expires_at > at
            )
        )


def _midnight(at: datetime) -> datetime:
    """The end of the day: a moment to the second would say when somebody answered."""
    return datetime.combine(at.astimezone(UTC).date() + timedelta(days=1), time.min, UTC)
