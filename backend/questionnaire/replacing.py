"""Which question stands for one that is gone, because answers to it mean something else now."""

from typing import NamedTuple

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.merge import is_other
from backend.questionnaire.question import Question


class Place(NamedTuple):
    """Where a question stands: in which section, behind which question (empty: first)."""

    section_id: str
    behind: str


def replaced(before: Questionnaire, after: Questionnaire) -> dict[str, Question]:
    """The questions of `before` that are gone, by the id of the one that took their place.

    That one has another kind or meaning, and the same text; or the same kind, in the same place.
    """
    gone = [question for question in before.asked if after.question(question.id) is None]
    new = [question for question in after.asked if before.question(question.id) is None]
    then, now = _places(before), _places(after)
    found: dict[str, Question] = {}
    for question in new:
        for was in gone:
            here = type(was) is type(question) and then[was.id] == now[question.id]
            alike = here or bool(was.title and was.title == question.title)
            if alike and is_other(was, question) and was not in found.values():
                found[question.id] = was
                break
    return found


def _places(questionnaire: Questionnaire) -> dict[str, Place]:
    found = {}
    for section in questionnaire.sections:
        behind = ""
        for question in section.questions:
            found[question.id] = Place(section.id, behind)
            behind = question.id
    return found
