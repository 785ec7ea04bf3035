"""Deleting a survey, and taking it back within 30 days."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import library, link
from backend.models.role import Right
from backend.surveys import surveys
from backend.surveys.access import person, reach, reach_deleted
from backend.surveys.frame import frame


@surveys.get("/surveys/<uuid:survey_id>/deletion")
@login_required
def deletion(survey_id: UUID) -> ResponseReturnValue:
    """What would be lost, before it is."""
    survey = reach(survey_id, Right.DELETE)
    responses = library.responses(survey.id)
    return render_template("surveys/library/delete.html", responses=responses, **frame(survey))


@surveys.post("/surveys/<uuid:survey_id>/deletion")
@login_required
def delete(survey_id: UUID) -> ResponseReturnValue:
    """Put the survey away; its link leads nowhere from now on."""
    survey = reach(survey_id, Right.DELETE)
    survey.delete(datetime.now(UTC), person().id)
    link.forget(survey.link_key)
    flash("The survey is deleted. For 30 days you can restore it.")
    return redirect(url_for("surveys.deleted"), 303)


@surveys.get("/surveys/deleted")
@login_required
def deleted() -> ResponseReturnValue:
    """What can still be restored."""
    found = library.deleted(person().id, datetime.now(UTC))
    return render_template("surveys/library/deleted.html", surveys=found)


@surveys.post("/surveys/<uuid:survey_id>/restoration")
@login_required
def restore(survey_id: UUID) -> ResponseReturnValue:
    """Take the deletion back; an open survey takes responses again."""
    survey = reach_deleted(survey_id)
    survey.restore(datetime.now(UTC), person().id)
    link.forget(survey.link_key)
    flash("The survey is back, with everything that was in it.")
    return redirect(url_for("surveys.settings", survey_id=survey.id), 303)
