"""Of each survey of a list: how many responses it has, counted or waiting, and of what day.

Each is read beside the survey's row, from its tallies and its queue: no response that was counted
is looked at.
"""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause

from backend.models.response import Response
from backend.models.tally import Queued, TallyRow
from backend.questionnaire.count import WHOLE

DAY = "day:"


def counted(survey_id: InstrumentedAttribute[UUID]) -> LateralFromClause:
    """`n`: how many responses are in the tallies."""
    return (
        select(func.coalesce(func.sum(TallyRow.n), 0).label("n"))
        .where(TallyRow.survey_id == survey_id)
        .where(TallyRow.question_id == WHOLE, TallyRow.value == "responses")
        .lateral("counted")
    )


def newest(survey_id: InstrumentedAttribute[UUID]) -> LateralFromClause:
    """`day`: the value of the newest day in the tallies, which begins with `DAY`."""
    return (
        select(func.max(TallyRow.value).label("day"))
        .where(TallyRow.survey_id == survey_id, TallyRow.question_id == WHOLE)
        .where(TallyRow.value >= DAY, TallyRow.value < "day;")
        .lateral("newest")
    )


def waiting(survey_id: InstrumentedAttribute[UUID]) -> LateralFromClause:
    """`n` and `day`: how many responses wait to be counted, and the day of the newest."""
    same = (Response.survey_id == Queued.survey_id) & (Response.id == Queued.response_id)
    return (
        select(func.count().label("n"), func.max(Response.submitted_on).label("day"))
        .select_from(Queued)
        .join(Response, same)
        .where(Queued.survey_id == survey_id)
        .lateral("waiting")
    )
