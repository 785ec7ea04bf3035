"""Counting responses: from sets of answers to one tally a question."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, TypeAlias

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import Value
from backend.questionnaire.submission import Answers
from backend.questionnaire.tally import Tally

WHOLE = ""
"""The question id under which the survey as a whole is counted: `responses` and `day:…`."""


class Counted(NamedTuple):
    """What counting needs of a response."""

    version: int
    day: date
    answers: Answers


def count(responses: Iterable[Counted], asked: Callable[[int], Questionnaire]) -> dict[str, Tally]:
    """The tallies of these responses by question id; `asked` gives a version's questionnaire.

    Most answers are like one another, so each different one is tallied once.
    """
    tallies: dict[str, Tally] = {WHOLE: Tally()}
    for (version, question_id), alike in _alike(responses, tallies[WHOLE]).items():
        question = asked(version).question(question_id)
        if question is not None:
            into = tallies.setdefault(question_id, Tally())
            for value, n in alike.values():
                for key, each in question.tally_of(value).counts.items():
                    into.add(key, n * each)
    return tallies


Alike: TypeAlias = dict[tuple[type, object], tuple[Value, int]]
"""Equal values and how many there are of each; by type too, as `True`, `1` and `1.0` are equal."""


def _alike(responses: Iterable[Counted], whole: Tally) -> dict[tuple[int, str], Alike]:
    found: dict[tuple[int, str], Alike] = defaultdict(dict)
    for version, day, answers in responses:
        whole.add("responses")
        whole.add(f"day:{day.isoformat()}")
        for question_id, value in answers.items():
            same = type(value), repr(value) if isinstance(value, (list, dict)) else value
            alike = found[version, question_id]
            alike[same] = value, alike[same][1] + 1 if same in alike else 1
    return found
