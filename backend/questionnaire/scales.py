"""What every question with an ordered scale of named levels shares."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, ClassVar, TypeGuard

from backend.questionnaire.form import Cell, Value
from backend.questionnaire.named import named
from backend.questionnaire.node import NOT_APPLICABLE
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Scale, Text, YesNo

AGREEMENT = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
LEAST_LEVELS = 2
Level = Annotated[str, Text("Level", longest=200)]


class ScaleQuestion(Question):
    """A question answered by levels, numbered from 1 for the lowest, or by “not applicable”.

    “Not applicable” is `{"na": true}` and stays apart from a skipped answer.
    """

    fixed: ClassVar[frozenset[str]] = frozenset({"scale"})

    scale: Annotated[tuple[Level, ...], Scale("Scale", "The lowest level first.")] = AGREEMENT
    not_applicable: Annotated[bool, YesNo("Offer “Not applicable”", offer=True)] = False
    not_applicable_label: Annotated[str, Text("Label of “Not applicable”", longest=100)] = (
        "Not applicable"
    )

    @cached_property
    def levels(self) -> dict[str, str]:
        """The label of every answer by what a form sends for it: a number, or `na` at the end."""
        numbered = {str(number): label for number, label in enumerate(self.scale, 1)}
        last = {NOT_APPLICABLE: self.not_applicable_label} if self.not_applicable else {}
        return numbered | last

    def problems(self) -> Iterator[str]:
        """Beside the text: at least two levels, each with a label of its own."""
        yield from super().problems()
        if len(self.scale) < LEAST_LEVELS:
            yield f"needs a scale of at least {LEAST_LEVELS} levels"
        if not all(self.levels.values()):
            yield "has a level without a label"
        labels = [label.casefold() for label in self.scale if label]
        if len(set(labels)) < len(labels):
            yield "has two levels with the same label"

    def summary(self) -> str:
        """The length of the scale and its ends."""
        ends = f", {self.scale[0]} to {self.scale[-1]}" if self.scale else ""
        return f"{len(self.scale)} levels{ends}"

    def from_link(self, values: Sequence[str]) -> Value:
        """The level that the link names, by number or by label."""
        return super().from_link([named(self.levels, value) for value in values])

    def level(self, typed: str) -> Value:
        """The JSON of what a form sent: a level, “not applicable”, or the text itself."""
        if typed == NOT_APPLICABLE:
            return {NOT_APPLICABLE: True}
        return int(typed) if typed in self.levels else typed or None

    def key(self, value: Value) -> str | None:
        """The inverse of `level`: what a form sends for it, or `None` if this is no level."""
        if is_whole(value):
            return str(value) if 1 <= value <= len(self.scale) else None
        return NOT_APPLICABLE if self.not_applicable and is_na(value) else None

    def said(self, value: Value) -> str:
        """The level as a person would say it."""
        if is_na(value):
            return self.not_applicable_label
        return self.levels.get(str(value), str(value)) if is_whole(value) else ""

    def cell(self, value: Value) -> Cell:
        """The level's number; “not applicable” in words; nothing where skipped."""
        return value if is_whole(value) else self.said(value) or None


def is_whole(value: Value) -> TypeGuard[int]:
    """Whether this is a whole number of JSON; `true` is none, and 1.0 is none either."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_na(value: Value) -> bool:
    """Whether this is `{"na": true}`."""
    return isinstance(value, dict) and len(value) == 1 and value.get(NOT_APPLICABLE) is True
