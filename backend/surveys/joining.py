"""Joining links: made by a survey's owner, opened by one person of the same organisation."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import offer
from backend.models.errors import NotFound
from backend.models.role import Right
from backend.surveys import surveys
from backend.surveys.access import is_in, person, reach
from backend.surveys.given import given_role

LONGEST = 200


class LinkOver(NotFound):
    """The token opens nothing, or nothing for this person: one answer for all of it."""

    title = "This link does not open anything"
    sentence = "It may have been used or withdrawn, or be older than a week. Ask for a new one."


@surveys.post("/surveys/<uuid:survey_id>/joining-links")
@login_required
def make_link(survey_id: UUID) -> ResponseReturnValue:
    """Make a link for one person; the next page shows it, once."""
    survey = reach(survey_id, Right.COLLABORATORS)
    token = offer.make(survey, given_role(), person().id, datetime.now(UTC))
    session[f"joining {survey_id}"] = token
    return redirect(url_for("surveys.people", survey_id=survey_id, _anchor="made"), 303)


@surveys.post("/surveys/<uuid:survey_id>/joining-links/<reference>/withdrawal")
@login_required
def withdraw_link(survey_id: UUID, reference: str) -> ResponseReturnValue:
    """End a link that nobody has used."""
    survey = reach(survey_id, Right.COLLABORATORS)
    offer.withdraw(survey, _hash(reference), person().id)
    flash("The link leads nowhere now.")
    return _inside(survey_id)


@surveys.get("/surveys/<uuid:survey_id>/joining")
@login_required
def joining(survey_id: UUID) -> ResponseReturnValue:
    """What the link offers; nothing has happened yet. Who is in already is taken there."""
    if is_in(survey_id):
        return _inside(survey_id)
    offered = offer.find(survey_id, _token(), person(), datetime.now(UTC))
    if offered is None:
        raise LinkOver
    values = {"offered": offered, "survey_id": survey_id, "token": _token()}
    return render_template("surveys/people/joining.html", **values)


@surveys.post("/surveys/<uuid:survey_id>/joining")
@login_required
def join(survey_id: UUID) -> ResponseReturnValue:
    """Take the role that the link offers; it serves nobody else from now on."""
    if is_in(survey_id):
        return _inside(survey_id)
    try:
        offer.accept(survey_id, _token(), person(), datetime.now(UTC))
    except NotFound:
        raise LinkOver from None
    flash("You can work on this survey now.")
    return _inside(survey_id)


def _inside(survey_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("surveys.people", survey_id=survey_id), 303)


def _token() -> str:
    return request.values.get("token", "")[:LONGEST]


def _hash(reference: str) -> bytes:
    try:
        return bytes.fromhex(reference)
    except ValueError:
        raise NotFound from None
