"""Publication, closure and reopening: what respondents meet at the link."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import link, tally, version
from backend.models.draft import Draft
from backend.models.role import Right
from backend.models.survey import Survey
from backend.models.version import Changed, Unpublishable
from backend.questionnaire.effects import Counted, effects
from backend.surveys import surveys
from backend.surveys.access import person, reach
from backend.surveys.frame import frame


@surveys.get("/surveys/<uuid:survey_id>/publication")
@login_required
def publication(survey_id: UUID) -> ResponseReturnValue:
    """What publishing the draft does to the results there are, said before it is done."""
    survey = reach(survey_id, Right.PUBLISH)
    shown = frame(survey)
    if survey.version is None or not shown["unpublished"]:
        return redirect(url_for("surveys.share", survey_id=survey.id), 303)
    draft: Draft = shown["draft"]
    if problems := draft.questionnaire.problems():
        return render_template("surveys/publish/problems.html", problems=problems, **shown)
    found = _effects(survey, survey.version, draft)
    return render_template("surveys/publish/publication.html", **found, **shown)


@surveys.post("/surveys/<uuid:survey_id>/publication")
@login_required
def publish(survey_id: UUID) -> ResponseReturnValue:
    """Make the draft what respondents see, or list what stops it."""
    survey, seen = reach(survey_id, Right.PUBLISH), request.form.get("revision", type=int)
    first = survey.version is None
    try:
        version.publish(survey, person().id, datetime.now(UTC), seen=seen)
    except Changed as refused:
        flash(refused.sentence, "warning")
        return redirect(url_for("surveys.publication", survey_id=survey.id), 303)
    except Unpublishable as refused:
        return _refused(survey, refused)
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


def _effects(survey: Survey, newest: int, draft: Draft) -> dict[str, Any]:
    """What the page tells: the effects, and how many responses there are."""
    now = tally.current(survey.id, newest)
    asked, live = version.all_asked(survey.id, newest), version.questionnaire(survey.id, newest)
    so_far = Counted(now.responses, now.tallies)
    return {
        "effects": effects(asked, live, draft.questionnaire, so_far),
        "responses": now.responses,
    }


def _refused(survey: Survey, refused: Unpublishable) -> ResponseReturnValue:
    page = "surveys/publish/problems.html"
    return render_template(page, problems=refused.problems, **frame(survey)), refused.status


def _shared(survey: Survey, said: str) -> ResponseReturnValue:
    link.forget(survey.link_key)
    flash(said)
    return redirect(url_for("surveys.share", survey_id=survey.id), 303)
