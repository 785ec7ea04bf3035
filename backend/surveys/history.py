"""The history of a draft: what was done, how it was then, and the ways back."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import history as ways
from backend.models.draft import Draft, StaleEdit
from backend.models.errors import Conflict
from backend.models.role import Right
from backend.questionnaire.prose import render
from backend.surveys import reply, surveys
from backend.surveys.access import person, reach
from backend.surveys.desk import as_seen
from backend.surveys.frame import frame
from backend.surveys.past import past


@surveys.post("/surveys/<uuid:survey_id>/redo")
@login_required
def redo(survey_id: UUID) -> ResponseReturnValue:
    """Make again what one has taken back last."""
    survey, at = reach(survey_id, Right.EDIT), request.form.get("opened", "")
    try:
        at = ways.redo(survey.id, person().id, datetime.now(UTC)).now_called(at)
        said = "redone"
    except StaleEdit:
        said = "built_over"
    except Conflict:
        said = "nothing_undone"
    return reply.show(survey, Draft.of(survey.id), at=at, said=said)


@surveys.get("/surveys/<uuid:survey_id>/history")
@login_required
def history(survey_id: UUID) -> ResponseReturnValue:
    """What was done to the questions, newest first; or before the revision that is named."""
    survey = reach(survey_id, Right.READ)
    shown = past(Draft.of(survey.id), request.args.get("before", None, int))
    return render_template("surveys/history/history.html", past=shown, **frame(survey))


@surveys.get("/surveys/<uuid:survey_id>/history/<int:revision>")
@login_required
def then(survey_id: UUID, revision: int) -> ResponseReturnValue:
    """The questionnaire as it was at a revision."""
    survey = reach(survey_id, Right.READ)
    was = ways.as_it_was(Draft.of(survey.id), revision)
    at = ways.made_at(survey.id, revision) or survey.created_at
    values = {"questionnaire": was, "revision": revision, "at": at}
    drawn = {"as_seen": as_seen, "prose": render}
    return render_template("surveys/history/then.html", **values, **drawn, **frame(survey))


@surveys.post("/surveys/<uuid:survey_id>/history/<int:revision>/restoration")
@login_required
def bring_back(survey_id: UUID, revision: int) -> ResponseReturnValue:
    """Make the questions as they were at a revision; that is an edit, and can be undone."""
    survey = reach(survey_id, Right.EDIT)
    was = Draft.of(survey.id).revision
    now = ways.restore(survey.id, revision, person().id, datetime.now(UTC)).revision
    if now == was:
        flash("Nothing to restore: the questions are as they were then.")
    else:
        flash(f"Revision {revision} is restored. Undo takes that back.")
    return redirect(url_for("surveys.editor", survey_id=survey.id), 303)
