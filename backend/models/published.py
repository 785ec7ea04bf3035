"""What was published: versions, numbered, never changed."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.errors import NotFound
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.merge import merged

KEPT = 256


class Version(Base):
    """An immutable questionnaire, numbered from 1."""

    __tablename__ = "versions"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)


@lru_cache(maxsize=KEPT)
def questionnaire(survey_id: UUID, number: int) -> Questionnaire:
    """The questionnaire of a version, parsed once and kept. Raises `NotFound`."""
    document = db.session.scalar(
        select(Version.document).where(Version.survey_id == survey_id, Version.number == number)
    )
    if document is None:
        raise NotFound
    return Questionnaire.model_validate(document)


@lru_cache(maxsize=KEPT)
def all_asked(survey_id: UUID, newest: int) -> Questionnaire:
    """Everything asked in versions 1 to `newest`: the newest, with what older ones had besides."""
    return merged([questionnaire(survey_id, number) for number in range(newest, 0, -1)])
