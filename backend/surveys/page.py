"""The public page of a section.

Before anybody has answered it looks the same to all: it is rendered once and kept in pieces,
between which the submission key goes. A page with answers is made of the same questions.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from flask import get_template_attribute, render_template
from markupsafe import Markup

from backend.models.link import PublicSurvey
from backend.models.version import questionnaire
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.prose import render
from backend.questionnaire.question import Question
from backend.questionnaire.submission import Answers
from backend.questionnaire.text import is_leftward

CUT = secrets.token_hex(16)
KEPT = 128

Parts = Mapping[str, Part]
Refusals = Mapping[str, Refusal]
NOTHING: dict[str, Refusal] = {}


@dataclass(frozen=True)
class Place:
    """Where a respondent is: which section of which version; `number` counts from 1.

    `key` is the submission key, under which all that they send belongs together.
    """

    survey: PublicSurvey
    version: int
    number: int
    key: str

    @property
    def questionnaire(self) -> Questionnaire:
        """The version that is answered."""
        return questionnaire(self.survey.survey_id, self.version)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.questionnaire.sections[self.number - 1]


_pieces: dict[PublicSurvey, list[bytes]] = {}


def fresh(survey: PublicSurvey) -> bytes:
    """The first section, unanswered, with a submission key of its own."""
    if survey not in _pieces:
        if len(_pieces) >= KEPT:
            _pieces.clear()
        page = filled(Place(survey, survey.version, 1, CUT), {})
        _pieces[survey] = page.encode().split(CUT.encode())
    return secrets.token_urlsafe(16).encode().join(_pieces[survey])


def is_kept(survey: PublicSurvey) -> bool:
    """Whether `fresh` has only to join what it has."""
    return survey in _pieces


def filled(place: Place, parts: Parts, refusals: Refusals = NOTHING, notice: str = "") -> str:
    """A section with what was typed, and beside it what is refused."""
    asked = place.questionnaire
    return render_template(
        "surveys/answer/section.html",
        direction="rtl" if is_leftward(asked.title) else "ltr",
        survey=place.survey,
        questionnaire=asked,
        version=place.version,
        number=place.number,
        submission=place.key,
        questions=_shown(place, parts, refusals),
        errors=_errors(asked, refusals),
        notice=notice,
        prose=render,
    )


def typed(section: Section, answers: Answers) -> Parts:
    """What has to be typed to give these answers."""
    return {
        question.id: question.to_form(answers[question.id])
        for question in section.asked
        if question.id in answers
    }


def _shown(place: Place, parts: Parts, refusals: Refusals) -> list[Markup]:
    """The section's questions; those that nothing was typed for are drawn once for all."""
    numbers = place.questionnaire.numbers
    blank = _questions(place.survey.survey_id, place.version)
    return [
        _question(question, numbers.get(question.id), part, refusal)
        if part.fields or refusal
        else blank[question.id]
        for question in place.section.questions
        for part, refusal in [(parts.get(question.id, BLANK), refusals.get(question.id))]
    ]


def _errors(asked: Questionnaire, refusals: Refusals) -> list[tuple[str, str]]:
    """What is refused, a sentence each, with the address of what is to be mended."""
    return [
        (_address(id, refusal), f"Question {asked.numbers[id]}: {refusal.message}")
        for id, refusal in refusals.items()
    ]


@lru_cache(maxsize=KEPT)
def _questions(survey_id: UUID, version: int) -> dict[str, Markup]:
    asked = questionnaire(survey_id, version)
    return {
        question.id: _question(question, asked.numbers.get(question.id), BLANK, None)
        for question in asked.questions
    }


def _question(
    question: Question, number: int | None, part: Part, refusal: Refusal | None
) -> Markup:
    macro = get_template_attribute("macros/question.html", "question")
    markup: Markup = macro(question, number, part, refusal)
    return markup


def _address(question_id: str, refusal: Refusal) -> str:
    """The id of the control to mend, as `macros/control.html` gives it."""
    return f"q-{question_id}-{refusal.field}" if refusal.field else f"q-{question_id}"
