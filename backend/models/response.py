"""Responses, and the one statement by which a submission becomes one."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.door import Closed, check_open
from backend.models.errors import Conflict
from backend.models.link import PublicSurvey, find, forget
from backend.models.storing import stored
from backend.questionnaire.document import Shown
from backend.questionnaire.submission import Answers


class AlreadyReceived(Conflict):
    """The key was used before, for other answers; those stay as they are."""

    title = "We have already received your answers"
    sentence = "They were sent before, from this page or a copy of it, and have not been changed."


class Response(Base):
    """One respondent's whole set of answers.

    Without foreign keys to the survey and its version: checking them would lock a shared row in
    every submission. The statement that writes a response reads the survey's row instead.
    """

    __tablename__ = "responses"
    __table_args__ = (
        Index(
            "responses_survey_id_submitted_at_idx",
            "survey_id",
            "submitted_at",
            postgresql_where=text("submitted_at IS NOT NULL"),
        ),
        {"info": {"citus": "distributed", "citus_column": "survey_id"}},
    )

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    submitted_on: Mapped[date]
    submitted_at: Mapped[datetime | None]
    respondent_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The seed, and the order that it gave of every question shuffled by it; see `Shown`."""


class Sent(NamedTuple):
    """What a respondent sent: the answers to a version, under the key of their submission.

    `several` says that partial responses may have been kept, `shown` in which order lists were
    shown.
    """

    key: str
    version: int
    answers: Answers
    at: datetime
    by: UUID | None = None
    several: bool = False
    shown: Shown | None = None


class Received(NamedTuple):
    """What a receipt says of a response: its version, the day, and the moment where it is kept."""

    version: int
    on: date
    at: datetime | None


def record(survey: PublicSurvey, sent: Sent) -> UUID:
    """Make a response of what was sent, in one transaction; give its id.

    The same key with the same answers is the same response, however often it comes. Raises
    `AlreadyReceived`, `NotOpenYet`, `Closed` or `Full`, and `Conflict` where other people may
    answer now.
    """
    id = response_id(survey.survey_id, sent.key)
    values = _values(survey, sent, id)
    if not stored(values, sent.several, survey.cap is not None):
        there = stored_answers(survey.survey_id, id)
        if there is None:
            return record(_as_it_is(survey, sent.at), sent)
        if there != orjson.loads(values["answers"]):
            raise AlreadyReceived
    return id


def record_all(survey: PublicSurvey, submissions: Iterable[Sent]) -> None:
    """Record submissions, each as `record` does, in its own transaction."""
    db.session.rollback()  # a transaction that idled meanwhile would be cut off
    for sent in submissions:
        record(survey, sent)


def response_id(survey_id: UUID, key: str) -> UUID:
    """The id of the response that a submission key makes: it cannot be turned back."""
    return UUID(bytes=hashlib.sha256(survey_id.bytes + key.encode()).digest()[:16])


def stored_answers(survey_id: UUID, id: UUID) -> Answers | None:
    """The answers of a response, or `None` where there is none."""
    return db.session.scalar(
        select(Response.answers).where(Response.survey_id == survey_id, Response.id == id)
    )


def received(survey_id: UUID, id: UUID) -> Received | None:
    """When the response came, or `None` where there is none."""
    row = db.session.execute(
        select(Response.version, Response.submitted_on, Response.submitted_at).where(
            Response.survey_id == survey_id, Response.id == id
        )
    ).first()
    return Received(*row) if row else None


def _values(survey: PublicSurvey, sent: Sent, id: UUID) -> dict[str, Any]:
    """What the statement stores: of an anonymous response neither the moment nor the person."""
    named = not survey.anonymous
    return {
        "survey_id": survey.survey_id.hex,
        "id": id.hex,
        "version": sent.version,
        "at": sent.at,
        "day": sent.at.date(),
        "moment": sent.at if named else None,
        "by": sent.by.hex if sent.by and named else None,
        "answers": orjson.dumps(sent.answers).decode(),
        "shown": orjson.dumps(sent.shown).decode() if sent.shown else None,
        "access": survey.access,
        "counted": None,
    }


def _as_it_is(survey: PublicSurvey, at: datetime) -> PublicSurvey:
    """The survey read afresh, where what was in memory said that it was open and it was not."""
    forget(survey.key)
    now = find(survey.key)
    if now is None:
        raise Closed
    check_open(now, at)
    if now.access != survey.access:
        raise Conflict("Who may answer this survey has just been changed. Open its link again.")
    return now
