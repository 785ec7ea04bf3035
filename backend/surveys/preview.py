"""The draft as a respondent would see it; nothing that is entered is kept."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.draft import Draft
from backend.models.role import Right
from backend.models.survey import Survey
from backend.surveys import surveys, trial
from backend.surveys.access import reach
from backend.surveys.frame import frame
from backend.surveys.trial import Trial


@surveys.get("/surveys/<uuid:survey_id>/preview")
@login_required
def preview(survey_id: UUID) -> ResponseReturnValue:
    """The stage on which the preview is seen, as wide as a phone or a desk."""
    survey = reach(survey_id, Right.READ)
    values = {"width": trial.width(), **frame(survey)}
    return trial.on_stage(render_template("surveys/preview/preview.html", **values))


@surveys.get("/surveys/<uuid:survey_id>/preview/<int:number>")
@login_required
def preview_page(survey_id: UUID, number: int) -> ResponseReturnValue:
    """A section, numbered from 1; after the last one, the closing text."""
    return _trial(reach(survey_id, Right.READ)).page(number)


@surveys.post("/surveys/<uuid:survey_id>/preview/<int:number>")
@login_required
def preview_sent(survey_id: UUID, number: int) -> ResponseReturnValue:
    """Judge a section as a respondent's would be, and go on to the next."""
    return _trial(reach(survey_id, Right.READ)).sent(number)


def _trial(survey: Survey) -> Trial:
    """The draft on trial."""
    return Trial(
        Draft.of(survey.id).questionnaire,
        survey,
        lambda number: url_for("surveys.preview_page", survey_id=survey.id, number=number),
    )
