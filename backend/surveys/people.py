"""The people of a survey: who works on it, as what, and how they come and go."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from backend.auth.session import login_required
from backend.models import collaborator, colleague, offer
from backend.models.role import Right
from backend.questionnaire.text import UNSTORABLE, one_line
from backend.surveys import surveys
from backend.surveys.access import may, person, reach
from backend.surveys.frame import frame
from backend.surveys.given import GIVEN, given_role

LONGEST = 200


@surveys.get("/surveys/<uuid:survey_id>/people")
@login_required
def people(survey_id: UUID) -> ResponseReturnValue:
    """Who works on the survey; its owner can look for colleagues, and has the open links."""
    survey = reach(survey_id, Right.READ)
    there, now = collaborator.people(survey), datetime.now(UTC)
    values = {"people": there, "me": person(), "roles": GIVEN, "now": now}
    if may(survey, Right.COLLABORATORS):
        words = one_line(UNSTORABLE.sub("", request.args.get("q", "")))[:LONGEST]
        found = colleague.search(words, person().tid, [one.id for one in there])
        made = session.pop(f"joining {survey.id}", "")
        pending = offer.pending(survey.id, now)
        values |= {"words": words, "found": found, "made": made, "pending": pending}
    return render_template("surveys/people/people.html", **values, **frame(survey))


@surveys.post("/surveys/<uuid:survey_id>/people")
@login_required
def add_person(survey_id: UUID) -> ResponseReturnValue:
    """Let a colleague who was found work on the survey."""
    survey = reach(survey_id, Right.COLLABORATORS)
    collaborator.add(survey, _chosen(), given_role(), person().id, datetime.now(UTC))
    return _shown(
        survey_id, "They can work on the survey now. Tell them: nothing is sent by itself."
    )


@surveys.post("/surveys/<uuid:survey_id>/people/<uuid:user_id>/role")
@login_required
def change_role(survey_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let somebody do more, or less; it holds from their next click."""
    survey = reach(survey_id, Right.COLLABORATORS)
    collaborator.change(survey, user_id, given_role(), person().id)
    return _shown(survey_id, "The role is changed.")


@surveys.post("/surveys/<uuid:survey_id>/people/<uuid:user_id>/removal")
@login_required
def remove_person(survey_id: UUID, user_id: UUID) -> ResponseReturnValue:
    """Let somebody work on the survey no more, from their next click."""
    survey = reach(survey_id, Right.COLLABORATORS)
    collaborator.remove(survey, user_id, person().id)
    return _shown(survey_id, "They can no longer see the survey. What they have done stays.")


@surveys.post("/surveys/<uuid:survey_id>/ownership")
@login_required
def hand_over(survey_id: UUID) -> ResponseReturnValue:
    """Make somebody who works on the survey its owner."""
    survey = reach(survey_id, Right.COLLABORATORS)
    collaborator.hand_over(survey, _chosen(), person().id, datetime.now(UTC))
    return _shown(survey_id, "The survey is handed over. You are an editor of it now.")


@surveys.post("/surveys/<uuid:survey_id>/leaving")
@login_required
def leave(survey_id: UUID) -> ResponseReturnValue:
    """Work on the survey no more."""
    survey = reach(survey_id, Right.LEAVE)
    collaborator.leave(survey, person().id)
    flash("You have left the survey. Its owner can add you again.")
    return redirect(url_for("surveys.library"), 303)


def _chosen() -> UUID:
    """The person whom the form names. Raises `BadRequest` where it names none."""
    user_id = request.form.get("person", type=UUID)
    if user_id is None:
        raise BadRequest
    return user_id


def _shown(survey_id: UUID, said: str) -> ResponseReturnValue:
    """Back to the people, with a sentence."""
    flash(said)
    return redirect(url_for("surveys.people", survey_id=survey_id), 303)
