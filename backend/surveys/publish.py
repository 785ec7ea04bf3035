"""Publication, closure and reopening: what respondents meet at the link."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import link, version
from backend.models.role import Right
from backend.models.survey import Survey
from backend.models.version import Unpublishable
from backend.surveys import surveys
from backend.surveys.access import person, reach
from backend.surveys.frame import frame


@surveys.post("/surveys/<uuid:survey_id>/publication")
@login_required
def publish(survey_id: UUID) -> ResponseReturnValue:
    """Make the draft what respondents see, or list what stops it."""
    survey = reach(survey_id, Right.PUBLISH)
    first = survey.version is None
    try:
        version.publish(survey, person().id, datetime.now(UTC))
    except Unpublishable as refused:
        page = "surveys/publish/problems.html"
        return render_template(page, problems=refused.problems, **frame(survey)), refused.status
    said = "Published. Send the link to those who should answer."
    return _shared(survey, said if first else "The changes are published.")


@surveys.post("/surveys/<uuid:survey_id>/closure")
@login_required
def close(survey_id: UUID) -> ResponseReturnValue:
    """Take no more responses, from now on."""
    survey = reach(survey_id, Right.PUBLISH)
    survey.close(datetime.now(UTC), person().id)
    return _shared(survey, "The survey is closed. Its results stay where they are.")


@surveys.post("/surveys/<uuid:survey_id>/reopening")
@login_required
def reopen(survey_id: UUID) -> ResponseReturnValue:
    """Take back the closure, so that responses are taken as the settings say."""
    survey = reach(survey_id, Right.PUBLISH)
    survey.reopen(datetime.now(UTC), person().id)
    return _shared(survey, "The survey is no longer closed.")


def _shared(survey: Survey, said: str) -> ResponseReturnValue:
    link.forget(survey.link_key)
    flash(said)
    return redirect(url_for("surveys.share", survey_id=survey.id), 303)
