"""Collaborators: whom the owner of a survey lets work on it, and as what."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models import colleague
from backend.models.audit_acts import Act, Detail
from backend.models.audit_writing import note
from backend.models.errors import Conflict, NotFound
from backend.models.joining import JoiningLink
from backend.models.role import Role
from backend.models.survey import Survey
from backend.models.user import User

MOST = 100
"""How many people can work on a survey besides its owner."""


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


class Person(NamedTuple):
    """Somebody who works on a survey; of its owner nobody notes since when."""

    id: UUID
    name: str
    email: str
    role: Role
    added_at: datetime | None


def people(survey: Survey) -> list[Person]:
    """Who works on a survey: the owner, then the others by name."""
    who = (User.id, User.name, User.email)
    owner = db.session.execute(select(*who).where(User.id == survey.owner_id)).one()
    others = db.session.execute(
        select(*who, Collaborator.role, Collaborator.added_at)
        .join(User, User.id == Collaborator.user_id)
        .where(Collaborator.survey_id == survey.id)
        .order_by(func.lower(User.name), User.id)
    )
    found = [Person(id, name, email, Role(role), at) for id, name, email, role, at in others]
    return [Person(*owner, Role.OWNER, None), *found]


def add(survey: Survey, user_id: UUID, role: Role, by: UUID, at: datetime) -> None:
    """Let a colleague of the owner work on the survey; who does already gets this role.

    Raises `NotFound` where there is no such colleague, `Conflict` where there are too many.
    """
    hold(survey, by)
    if user_id == survey.owner_id or not colleague.is_known(user_id, of=survey.owner_id):
        db.session.rollback()
        raise NotFound
    enrol(survey.id, user_id, role, by, at, Act.ADDED, person=str(user_id))
    db.session.commit()


def change(survey: Survey, user_id: UUID, role: Role, by: UUID) -> None:
    """Give a collaborator another role. Raises `NotFound` where they are none."""
    hold(survey, by)
    there = db.session.get(Collaborator, (survey.id, user_id), populate_existing=True)
    if there is None:
        db.session.rollback()
        raise NotFound
    if there.role != role:
        there.role = role
        note(survey.id, Act.ROLE_CHANGED, by, person=str(user_id), role=role)
    db.session.commit()


def remove(survey: Survey, user_id: UUID, by: UUID) -> None:
    """Let somebody work on the survey no more; who does not is no error."""
    hold(survey, by)
    if _gone(survey.id, user_id):
        note(survey.id, Act.REMOVED, by, person=str(user_id))
    db.session.commit()


def leave(survey: Survey, user_id: UUID) -> None:
    """Work on the survey no more. Raises `Conflict` where one owns it by now."""
    db.session.refresh(survey, with_for_update=True)
    if survey.owner_id == user_id:
        db.session.rollback()
        raise Conflict("This survey is yours. Hand it over before you leave.")
    if _gone(survey.id, user_id):
        note(survey.id, Act.LEFT, user_id)
    db.session.commit()


def hand_over(survey: Survey, user_id: UUID, by: UUID, at: datetime) -> None:
    """Make a collaborator the owner; who owned it becomes an editor, and open links end.

    Raises `NotFound` where they are no collaborator.
    """
    hold(survey, by)
    if not _gone(survey.id, user_id):
        db.session.rollback()
        raise NotFound
    survey.owner_id = user_id
    db.session.execute(delete(JoiningLink).where(JoiningLink.survey_id == survey.id))
    former = {"role": Role.EDITOR, "added_at": at, "added_by": user_id}
    db.session.add(Collaborator(survey_id=survey.id, user_id=by, **former))
    note(survey.id, Act.HANDED_OVER, by, person=str(user_id))
    db.session.commit()


def hold(survey: Survey, by: UUID) -> None:
    """Keep the survey's row until the transaction ends.

    Raises `Conflict` where it has changed hands since it was reached.
    """
    db.session.refresh(survey, with_for_update=True)
    if survey.owner_id != by:
        db.session.rollback()
        raise Conflict("This survey has been handed over meanwhile.")


def enrol(
    survey_id: UUID, user_id: UUID, role: Role, by: UUID, at: datetime, act: Act, **told: Detail
) -> None:
    """Make somebody a collaborator, in the caller's transaction, and note it where it is new.

    Raises `Conflict` where there are too many.
    """
    key = {"survey_id": survey_id, "user_id": user_id}
    there = db.session.scalar(select(Collaborator).filter_by(**key))
    if there is not None and there.role == role:
        return
    count = select(func.count()).where(Collaborator.survey_id == survey_id)
    if there is None and (db.session.scalar(count) or 0) >= MOST:
        db.session.rollback()
        raise Conflict(f"No more than {MOST} people can work on one survey.")
    there = there or Collaborator(**key, added_at=at, added_by=by)
    there.role = role
    db.session.add(there)
    note(survey_id, act, by, role=role, **told)


def _gone(survey_id: UUID, user_id: UUID) -> bool:
    these = Collaborator.survey_id == survey_id, Collaborator.user_id == user_id
    removed = delete(Collaborator).where(*these).returning(Collaborator.user_id)
    return db.session.scalar(removed) is not None
