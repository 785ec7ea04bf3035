"""The way through several sections: what is kept between them, and which of them is missing."""

from datetime import datetime

from backend.models.link import PublicSurvey
from backend.models.partial import PartialResponse
from backend.models.response import AlreadyReceived, response_id, stored_answers
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.form import Refusal
from backend.questionnaire.submission import Answers
from backend.surveys.sheet import Sheet


def kept(survey: PublicSurvey, key: str, at: datetime) -> PartialResponse | None:
    """What was kept under a submission key, if it has not expired."""
    return PartialResponse.of(survey.survey_id, response_id(survey.survey_id, key), at)


def stopping(sheet: Sheet) -> dict[str, Refusal]:
    """What keeps the respondent on a sheet, by question id.

    On the way back that is only what would be lost; what is blank can be answered later.
    """
    answers, refusals = sheet.submission.answers, sheet.submission.refusals
    return {id: why for id, why in refusals.items() if not sheet.back or answers[id] is not None}


def keep(survey: PublicSurvey, sheet: Sheet, at: datetime) -> None:
    """Keep a sheet's answers; what is blank replaces what was answered before."""
    id = response_id(survey.survey_id, sheet.key)
    answers = sheet.submission.answers
    PartialResponse.keep(survey.survey_id, id, sheet.version, answers, at, sheet.link)


def was_received(survey: PublicSurvey, sheet: Sheet) -> bool:
    """Whether all was sent before, this sheet like this. Raises `AlreadyReceived`: differently."""
    there = stored_answers(survey.survey_id, response_id(survey.survey_id, sheet.key))
    if there is not None and there | sheet.submission.answers != there:
        raise AlreadyReceived
    return there is not None


def joined(earlier: PartialResponse | None, sheet: Sheet) -> Answers:
    """The answers kept before and those of this sheet, in the order of the questions."""
    given = {**(earlier.answers if earlier else {}), **sheet.submission.answers}
    return {q.id: given[q.id] for q in sheet.questionnaire.asked if q.id in given}


def first_gap(asked: Questionnaire, answers: Answers, at: datetime) -> int | None:
    """The number of the first section that was not answered, or not as it must be then."""
    for number, section in enumerate(asked.sections, 1):
        unseen = any(question.id not in answers for question in section.asked)
        if unseen or refusals(section, answers, at):
            return number
    return None


def refusals(section: Section, answers: Answers, at: datetime) -> dict[str, Refusal]:
    """What is refused at a moment of the answers to a section, by question id."""
    judged = ((q.id, q.at(at).refusal(answers.get(q.id))) for q in section.asked)
    return {id: refusal for id, refusal in judged if refusal}
