"""Beginning a survey: blank, from a template, or as a copy of another."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.draft import Draft, begin
from backend.models.errors import NotFound
from backend.models.ids import short_ids
from backend.models.role import Right
from backend.models.survey import Settings, Survey
from backend.questionnaire.samples import SAMPLES
from backend.questionnaire.text import UNSTORABLE, one_line
from backend.questionnaire.tree import Tree
from backend.surveys import surveys
from backend.surveys.access import person, reach

LONGEST = 200


@surveys.get("/surveys/new")
@login_required
def new() -> ResponseReturnValue:
    """What a new survey can begin with: nothing, or a template that has the words looked for."""
    words = one_line(UNSTORABLE.sub("", request.args.get("q", "")))[:LONGEST]
    found = {name: sample for name, sample in SAMPLES.items() if sample.has(words)}
    return render_template("surveys/library/new.html", samples=found, words=words)


@surveys.post("/surveys")
@login_required
def create() -> ResponseReturnValue:
    """Begin a survey, and go and write it."""
    document = _beginning(request.form.get("from", ""))
    survey = begin(person().id, document, datetime.now(UTC))
    return redirect(url_for("surveys.editor", survey_id=survey.id), 303)


@surveys.post("/surveys/<uuid:survey_id>/copy")
@login_required
def duplicate(survey_id: UUID) -> ResponseReturnValue:
    """Begin a survey that asks the same of the same people; responses stay where they are.

    Parts keep their ids, so that what two such surveys find can be compared.
    """
    survey = reach(survey_id, Right.READ)
    copy = _copied(survey)
    copy.configure(Settings(access=survey.access, anonymous=survey.anonymous))
    flash("This is the copy. The other survey has stayed as it was.")
    return redirect(url_for("surveys.editor", survey_id=copy.id), 303)


def _copied(survey: Survey) -> Survey:
    document = Draft.of(survey.id).document
    title = f"Copy of {document['title'] or 'untitled survey'}"[:LONGEST]
    made, whose = {**document, "title": title}, survey.id
    return begin(person().id, made, datetime.now(UTC), images_of=whose, copy_of=str(whose))


def _beginning(name: str) -> Tree:
    if name in SAMPLES:
        return SAMPLES[name].document()
    if name:
        raise NotFound
    blank: dict[str, Any] = {"title": "", "sections": [{"id": next(short_ids())}]}
    return blank
