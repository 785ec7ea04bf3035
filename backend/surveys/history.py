"""The history of a draft: what was done, how it was then, and the ways back."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import history as ways
from backend.models.draft import Draft, StaleEdit
from backend.models.errors import Conflict
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire.prose import render
from backend.surveys import reply, surveys
from backend.surveys.access import person, reach
from backend.surveys.desk import as_seen
from backend.surveys.frame import frame
from backend.surveys.past import past


@surveys.post("/surveys/<uuid:survey_id>/undo")
@login_required
def undo(survey_id: UUID) -> ResponseReturnValue:
    """Take back one's own last edit."""
    return _step(reach(survey_id, Right.EDIT), ways.undo, "undone", "built_on", "nothing")


@surveys.post("/surveys/<uuid:survey_id>/redo")
@login_required
def redo(survey_id: UUID) -> ResponseReturnValue:
    """Make again what one has taken back last."""
    return _step(reach(survey_id, Right.EDIT), ways.redo, "redone", "built_over", "nothing_undone")


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


def _step(
    survey: Survey,
    way: Callable[[UUID, UUID, datetime], Draft],
    done: str,
    stale: str,
    nothing: str,
) -> ResponseReturnValue:
    """Go one step back or forth, and say what came of it."""
    at = request.form.get("opened", "")
    try:
        at, said = way(survey.id, person().id, datetime.now(UTC)).now_called(at), done
    except StaleEdit:
        said = stale
    except Conflict:
        said = nothing
    return reply.show(survey, Draft.of(survey.id), at=at, said=said)
