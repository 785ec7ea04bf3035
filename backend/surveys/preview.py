"""The draft as a respondent would see it; nothing that is entered is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from backend.auth.session import login_required
from backend.models.draft import Draft
from backend.models.errors import NotFound
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import BLANK
from backend.questionnaire.prose import render
from backend.questionnaire.question import Question
from backend.questionnaire.submission import MalformedForm, Submission, read
from backend.security import policy
from backend.surveys import surveys
from backend.surveys.access import as_owner
from backend.surveys.frame import UNTITLED, frame

WIDTHS = ("phone", "desk")
OWN = frozenset({"csrf_token"})
NOTHING = Submission({}, {}, {})


@surveys.get("/surveys/<uuid:survey_id>/preview")
@login_required
def preview(survey_id: UUID) -> ResponseReturnValue:
    """The stage on which the preview is seen, as wide as a phone or a desk."""
    survey = as_owner(survey_id)
    width = request.args.get("width", "")
    width = width if width in WIDTHS else WIDTHS[0]
    page = make_response(
        render_template("surveys/preview/preview.html", width=width, **frame(survey))
    )
    page.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return page


@surveys.get("/surveys/<uuid:survey_id>/preview/<int:number>")
@login_required
def preview_page(survey_id: UUID, number: int) -> ResponseReturnValue:
    """A section, numbered from 1; after the last one, the closing text."""
    survey = as_owner(survey_id)
    return _page(survey, Draft.of(survey.id).questionnaire, number, NOTHING)


@surveys.post("/surveys/<uuid:survey_id>/preview/<int:number>")
@login_required
def preview_sent(survey_id: UUID, number: int) -> ResponseReturnValue:
    """Judge a section as a respondent's would be, and go on to the next."""
    survey = as_owner(survey_id)
    asked = Draft.of(survey.id).questionnaire
    section = next(iter(asked.sections[number - 1 : number] if number else ()), None)
    sent = _judged(section.asked) if section else NOTHING
    if sent.refusals or section is None:
        return _page(survey, asked, number, sent, 422)
    return redirect(url_for("surveys.preview_page", survey_id=survey.id, number=number + 1), 303)


def _page(
    survey: Survey, asked: Questionnaire, number: int, sent: Submission, status: int = 200
) -> Response:
    """The page, which may stand in a frame of ours. Raises `NotFound` where there is none."""
    if not 1 <= number <= len(asked.sections) + 1:
        raise NotFound
    page = "section" if number <= len(asked.sections) else "closing"
    template = f"surveys/preview/{page}.html"
    shown = asked.changed(title=asked.title or UNTITLED)
    values = {"survey": survey, "questionnaire": shown, "number": number, "sent": sent}
    html = render_template(template, prose=render, blank=BLANK, **values)
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = policy(frame_ancestors="'self'")
    return response


def _judged(questions: Sequence[Question]) -> Submission:
    try:
        return read(questions, request.form.lists(), OWN, at=datetime.now(UTC))
    except MalformedForm:
        raise BadRequest from None
