"""A sheet: one section as a respondent sent it, judged by the version that it names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import request

from backend.models.errors import NotFound, Refusal
from backend.models.link import PublicSurvey
from backend.models.version import questionnaire
from backend.origin import is_elsewhere
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.prefill import Link
from backend.questionnaire.submission import MalformedForm, Submission
from backend.questionnaire.submission import read as read_answers
from backend.surveys import arrival

KEY = re.compile(r"[A-Za-z0-9_-]{22}")
NUMBER = re.compile(r"[1-9][0-9]{0,5}")
OWN = frozenset({"key", "version", "section", "back"})
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Elsewhere(Refusal):
    """Another site sent the form."""

    status = 403
    title = "This form was sent from another site"
    sentence = "Nothing was stored. Open the survey’s own link and answer there."


class NoForm(Refusal):
    """The body is no form."""

    status = 415
    title = "That is not a form"
    sentence = "Nothing was stored. Answers are sent by the form on the survey’s page."


class Malformed(Refusal):
    """A form that no page of ours can have sent."""

    status = 400
    title = "This form cannot be read"


@dataclass(frozen=True)
class Sheet:
    """One section as it came in; `number` counts from 1, `key` is the submission key."""

    key: str
    version: int
    number: int
    questionnaire: Questionnaire
    submission: Submission
    back: bool
    link: Link

    @property
    def section(self) -> Section:
        """The section that was answered."""
        return self.questionnaire.sections[self.number - 1]

    @property
    def several(self) -> bool:
        """Whether the questionnaire has more than one section."""
        return len(self.questionnaire.sections) > 1

    @property
    def is_last(self) -> bool:
        """Whether no section comes after this one."""
        return self.number == len(self.questionnaire.sections)

    @property
    def next(self) -> int:
        """The number of the section to show when this one has been kept."""
        return max(self.number - 1, 1) if self.back else self.number + 1

    def in_words(self) -> Iterator[tuple[str, str]]:
        """What was typed, each with its question: as it would read, or (if refused) as it came."""
        for question in (question for question in self.section.asked if question.visible):
            value = self.submission.answers[question.id]
            if question.id in self.submission.refusals:
                fields = self.submission.parts[question.id].fields.values()
                yield question.title, "; ".join(value for values in fields for value in values)
            elif value is not None:
                yield question.title, question.text(value)


def read_sheet(survey: PublicSurvey) -> Sheet:
    """The sheet in this request. Raises `Elsewhere`, `NoForm`, or `Malformed` with a sentence."""
    _guard()
    try:
        version = int(_own("version", NUMBER))
        asked = _asked(survey, version)
        number = int(_own("section", NUMBER))
        if number > len(asked.sections):
            raise MalformedForm("The survey has no such section.")
        return Sheet(
            key=_own("key", KEY),
            version=version,
            number=number,
            questionnaire=asked,
            submission=_judged(asked.sections[number - 1]),
            back="back" in request.form and len(asked.sections) > 1,
            link=arrival.link(survey, version),
        )
    except MalformedForm as error:
        raise Malformed(f"Nothing was stored. {error} Open the survey’s link again.") from None


def _guard() -> None:
    """Refuse other sites and other bodies."""
    if is_elsewhere(request):
        raise Elsewhere
    if request.mimetype not in FORMS:
        raise NoForm


def _own(name: str, pattern: re.Pattern[str]) -> str:
    written = request.form.get(name, "")
    if not pattern.fullmatch(written):
        raise MalformedForm(f"Its field “{name}” is missing or wrong.")
    return written


def _asked(survey: PublicSurvey, version: int) -> Questionnaire:
    try:
        return questionnaire(survey.survey_id, version)
    except NotFound:
        raise MalformedForm("It belongs to no version of the survey.") from None


def _judged(section: Section) -> Submission:
    return read_answers(section.asked, _fields(), OWN, at=datetime.now(UTC))


def _fields() -> Iterable[tuple[str, list[str]]]:
    if request.files:
        raise MalformedForm("It carries a file, which no question asks for.")
    return request.form.lists()
