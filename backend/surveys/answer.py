"""The respondent's door: a survey's public pages, and the submissions that come from them."""

from datetime import UTC, datetime

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from backend.extensions import csrf
from backend.limits.public import hold
from backend.models import fold
from backend.models.door import check_open
from backend.models.errors import Refusal, TooMany
from backend.models.link import PublicSurvey
from backend.models.outage import AGAIN, is_away
from backend.models.response import AlreadyReceived, Sent, record
from backend.models.user import User
from backend.questionnaire.submission import Answers
from backend.surveys import arrival, journey, kept, page, surveys
from backend.surveys.access import by_link
from backend.surveys.admission import SignedOut, admit
from backend.surveys.later import fold_after
from backend.surveys.sheet import Sheet, read_sheet

SEE_OTHER = 303


@surveys.get("/s/<key>")
def answer(key: str) -> ResponseReturnValue:
    """The first section, with a submission key of its own."""
    survey = by_link(key)
    admit(survey)
    check_open(survey, datetime.now(UTC))
    link = arrival.link(survey, survey.version)
    return arrival.begun(survey, link) if link else kept.fresh(survey)


@surveys.post("/s/<key>")
def submit(key: str) -> ResponseReturnValue:
    """Take a section: on to the next, to the receipt, or back with what is to be mended."""
    survey = by_link(key)
    sheet = read_sheet(survey)
    try:
        hold()
        return _take(survey, sheet, admit(survey), datetime.now(UTC))
    except (SignedOut, TooMany) as refusal:
        return _again(survey, sheet, refusal.notice), refusal.status, {**refusal.headers}
    except Refusal as refusal:
        return _unsent(survey, sheet, refusal), refusal.status
    except SQLAlchemyError as error:
        return _away(survey, sheet, error)


# A form that anyone may send needs no token. Where the survey asks who sends it, the guard of the
# sheet keeps other sites out.
csrf.exempt(submit)


def _take(
    survey: PublicSurvey, sheet: Sheet, user: User | None, at: datetime
) -> ResponseReturnValue:
    if journey.stopping(sheet):
        return _again(survey, sheet, "back" if sheet.back else ""), 422
    if not sheet.several:
        return _record(survey, sheet, sheet.submission.answers, user, at)
    if sheet.is_last and not sheet.back:
        return _finish(survey, sheet, user, at)
    if not journey.was_received(survey, sheet):
        check_open(survey, at)
        journey.keep(survey, sheet, at)
        return redirect(_section(survey, sheet.key, sheet.next), SEE_OTHER)
    return _to_receipt(survey, sheet.key)


def _finish(
    survey: PublicSurvey, sheet: Sheet, user: User | None, at: datetime
) -> ResponseReturnValue:
    """Check every section again; the first that is not complete is shown once more."""
    earlier = journey.kept(survey, sheet.key, at)
    if earlier is None and journey.was_received(survey, sheet):
        return _to_receipt(survey, sheet.key)
    answers = journey.joined(earlier, sheet)
    gap = journey.first_gap(sheet.questionnaire, answers, at)
    if gap is None:
        return _record(survey, sheet, answers, user, at)
    check_open(survey, at)
    journey.keep(survey, sheet, at)
    missing = sheet.questionnaire.sections[gap - 1]
    parts, refusals = page.typed(missing, answers), journey.refusals(missing, answers, at)
    place = page.Place(survey, sheet.version, gap, sheet.key, sheet.link)
    return page.filled(place, parts, refusals, "gap"), 422


def _record(
    survey: PublicSurvey, sheet: Sheet, answers: Answers, user: User | None, at: datetime
) -> ResponseReturnValue:
    by = user.id if user else None
    shown = sheet.questionnaire.shown(sheet.key, answers)
    record(survey, Sent(sheet.key, sheet.version, answers, at, by, sheet.several, shown))
    response = _to_receipt(survey, sheet.key)
    if fold.is_due(survey.survey_id):
        fold_after(response, survey.survey_id)
    return response


def _to_receipt(survey: PublicSurvey, submission: str) -> BaseResponse:
    return BaseResponse(status=SEE_OTHER, headers={"Location": _receipt(survey, submission)})


def _receipt(survey: PublicSurvey, submission: str) -> str:
    return f"{request.script_root}/s/{survey.key}/{submission}"


def _section(survey: PublicSurvey, submission: str, number: int) -> str:
    return url_for("surveys.section", key=survey.key, submission=submission, number=number)


def _again(survey: PublicSurvey, sheet: Sheet, notice: str) -> str:
    """The page as it was sent, with everything typed."""
    typed, refusals = sheet.submission.parts, journey.stopping(sheet)
    place = page.Place(survey, sheet.version, sheet.number, sheet.key, sheet.link)
    return page.filled(place, typed, refusals, notice)


def _away(survey: PublicSurvey, sheet: Sheet, error: SQLAlchemyError) -> ResponseReturnValue:
    """The page as it was sent, under the same key: sent again later, it counts once."""
    if not is_away(error):
        raise error
    current_app.logger.error("database: %s", error)
    return _again(survey, sheet, "away"), 503, AGAIN


def _unsent(survey: PublicSurvey, sheet: Sheet, refusal: Refusal) -> str:
    """Why nothing was stored, and everything typed, to be read and copied."""
    used = isinstance(refusal, AlreadyReceived)
    return render_template(
        "surveys/answer/unsent.html",
        refusal=refusal,
        receipt=_receipt(survey, sheet.key) if used else "",
        typed=list(sheet.in_words()),
    )
