"""The door of those who have begun: a later section, and the receipt when all is sent."""

from datetime import UTC, datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.limits.limits import spend
from backend.models.door import check_open
from backend.models.errors import NotFound
from backend.models.link import PublicSurvey
from backend.models.partial import PartialResponse
from backend.models.response import received, response_id, stored_answers
from backend.models.version import questionnaire
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.prose import render
from backend.surveys import journey, page, surveys
from backend.surveys.access import by_link
from backend.surveys.admission import admit

PRIVATE = {"Referrer-Policy": "no-referrer"}


class NothingHere(NotFound):
    """No response, and none begun, has this submission key; or it is not there any more."""

    title = "There are no answers here"
    sentence = (
        "Check that the whole address was copied. Answers that were not sent to the end are kept "
        "for a week; after that, open the survey’s link and start again."
    )


@surveys.get("/s/<key>/<submission>/<int:number>")
def section(key: str, submission: str, number: int) -> ResponseReturnValue:
    """A section, with what was answered of it before."""
    survey, at = by_link(key), datetime.now(UTC)
    admit(survey)
    earlier = journey.kept(survey, submission, at)
    if earlier is None:
        return redirect(url_for("surveys.receipt", key=key, submission=submission), 303)
    check_open(survey, at)
    last = _reached(survey, earlier, at)
    if not 1 <= number <= last:
        return redirect(url_for(".section", key=key, submission=submission, number=last), 303)
    place = page.Place(survey, earlier.version, number, submission, earlier.link or {})
    return page.filled(place, page.typed(place.section, earlier.answers))


@surveys.get("/s/<key>/<submission>")
def receipt(key: str, submission: str) -> ResponseReturnValue:
    """What the respondent holds: that the answers came, and when; never what they are.

    Whoever has not sent the last section goes on where they were. Raises `NothingHere`.
    """
    survey = by_link(key)
    there = received(survey.survey_id, response_id(survey.survey_id, submission))
    if there is None:
        return _on(survey, submission)
    asked = questionnaire(survey.survey_id, there.version)
    brought = _brought(survey, asked, submission)
    values = {"received": there, "questionnaire": asked, "prose": render, "brought": brought}
    return render_template("surveys/answer/receipt.html", **values), PRIVATE


def _brought(survey: PublicSurvey, asked: Questionnaire, submission: str) -> list[str]:
    """What the link brought along unseen, and is kept."""
    unseen = [question for question in asked.asked if not question.visible]
    answers = unseen and stored_answers(survey.survey_id, response_id(survey.survey_id, submission))
    return [text for q in unseen if (text := q.text((answers or {}).get(q.id)))]


def _on(survey: PublicSurvey, submission: str) -> ResponseReturnValue:
    """Back to the furthest section. Raises `NothingHere`, or `TooMany` of these."""
    at = datetime.now(UTC)
    earlier = journey.kept(survey, submission, at)
    if earlier is None:
        spend("wrong_links")
        raise NothingHere
    number = _reached(survey, earlier, at)
    return redirect(url_for(".section", key=survey.key, submission=submission, number=number), 303)


def _reached(survey: PublicSurvey, earlier: PartialResponse, at: datetime) -> int:
    """The number of the furthest section that may be shown."""
    asked = questionnaire(survey.survey_id, earlier.version)
    return journey.first_gap(asked, earlier.answers, at) or len(asked.sections)
