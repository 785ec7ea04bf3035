"""The lock of a survey's tallies: whoever changes them holds its row."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base


class FoldLock(Base):
    """One row a survey, made when it is first published."""

    __tablename__ = "folds"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
