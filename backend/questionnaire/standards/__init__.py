"""Standard questions: published instruments, word for word, each with its source and terms."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.questionnaire.question import Question
from backend.questionnaire.settings import Scale
from backend.questionnaire.standards.scales import SCALES
from backend.questionnaire.tree import Tree
from backend.questionnaire.types import CATALOGUE


@dataclass(frozen=True)
class Standard:
    """Questions that belong together: what they measure, whose they are, on which terms."""

    name: str
    purpose: str
    source: str
    licence: str
    questions: tuple[dict[str, Any], ...]

    @property
    def parsed(self) -> tuple[Question, ...]:
        """The questions, to be shown."""
        return tuple(CATALOGUE[one["kind"]].model_validate(one) for one in self.questions)

    def has(self, words: str) -> bool:
        """Whether all these words are in its name, its purpose or its source."""
        told = f"{self.name} {self.purpose} {self.source}".casefold()
        return all(word in told for word in words.casefold().split())


def scale_kinds() -> list[type[Question]]:
    """The kinds that are offered and answered on a scale whose levels an author may set."""
    return [kind for kind in CATALOGUE.values() if kind.offered and _scale_of(kind)]


def with_scale(kind: str, scale: str, ids: Iterator[str]) -> Tree | None:
    """A new question of a kind on a standard scale; none where kind or scale is not among them."""
    type_ = next((one for one in scale_kinds() if _kind(one) == kind), None)
    if type_ is None or scale not in SCALES:
        return None
    question = type_.new(ids, **{_scale_of(type_): SCALES[scale].levels})
    return question.model_dump(mode="json")


def _scale_of(kind: type[Question]) -> str:
    """The name of the setting that is a scale, or nothing."""
    names = (name for name, mark in kind.settings().items() if isinstance(mark, Scale))
    return next(names, "")


def _kind(type_: type[Question]) -> str:
    return str(type_.model_fields["kind"].default)


def _read() -> dict[str, Standard]:
    whole = json.loads(Path(__file__).with_name("questions.json").read_bytes())
    return {
        key: Standard(**{**one, "questions": tuple(one["questions"])}) for key, one in whole.items()
    }


STANDARDS = _read()
"""The instruments by a short name, in the order in which they are offered."""
