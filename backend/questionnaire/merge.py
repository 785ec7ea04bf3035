"""Everything that was ever asked in a survey: versions merged by the ids of their parts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Choices, OneOf, YesNo

FORMER = "former"
"""The id of the section that holds what is asked no more."""


def merged(versions: Sequence[Questionnaire]) -> Questionnaire:
    """The first, newest version, with what only older ones asked or offered.

    Choices and rows that were removed stand last in their question; what was offered beside them,
    such as “Other”, is offered still; questions that were removed stand in a last section.
    """
    newest, *older = versions
    sections = tuple(
        section.changed(questions=tuple(_whole(question, older) for question in section.questions))
        for section in newest.sections
    )
    former = tuple(_former(newest, older))
    if former:
        sections += (Section(id=FORMER, title="No longer asked", questions=former),)
    return newest.changed(sections=sections)


def _whole(question: Question, older: Iterable[Questionnaire]) -> Question:
    ancestors = [was for version in older if (was := version.question(question.id))]
    return question.changed(**dict(_ever([question, *ancestors]))) if ancestors else question


def _ever(question: Sequence[Question]) -> Iterator[tuple[str, Any]]:
    """The settings of a question, newest first, that an older answer may still need."""
    for name, setting in question[0].settings().items():
        values = [getattr(was, name) for was in question]
        if isinstance(setting, Choices):
            yield name, _union(values)
        elif isinstance(setting, YesNo) and setting.offer:
            yield name, any(values)
        elif isinstance(setting, OneOf) and setting.none:
            yield name, next((value for value in values if value != setting.none), setting.none)


def _union(lists: Iterable[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    known: dict[str, Choice] = {}
    for choices in lists:
        for choice in choices:
            known.setdefault(choice.id, choice)
    return tuple(known.values())


def _former(newest: Questionnaire, older: list[Questionnaire]) -> Iterable[Question]:
    seen = {question.id for question in newest.questions}
    for number, version in enumerate(older):
        for question in version.asked:
            if question.id not in seen:
                seen.add(question.id)
                yield _whole(question, older[number + 1 :])


def other_questions(asked: Questionnaire, draft: Questionnaire) -> list[str]:
    """The ids in the draft that stand for something else than what was asked under them.

    Answers of both would be counted together as if they meant the same.
    """
    before = {question.id: question for question in asked.questions}
    return [
        question.id
        for question in draft.questions
        if question.id in before and is_other(before[question.id], question)
    ]


def is_other(before: Question, now: Question) -> bool:
    """Whether an answer to one of these means something else than the same one to the other."""
    return type(before) is not type(now) or any(
        getattr(before, name) != getattr(now, name) for name in now.fixed
    )
