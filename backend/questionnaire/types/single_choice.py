"""Single choice: one of a list, or one's own words."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from backend.questionnaire.choices import OneChoiceQuestion
from backend.questionnaire.form import Value
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.tally import Tally


class SingleChoice(OneChoiceQuestion):
    """One choice; stored as its id, or as `{"choice": "other", "text": …}`."""

    label: ClassVar[str] = "Single choice"
    purpose: ClassVar[str] = "One of a list."
    usual: ClassVar[bool] = True
    also_called: ClassVar[tuple[str, ...]] = ("choice", "radio buttons")
    shapes: ClassVar[frozenset[str]] = frozenset({"-"})

    kind: Literal["single_choice"] = "single_choice"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With and without “Other”."""
        choices = (Choice(id="c1", label="Red"), Choice(id="c2", label="Blue"))
        closed = cls(id="q1", title="Colour?", choices=choices)
        opened = cls(id="q1", title="Colour?", choices=choices, other=True)
        return [(closed, ["c1", "c2"]), (opened, ["c2", {"choice": "other", "text": "Teal"}])]

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar a choice: shares of those who answered."""
        return Result(tally.answered, tally.skipped, Bars(self.bars(tally)))
