"""Responses, and the one statement by which a submission becomes one."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import ForeignKey, Index, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.door import Closed, check_open
from backend.models.errors import Conflict
from backend.models.link import COUNT, PublicSurvey, find, forget
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


class Received(NamedTuple):
    """What a receipt says of a response: its version, the day, and the moment where it is kept."""

    version: int
    on: date
    at: datetime | None


STORE = """
WITH stored AS (
  INSERT INTO responses
    (survey_id, id, version, submitted_on, submitted_at, respondent_id, answers)
  SELECT id, %(id)s, %(version)s, %(day)s, %(moment)s, %(by)s, %(answers)s FROM surveys
  WHERE id = %(survey_id)s AND deleted_at IS NULL AND closed_at IS NULL
  AND (opens_at IS NULL OR opens_at <= %(at)s) AND (closes_at IS NULL OR closes_at > %(at)s)
  AND (cap IS NULL OR %(counted)s < cap)
  ON CONFLICT (survey_id, id) DO NOTHING RETURNING id
)"""
FORGET = """, finished AS (
  DELETE FROM partial_responses WHERE survey_id = %(survey_id)s AND id = %(id)s
  AND EXISTS (SELECT 1 FROM stored)
)"""
QUEUE = """
INSERT INTO tally_queue (survey_id, response_id) SELECT %(survey_id)s, id FROM stored RETURNING 1"""
RECORD = STORE + QUEUE
"""Gives a row where the survey was open and the response new, and else does nothing."""
FINISH = STORE + FORGET + QUEUE
LOCK = "SELECT 1 FROM surveys WHERE id = %(survey_id)s FOR NO KEY UPDATE"


def record(
    survey: PublicSurvey,
    key: str,
    version: int,
    answers: Answers,
    at: datetime,
    respondent_id: UUID | None = None,
    several: bool = False,
) -> UUID:
    """Make a response of a submission, in one transaction; give its id.

    `key` is the submission key; `several` says that partial responses may have been kept. The
    same key with the same answers is the same response, however often it comes.
    Raises `AlreadyReceived`, `NotOpenYet`, `Closed` or `Full`.
    """
    id = response_id(survey.survey_id, key)
    written = orjson.dumps(answers).decode()
    values = {
        "survey_id": str(survey.survey_id),
        "id": str(id),
        "version": version,
        "at": at,
        "day": at.date(),
        "moment": None if survey.anonymous else at,
        "by": str(respondent_id) if respondent_id and not survey.anonymous else None,
        "answers": written,
        "counted": None,
    }
    if not _stored(survey, FINISH if several else RECORD, values):
        there = stored_answers(survey.survey_id, id)
        if there is None:
            return record(_as_it_is(survey, at), key, version, answers, at, respondent_id, several)
        if there != orjson.loads(written):
            raise AlreadyReceived
    return id


def record_all(
    survey: PublicSurvey, version: int, submissions: Iterable[tuple[str, Answers]], at: datetime
) -> None:
    """Record submissions (key and answers), each as `record` does, in its own transaction."""
    db.session.rollback()  # a transaction that idled meanwhile would be cut off
    for key, answers in submissions:
        record(survey, key, version, answers, at)


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


def _stored(survey: PublicSurvey, statement: str, values: dict[str, Any]) -> bool:
    """Write, and once more where the connection broke: the key makes that safe."""
    write = _write if survey.cap is None else _write_capped
    try:
        return write(statement, values)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return write(statement, values)


def _write(statement: str, values: dict[str, Any]) -> bool:
    """One statement that is a transaction of its own: one journey to the database, not three.

    SQLAlchemy's own way, an isolation level, costs two more: it sets it, and sets it back.
    """
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.autocommit = True
        try:
            stored = connection.exec_driver_sql(statement, values).first() is not None
        except DBAPIError:
            connection.invalidate()
            raise
        driver.autocommit = False
    return stored


def _write_capped(statement: str, values: dict[str, Any]) -> bool:
    """One after the other, so that the count is true and the cap is never exceeded."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql(LOCK, values)
        counted = connection.execute(COUNT, values).scalar_one()
        counting = {**values, "counted": counted}
        return connection.exec_driver_sql(statement, counting).first() is not None


def _as_it_is(survey: PublicSurvey, at: datetime) -> PublicSurvey:
    """The survey read afresh, where what was in memory said that it was open and it was not."""
    forget(survey.key)
    now = find(survey.key)
    if now is None:
        raise Closed
    check_open(now, at)
    return now
