"""Collaborators: whom the owner of a survey lets work on it, and as what."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.role import Role
from backend.models.survey import Survey


class Collaborator(Base):
    """A person's role in a survey that somebody else owns; who owns it stands in the survey."""

    __tablename__ = "collaborators"
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'analyst')", name="role"),
        {"info": {"citus": "distributed", "citus_column": "survey_id"}},
    )

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    role: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class Reached(NamedTuple):
    """A survey, deleted or not, and what the person who asked is to it."""

    survey: Survey
    role: Role


def reached(survey_id: UUID, user_id: UUID) -> Reached | None:
    """The survey as this person may know of it: as its owner, or as a collaborator."""
    theirs = (Collaborator.survey_id == survey_id) & (Collaborator.user_id == user_id)
    found = db.session.execute(
        select(Survey, Collaborator.role)
        .outerjoin(Collaborator, theirs)
        .where(Survey.id == survey_id)
        .where(or_(Survey.owner_id == user_id, Collaborator.role.is_not(None)))
    ).first()
    if found is None:
        return None
    survey, role = found
    return Reached(survey, Role.OWNER if survey.owner_id == user_id else Role(role))
