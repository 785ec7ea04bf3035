"""From a raw form to answers, or to refusals beside the fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question

Answers = dict[str, Value]
"""The answers of a response by question id: absent was not shown, `None` was skipped."""


class MalformedForm(ValueError):
    """A form that no page of ours can have sent; the message says what is wrong with it."""


@dataclass(frozen=True)
class Submission:
    """The answers read from a form, what was typed, and what is refused (by question id)."""

    answers: Answers
    parts: Mapping[str, Part]
    refusals: Mapping[str, Refusal]


def read(
    questions: Sequence[Question],
    form: Iterable[tuple[str, list[str]]],
    own: frozenset[str],
    at: datetime,
) -> Submission:
    """Judge a form: lists of values by field name, `question id` or `question id.field`.

    `own` names the fields that belong to the page itself; `at` is the moment for which limits
    relative to it are judged. Raises `MalformedForm` for a field that no question has, or more
    values than a field takes.
    """
    fields: dict[str, dict[str, list[str]]] = {question.id: {} for question in questions}
    for name, values in form:
        question_id, _, field = name.partition(".")
        if question_id in fields:
            fields[question_id][field] = values
        elif name not in own:
            raise MalformedForm(f"This form has no field “{name[:40]}”.")
    return judge([question.at(at) for question in questions], fields)


def judge(questions: Sequence[Question], fields: Mapping[str, dict[str, list[str]]]) -> Submission:
    """Read and check each question's fields."""
    answers: Answers = {}
    parts: dict[str, Part] = {}
    refusals: dict[str, Refusal] = {}
    for question in questions:
        part = Part(_allowed(question, fields[question.id]))
        value = question.from_form(part)
        refusal = question.refusal(value)
        parts[question.id], answers[question.id] = part, value
        if refusal:
            refusals[question.id] = refusal
    return Submission(answers, parts, refusals)


def _allowed(question: Question, sent: dict[str, list[str]]) -> dict[str, list[str]]:
    known = question.fields()
    for field, values in sent.items():
        if field not in known:
            raise MalformedForm(f"A question of this form has no field “{field[:40]}”.")
        if len(values) > known[field]:
            raise MalformedForm("A field of this form was sent more often than it can be filled.")
    return sent
