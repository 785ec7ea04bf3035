"""A questionnaire on trial: its pages as respondents see them. Nothing that is entered is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from backend.models.errors import NotFound
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import BLANK
from backend.questionnaire.prose import render
from backend.questionnaire.question import Question
from backend.questionnaire.submission import MalformedForm, Submission, read
from backend.security import policy
from backend.surveys.frame import UNTITLED

WIDTHS = ("phone", "desk")
OWN = frozenset({"csrf_token"})
NOTHING = Submission({}, {}, {})


@dataclass(frozen=True)
class Trial:
    """A questionnaire to be tried, its survey, and the address of each page, numbered from 1."""

    questionnaire: Questionnaire
    survey: Survey
    address: Callable[[int], str]

    def page(self, number: int, sent: Submission = NOTHING, status: int = 200) -> Response:
        """A section, or after the last one the closing text. It may stand in a frame of ours.

        Raises `NotFound` where there is no such page.
        """
        asked = self.questionnaire
        if not 1 <= number <= len(asked.sections) + 1:
            raise NotFound
        page = "section" if number <= len(asked.sections) else "closing"
        shown = asked.changed(title=asked.title or UNTITLED)
        values = {"survey": self.survey, "questionnaire": shown, "address": self.address}
        template = f"surveys/preview/{page}.html"
        html = render_template(
            template, number=number, sent=sent, prose=render, blank=BLANK, **values
        )
        response = make_response(html, status)
        response.headers["Content-Security-Policy"] = policy(frame_ancestors="'self'")
        return response

    def sent(self, number: int) -> ResponseReturnValue:
        """Judge a section as a respondent's would be, and go on to the next."""
        sections = self.questionnaire.sections
        section = next(iter(sections[number - 1 : number] if number else ()), None)
        sent = _judged(section.asked) if section else NOTHING
        if sent.refusals or section is None:
            return self.page(number, sent, 422)
        return redirect(self.address(number + 1), 303)


def width() -> str:
    """How wide the stage is on which a trial is seen: as a phone or a desk."""
    asked = request.args.get("width", "")
    return asked if asked in WIDTHS else WIDTHS[0]


def on_stage(html: str) -> Response:
    """A page in whose frame a trial of ours may stand."""
    response = make_response(html)
    response.headers["Content-Security-Policy"] = policy(frame_src="'self'")
    return response


def _judged(questions: Sequence[Question]) -> Submission:
    try:
        return read(questions, request.form.lists(), OWN, at=datetime.now(UTC))
    except MalformedForm:
        raise BadRequest from None
