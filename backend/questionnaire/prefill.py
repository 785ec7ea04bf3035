"""What a link brings along: answers to questions that name a value in it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import Part, Value
from backend.questionnaire.question import Question
from backend.questionnaire.text import is_storable

Link: TypeAlias = dict[str, list[str]]
"""Values by name, of questions of a survey, each of which its question takes."""

LONGEST = 2_000
"""Characters of one value; what is longer says nothing."""
MOST = 500
"""Values of one name; what comes after them says nothing."""


def carried(asked: Questionnaire, said: Mapping[str, Sequence[str]]) -> Link:
    """What is said of the questions that may be filled in from the link, where they take it.

    Names that no question has are nobody's business: they are left out without a word.
    """
    link = {name: _fit(said[name]) for name in asked.parameters if name in said}
    answers = {name: _answer(asked.parameters[name], values) for name, values in link.items()}
    return {name: link[name] for name, answer in answers.items() if answer is not None}


def prefilled(questions: Iterable[Question], link: Link) -> dict[str, Part]:
    """What has to be typed to give the answers that the link brings, by question id."""
    return {
        question.id: question.to_form(_answer(question, link[question.parameter]))
        for question in questions
        if question.parameter in link
    }


def unseen(asked: Questionnaire, link: Link) -> list[tuple[str, str]]:
    """The names and values that a link brings to questions that respondents do not see."""
    return [
        (name, str(_answer(question, link[name])))
        for name, question in asked.parameters.items()
        if name in link and not question.visible
    ]


def _fit(values: Sequence[str]) -> list[str]:
    return [value for value in values[:MOST] if len(value) <= LONGEST and is_storable(value)]


def _answer(question: Question, values: Sequence[str]) -> Value:
    """The answer that these values give, or `None` where they give none."""
    if not question.presettable:
        return None
    answer = question.from_link(values)
    return None if answer is None or question.refusal(answer) else answer
