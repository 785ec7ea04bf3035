"""Answers that hold drawings, a page at a time, by their ids: these tell nothing of time."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from backend.extensions import db
from backend.models.response import Response
from backend.questionnaire.form import Value

START = UUID(int=0)


class DrawnAnswer(NamedTuple):
    """An answer, and the response in which it stands."""

    response_id: UUID
    value: Value


def drawn(survey_id: UUID, question_id: str, most: int, after: UUID = START) -> list[DrawnAnswer]:
    """At most so many answers to a question, of the responses after this one."""
    value = Response.answers[question_id]
    rows = db.session.execute(
        select(Response.id, value)
        .where(Response.survey_id == survey_id, Response.id > after)
        .where(func.jsonb_typeof(value) == "object")
        .order_by(Response.id)
        .limit(most)
    )
    return [DrawnAnswer(*row) for row in rows]
