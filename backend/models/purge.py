"""Purging: what was deleted or has expired goes for good, survey by survey, table by table.

What stays of a survey is its audit log, which holds ids and moments and no word of anybody.
"""

from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import CursorResult, Result, Select, delete, select, tuple_

from backend.extensions import Base, db
from backend.models.audit import OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_writing import note, note_operator
from backend.models.collaborator import Collaborator
from backend.models.comment import Comment
from backend.models.draft import Draft
from backend.models.drawn_map import KEPT as DRAWN_KEPT
from backend.models.drawn_map import DrawnMap
from backend.models.edit import Revision
from backend.models.fold_lock import FoldLock
from backend.models.image import Image
from backend.models.joining import JoiningLink
from backend.models.limit import Limit
from backend.models.link import Link
from backend.models.partial import PartialResponse
from backend.models.response import Response
from backend.models.session import Session
from backend.models.survey import RESTORABLE, Survey
from backend.models.tally import Queued, Sketch, TallyRow
from backend.models.text_answer import TextAnswer
from backend.models.version import Version

BATCH = 5_000
"""Rows that one transaction deletes: far below the time a statement may take."""
BELONGINGS: tuple[type[Base], ...] = (
    PartialResponse,
    Queued,
    TextAnswer,
    Sketch,
    TallyRow,
    Response,
    FoldLock,
    Comment,
    Image,
    DrawnMap,
    Revision,
    Version,
    Draft,
    JoiningLink,
    Collaborator,
)
"""Everything that belongs to a survey, in the order in which it goes."""


class Purged(NamedTuple):
    """How much was purged."""

    surveys: int
    partial_responses: int
    sessions: int


def purge(at: datetime) -> Purged:
    """Remove what nobody can reach any more. Broken off, it is simply run again."""
    surveys = _all(select(Survey.id).where(Survey.deleted_at < at - RESTORABLE))
    for survey_id in surveys:
        _purge_survey(survey_id)
    return _purge_rest(len(surveys), at)


def _purge_survey(survey_id: UUID) -> None:
    """The links first, so that nothing leads to what is half gone; the survey itself last."""
    for key in _all(select(Link.key).where(Link.survey_id == survey_id)):
        db.session.execute(delete(Link).where(Link.key == key))
    db.session.commit()
    for table in BELONGINGS:
        _empty(table, survey_id)
    db.session.execute(delete(Survey).where(Survey.id == survey_id))
    note(survey_id, Act.PURGED, OPERATOR)
    db.session.commit()


def _empty(table: Any, survey_id: UUID, *conditions: Any) -> int:
    keys = list(table.__table__.primary_key)
    these = table.survey_id == survey_id
    some = select(*keys).where(these, *conditions).limit(BATCH)
    gone = 0
    while True:
        result = db.session.execute(delete(table).where(these, tuple_(*keys).in_(some)))
        db.session.commit()
        batch = _count(result)
        gone += batch
        if batch < BATCH:
            return gone


def _purge_partials(at: datetime) -> int:
    expired = PartialResponse.expires_at <= at
    found = _all(select(PartialResponse.survey_id).where(expired).distinct())
    return sum(_empty(PartialResponse, survey_id, expired) for survey_id in found)


def _purge_maps(at: datetime) -> None:
    expired = DrawnMap.drawn_at <= at - DRAWN_KEPT
    for survey_id in _all(select(DrawnMap.survey_id).where(expired).distinct()):
        _empty(DrawnMap, survey_id, expired)


def _purge_rest(surveys: int, at: datetime) -> Purged:
    """The sessions last, in one transaction with the note of all that has gone."""
    partials = _purge_partials(at)
    _purge_maps(at)
    Limit.sweep(at)
    sessions = _count(db.session.execute(delete(Session).where(Session.expires_at <= at)))
    gone = Purged(surveys, partials, sessions)
    if any(gone):
        note_operator(Act.PURGED, **gone._asdict())
    db.session.commit()
    return gone


def _all(statement: Select[Any]) -> list[Any]:
    """Over all surveys: nobody waits for a purge."""
    return list(db.session.scalars(statement.execution_options(fanout=True)))


def _count(result: Result[Any]) -> int:
    return cast("CursorResult[Any]", result).rowcount
