"""What respondents drew: a page of its own, for those who may take responses away."""

from uuid import UUID

from flask import render_template, request

from backend.auth.session import login_required
from backend.models import version
from backend.models.drawn_answer import START, drawn
from backend.models.errors import NotFound
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire.question import Question
from backend.surveys import surveys
from backend.surveys.access import reach
from backend.surveys.frame import frame

PAGE = 24
"""How many drawings a page has."""


@surveys.get("/surveys/<uuid:survey_id>/results/<question_id>/drawings")
@login_required
def drawings(survey_id: UUID, question_id: str) -> str:
    """All that was drawn in answer to one question, with the names beside it."""
    survey = reach(survey_id, Right.EXPORT)
    question = _question(survey, question_id)
    after = request.args.get("after", START, UUID)
    found = drawn(survey_id, question_id, PAGE + 1, after)
    following = found[PAGE - 1].response_id if len(found) > PAGE else None
    shown = [(question.drawing(one.value), question.text(one.value)) for one in found[:PAGE]]
    page = {"found": shown, "following": following, "begins": after == START}
    values = {"question": question, **page, **frame(survey)}
    return render_template("surveys/results/drawings.html", **values)


def _question(survey: Survey, question_id: str) -> Question:
    """The question, to which something may be drawn. Raises `NotFound`."""
    question = version.question(survey, question_id)
    if question is None or not question.may_hold_drawings():
        raise NotFound
    return question
