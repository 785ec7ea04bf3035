"""Everything that was ever asked in a survey: versions merged by the ids of their parts."""

from collections.abc import Iterable, Sequence

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Choices

FORMER = "former"
"""The id of the section that holds what is asked no more."""


def merged(versions: Sequence[Questionnaire]) -> Questionnaire:
    """The first, newest version, with the questions and choices that only older ones had.

    Choices and rows that were removed stand last in their question; questions that were
    removed, in a last section.
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
    lists = {
        name: _union(getattr(question, name), [getattr(was, name) for was in ancestors])
        for name, setting in question.settings().items()
        if isinstance(setting, Choices)
    }
    return question.changed(**lists) if ancestors and lists else question


def _union(newest: tuple[Choice, ...], older: Iterable[tuple[Choice, ...]]) -> tuple[Choice, ...]:
    known = {choice.id: choice for choice in newest}
    for choices in older:
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
