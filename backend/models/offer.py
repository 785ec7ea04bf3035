"""Offers: what whoever opens a joining link is asked, and what comes of it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select

from backend.extensions import db
from backend.models.audit_acts import Act
from backend.models.audit_writing import note
from backend.models.collaborator import enrol, hold
from backend.models.draft import Draft
from backend.models.errors import Conflict, NotFound
from backend.models.joining import LASTING, MOST, JoiningLink, hashed, new_token
from backend.models.role import Role
from backend.models.survey import Survey
from backend.models.user import User


class Offer(NamedTuple):
    """Somebody's survey, and as what one could work on it."""

    title: str
    owner: str
    role: Role


def make(survey: Survey, role: Role, by: UUID, at: datetime) -> str:
    """Make a link and give its token, which is told nowhere else. Raises `Conflict`: too many."""
    hold(survey, by)
    over = JoiningLink.survey_id == survey.id, JoiningLink.expires_at <= at
    db.session.execute(delete(JoiningLink).where(*over))
    if len(pending(survey.id, at)) >= MOST:
        db.session.rollback()
        raise Conflict(f"No more than {MOST} links can wait at once. Withdraw some first.")
    token = new_token()
    moments = {"made_at": at, "expires_at": at + LASTING}
    kept = {"survey_id": survey.id, "hash": hashed(token), "role": role, "made_by": by}
    db.session.add(JoiningLink(**kept, **moments))
    note(survey.id, Act.LINK_MADE, by, role=role)
    db.session.commit()
    return token


def pending(survey_id: UUID, at: datetime) -> list[JoiningLink]:
    """The links of a survey that somebody can still use, in the order in which they end."""
    these = JoiningLink.survey_id == survey_id, JoiningLink.expires_at > at
    ordered = select(JoiningLink).where(*these)
    return list(db.session.scalars(ordered.order_by(JoiningLink.expires_at, JoiningLink.hash)))


def withdraw(survey: Survey, hash: bytes, by: UUID) -> None:
    """End a link; one that has ended is no error."""
    hold(survey, by)
    if _used_up(survey.id, hash):
        note(survey.id, Act.LINK_WITHDRAWN, by)
    db.session.commit()


def find(survey_id: UUID, token: str, who: User, at: datetime) -> Offer | None:
    """What a token offers to this person: nothing, unless they are of the owner's organisation."""
    found = db.session.execute(
        select(Draft.title, User.name, JoiningLink.role)
        .join(Survey, Survey.id == JoiningLink.survey_id)
        .join(Draft, Draft.survey_id == JoiningLink.survey_id)
        .join(User, User.id == Survey.owner_id)
        .where(JoiningLink.survey_id == survey_id, JoiningLink.hash == hashed(token))
        .where(JoiningLink.expires_at > at, Survey.deleted_at.is_(None), User.tid == who.tid)
    ).first()
    return Offer(found[0], found[1], Role(found[2])) if found else None


def accept(survey_id: UUID, token: str, who: User, at: datetime) -> None:
    """Take the role that the token offers, and use it up. Raises `NotFound` where it has none."""
    db.session.execute(select(Survey.id).where(Survey.id == survey_id).with_for_update())
    offer = find(survey_id, token, who, at)
    if offer is None or not _used_up(survey_id, hashed(token)):
        db.session.rollback()
        raise NotFound
    enrol(survey_id, who.id, offer.role, who.id, at, Act.JOINED)
    db.session.commit()


def _used_up(survey_id: UUID, hash: bytes) -> bool:
    these = JoiningLink.survey_id == survey_id, JoiningLink.hash == hash
    gone = delete(JoiningLink).where(*these).returning(JoiningLink.hash)
    return db.session.scalar(gone) is not None
