"""Pasting a questionnaire: plain text is looked at as questions, then added as one revision."""

from datetime import UTC, datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import draft as drafts
from backend.models.draft import Draft, InvalidEdit, StaleEdit
from backend.models.ids import short_ids
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire import compose
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.outline import Outline, read
from backend.questionnaire.outline_writing import written
from backend.surveys import surveys
from backend.surveys.access import person, reach
from backend.surveys.frame import frame


@surveys.get("/surveys/<uuid:survey_id>/outline")
@login_required
def outline(survey_id: UUID) -> ResponseReturnValue:
    """A place to paste an outline, and the survey's own."""
    return _page(reach(survey_id, Right.EDIT), read("", short_ids()))


@surveys.post("/surveys/<uuid:survey_id>/outline")
@login_required
def add_outline(survey_id: UUID) -> ResponseReturnValue:
    """Look at what an outline makes, or add it."""
    survey = reach(survey_id, Right.EDIT)
    found = read(request.form.get("text", ""), short_ids())
    if "add" not in request.form or not found.sections:
        return _page(survey, found)
    try:
        return _added(survey, found)
    except (InvalidEdit, StaleEdit) as refused:
        return _page(survey, found, refused.sentence), 422


def _added(survey: Survey, found: Outline) -> ResponseReturnValue:
    """Add the sections, and go to the first question. Raises `InvalidEdit` or `StaleEdit`."""
    tree, into = Draft.of(survey.id).document, request.form.get("into", "")
    edits = compose.outlined(tree, found.sections, found.loose, into)
    drafts.change(survey.id, edits, person().id, datetime.now(UTC))
    questions = (question for section in found.sections for question in section["questions"])
    first = next(questions, found.sections[0])
    address = url_for("surveys.editor", survey_id=survey.id, said="outlined")
    return redirect(f"{address}#card-{first['id']}", 303)


def _page(survey: Survey, found: Outline, refused: str = "") -> str:
    questionnaire = Draft.of(survey.id).questionnaire
    return render_template(
        "surveys/outline/outline.html",
        **frame(survey),
        own=written(questionnaire.sections),
        sections=questionnaire.sections,
        made=Questionnaire.model_validate({"sections": found.sections}),
        found=found,
        refused=refused,
        sent=request.form,
    )
