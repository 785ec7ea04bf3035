"""The public page of a section, rendered; see `kept.py` for how the first one is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import get_template_attribute, render_template
from markupsafe import Markup

from backend.models.link import PublicSurvey
from backend.models.version import questionnaire
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.order import seed_of
from backend.questionnaire.prefill import Link, prefilled, unseen
from backend.questionnaire.prose import render
from backend.questionnaire.question import Question
from backend.questionnaire.submission import Answers
from backend.questionnaire.text import is_leftward

KEPT = 128

Parts = Mapping[str, Part]
Refusals = Mapping[str, Refusal]
NOTHING: dict[str, Refusal] = {}


@dataclass(frozen=True)
class Place:
    """Where a respondent is: which section of which version; `number` counts from 1.

    `key` is the submission key, under which all that they send belongs together; `link` is what
    their link brought along.
    """

    survey: PublicSurvey
    version: int
    number: int
    key: str
    link: Link = field(default_factory=dict)

    @property
    def questionnaire(self) -> Questionnaire:
        """The version that is answered."""
        return questionnaire(self.survey.survey_id, self.version)

    @property
    def section(self) -> Section:
        """The section that is shown."""
        return self.questionnaire.sections[self.number - 1]


class Untouched(NamedTuple):
    """A question that nobody has typed anything for: as it is at first, and emptied."""

    at_first: Markup
    emptied: Markup


def filled(place: Place, parts: Parts, refusals: Refusals = NOTHING, notice: str = "") -> str:
    """A section with what was typed, and beside it what is refused.

    A question that has no part was not shown before: what the link says of it stands there, or
    its default answer.
    """
    typed = {**prefilled(place.section.asked, place.link), **parts}
    return rendered(place, _shown(place, typed, refusals), refusals, notice)


def rendered(
    place: Place, questions: Sequence[str], refusals: Refusals = NOTHING, notice: str = ""
) -> str:
    """The page around the questions of a section."""
    asked = place.questionnaire
    return render_template(
        "surveys/answer/section.html",
        direction="rtl" if is_leftward(asked.title) else "ltr",
        survey=place.survey,
        questionnaire=asked,
        version=place.version,
        number=place.number,
        submission=place.key,
        questions=questions,
        errors=_errors(asked, refusals),
        notice=notice,
        query=urlencode(place.link, doseq=True),
        brought=unseen(asked, place.link),
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
    """The section's questions; those that look the same to all are drawn once for all."""
    kept = untouched(place.survey.survey_id, place.version)
    seed = seed_of(place.key)
    return [
        _touched(place, question, seed, parts.get(question.id), refusals.get(question.id))
        or (kept[question.id].emptied if question.id in parts else kept[question.id].at_first)
        for question in place.section.questions
    ]


def _touched(
    place: Place, question: Question, seed: str, part: Part | None, refusal: Refusal | None
) -> Markup | None:
    """The question with what was typed, in the order of the seed; or `None` for as it always is."""
    order = question.order(seed)
    if not order and not refusal and not (part and part.fields):
        return None
    number = place.questionnaire.numbers.get(question.id)
    part = question.preset if part is None else part
    return drawn(question.in_order(order) if order else question, number, part, refusal)


def _errors(asked: Questionnaire, refusals: Refusals) -> list[tuple[str, str]]:
    """What is refused, a sentence each, with the address of what is to be mended."""
    return [
        (_address(id, refusal), f"Question {asked.numbers[id]}: {refusal.message}")
        for id, refusal in refusals.items()
    ]


@lru_cache(maxsize=KEPT)
def untouched(survey_id: UUID, version: int) -> dict[str, Untouched]:
    """The questions of a version that nobody has typed anything for, by their ids."""
    asked = questionnaire(survey_id, version)
    found = {}
    for question in asked.questions:
        number = asked.numbers.get(question.id)
        emptied = drawn(question, number, BLANK)
        preset = question.preset
        at_first = drawn(question, number, preset) if preset.fields else emptied
        found[question.id] = Untouched(at_first, emptied)
    return found


def drawn(
    question: Question, number: int | None, part: Part, refusal: Refusal | None = None
) -> Markup:
    """A question as it stands on a page."""
    macro = get_template_attribute("macros/question.html", "question")
    markup: Markup = macro(question, number, part, refusal)
    return markup


def _address(question_id: str, refusal: Refusal) -> str:
    """The id of the control to mend, as `macros/control.html` gives it."""
    return f"q-{question_id}-{refusal.field}" if refusal.field else f"q-{question_id}"
