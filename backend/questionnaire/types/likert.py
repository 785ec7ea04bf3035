"""Likert: one statement and its ordered scale."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Diverging, Result
from backend.questionnaire.scales import ScaleQuestion
from backend.questionnaire.statistics import item
from backend.questionnaire.tally import Tally


class Likert(ScaleQuestion):
    """One level of a scale; stored as its number from 1, or as `{"na": true}`."""

    label: ClassVar[str] = "Likert scale"
    purpose: ClassVar[str] = "How much one agrees, or how often."
    missing: ClassVar[str] = "Choose one answer"
    also_called: ClassVar[tuple[str, ...]] = ("likert", "scale")
    shapes: ClassVar[frozenset[str]] = frozenset({"|"})

    kind: Literal["likert"] = "likert"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """The default scale, and a short one with “not applicable”."""
        agree = cls(id="q1", title="The work is interesting.")
        often = cls(id="q1", title="How often?", scale=("Never", "Often"), not_applicable=True)
        return [(agree, [1, 3, 5]), (often, [2, {"na": True}])]

    def from_form(self, part: Part) -> Value:
        """The level chosen."""
        return self.level(part.one())

    def to_form(self, value: Value) -> Part:
        """The radio button."""
        key = self.key(value)
        return Part({"": [key]} if key else {})

    def check(self, value: Value) -> Refusal | None:
        """One of the levels."""
        return None if self.key(value) else Refusal("Choose one of the answers in the list")

    def text(self, value: Value) -> str:
        """The level's label."""
        return self.said(value)

    def cells(self, value: Value) -> list[Cell]:
        """The level's number."""
        return [self.cell(value)]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this level."""
        yield f"level:{self.key(value)}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A diverging bar; mean, median and top two of those who gave a level."""
        line = item("", tally.under("level:"), len(self.scale))
        return Result(tally.answered, tally.skipped, Diverging(self.scale, (line,)), line.figures)
