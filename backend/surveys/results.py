"""What a survey's responses add up to, live: numbers, pictures, and some of the words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import fold, tally, text_answer, version
from backend.models.errors import NotFound
from backend.models.role import Right
from backend.models.survey import Survey
from backend.models.tally import Current, Pulse
from backend.models.text_answer import START, UNKNOWN, Found, Position
from backend.questionnaire import rounding
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.tally import Tally
from backend.surveys import surveys
from backend.surveys.access import reach
from backend.surveys.frame import frame
from backend.surveys.later import fold_after

FIRST_WORDS = 5
"""How many texts stand on the results page itself."""
PAGE = 25
"""How many texts a page of them has."""
CURSOR = re.compile(r"(\d{1,17})-([0-9a-f]{32})")


@dataclass(frozen=True)
class Shown:
    """A question with its result and its first words; `more` says that there are others."""

    question: Question
    result: Result
    words: list[str]
    more: bool


@surveys.get("/surveys/<uuid:survey_id>/results")
@login_required
def results(survey_id: UUID) -> ResponseReturnValue:
    """The results; or only what changes while the page is open, where its script asks."""
    survey = reach(survey_id, Right.RESULTS)
    if survey.version is None:
        return render_template("surveys/results/draft.html", **frame(survey))
    if request.if_none_match and _tag(survey, tally.pulse(survey.id)) in request.if_none_match:
        return Response(status=304)
    current = tally.current(survey.id, survey.version)
    template = "surveys/results/live.html"
    values = _values(survey, survey.version, current)
    if not request.headers.get("HX-Request"):
        template = "surveys/results/results.html"
        values |= frame(survey)
    return _folding(survey, current, render_template(template, **values))


@surveys.get("/surveys/<uuid:survey_id>/results/<question_id>")
@login_required
def texts(survey_id: UUID, question_id: str) -> str:
    """All that respondents wrote themselves in answer to one question.

    The newest come first, but of anonymous people nobody knows which those are.
    """
    survey = reach(survey_id, Right.RESULTS)
    question = _question(survey, question_id)
    after = _position(request.args.get("after"))
    found = text_answer.newest(survey.id, [question], PAGE + 1, after)[question.id]
    following = _cursor(found[PAGE - 1].position) if len(found) > PAGE else None
    page = {"found": found[:PAGE], "following": following, "begins": after == START}
    return render_template("surveys/results/texts.html", question=question, **page, **frame(survey))


def _question(survey: Survey, question_id: str) -> Question:
    question = version.question(survey, question_id)
    if question is None or not question.may_hold_words():
        raise NotFound
    return question


def _values(survey: Survey, newest: int, current: Current) -> dict[str, Any]:
    asked = version.all_asked(survey.id, newest)
    wordy = [question for question in asked.asked if question.may_hold_words()]
    words = text_answer.newest(survey.id, wordy, FIRST_WORDS + 1) if current.responses else {}
    shown = {
        question.id: _shown(question, current, words.get(question.id, []))
        for question in asked.asked
    }
    return {
        "survey": survey,
        "state": survey.state(datetime.now(UTC)),
        "asked": asked,
        "shown": shown,
        "current": current,
        "number": partial(rounding.shown, digits=0),
        "tag": _tag(survey, current.pulse),
    }


def _shown(question: Question, current: Current, words: list[Found]) -> Shown:
    counts = current.tallies.get(question.id, Tally())
    result = question.result(counts, current.sketches.get(question.id))
    first = [found.words for found in words[:FIRST_WORDS]]
    return Shown(question, result, first, len(words) > FIRST_WORDS)


def _tag(survey: Survey, pulse: Pulse) -> str:
    """Names what the page shows: another version, response or fold gives another tag."""
    state = survey.state(datetime.now(UTC))
    return f"{survey.version}-{pulse.folded}-{pulse.waiting}-{state}"


def _folding(survey: Survey, current: Current, page: str) -> Response:
    """The page; where many responses waited they are folded, after it has been sent."""
    response = make_response(page)
    response.set_etag(_tag(survey, current.pulse))
    if current.waiting > fold.MANY:
        fold_after(response, survey.id)
    return response


def _cursor(position: Position) -> str:
    """A position as a part of an address."""
    since = position.written_at - UNKNOWN
    return f"{since // timedelta(microseconds=1)}-{position.response_id.hex}"


def _position(cursor: str | None) -> Position:
    """The inverse of `_cursor`; whatever is none begins at the start."""
    match = CURSOR.fullmatch(cursor or "")
    if match is None:
        return START
    written_at = UNKNOWN + timedelta(microseconds=int(match[1]))
    return Position(written_at, UUID(match[2]))
