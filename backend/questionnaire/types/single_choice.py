"""Single choice: one of a list, or one's own words."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal

from backend.questionnaire.choices import OpenChoiceQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.node import OTHER, Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.tally import Tally


class SingleChoice(OpenChoiceQuestion):
    """One choice; stored as its id, or as `{"choice": "other", "text": …}`."""

    label: ClassVar[str] = "Single choice"
    purpose: ClassVar[str] = "One of a list."
    usual: ClassVar[bool] = True
    missing: ClassVar[str] = "Choose one answer"

    kind: Literal["single_choice"] = "single_choice"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With and without “Other”."""
        choices = (Choice(id="c1", label="Red"), Choice(id="c2", label="Blue"))
        closed = cls(id="q1", title="Colour?", choices=choices)
        opened = cls(id="q1", title="Colour?", choices=choices, other=True)
        return [(closed, ["c1", "c2"]), (opened, ["c2", {"choice": "other", "text": "Teal"}])]

    def summary(self) -> str:
        """How many choices."""
        return f"{len(self.labels)} choices"

    def fields(self) -> Mapping[str, int]:
        """The choice, and the words beside “Other”."""
        return {"": 1, "text": 1} if self.other else {"": 1}

    def from_form(self, part: Part) -> Value:
        """The choice made; words alone mean “Other”, words beside another choice mean nothing."""
        chosen = part.one() or (OTHER if part.one("text") else "")
        return self.pick(chosen, part) if chosen else None

    def to_form(self, value: Value) -> Part:
        """The radio button, and the words beside “Other”."""
        chosen, words = self.picked(value), self.words(value)
        return Part({"": [chosen]} | ({"text": [words]} if words else {}) if chosen else {})

    def check(self, value: Value) -> Refusal | None:
        """One of the list."""
        if self.picked(value) is None:
            return Refusal("Choose one of the answers in the list")
        problem = self.words_problem(value)
        return Refusal(problem, "text") if problem else None

    def cells(self, value: Value) -> list[Cell]:
        """The label, or the words beside “Other”."""
        return [None if value is None else self.said(value)]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this choice."""
        yield f"choice:{self.picked(value)}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar a choice: shares of those who answered."""
        return Result(tally.answered, tally.skipped, Bars(self.bars(tally)))
