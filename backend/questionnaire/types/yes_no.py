"""Yes or no."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.named import named
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.settings import Text
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally

KEYS = {True: "yes", False: "no"}


class YesNo(Question):
    """Stored as `true` or `false`."""

    label: ClassVar[str] = "Yes or no"
    purpose: ClassVar[str] = "A decision between two."
    missing: ClassVar[str] = "Choose one answer"
    also_called: ClassVar[tuple[str, ...]] = ("yes/no",)

    kind: Literal["yes_no"] = "yes_no"
    yes_label: Annotated[str, Text("Label of “Yes”", longest=100)] = "Yes"
    no_label: Annotated[str, Text("Label of “No”", longest=100)] = "No"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With the usual labels, and with others."""
        usual = cls(id="q1", title="Were you there?")
        own = cls(id="q1", title="True?", yes_label="True", no_label="False", required=True)
        return [(usual, [True, False]), (own, [False, True])]

    @property
    def labels(self) -> dict[str, str]:
        """The labels by what a form sends."""
        return {"yes": self.yes_label, "no": self.no_label}

    def problems(self) -> Iterator[str]:
        """Beside the text: two labels that differ."""
        yield from super().problems()
        if not (self.yes_label and self.no_label):
            yield "has an answer without a label"
        elif self.yes_label.casefold() == self.no_label.casefold():
            yield "has two answers with the same label"

    def summary(self) -> str:
        """The two labels."""
        return f"{self.yes_label} or {self.no_label}"

    def from_form(self, part: Part) -> Value:
        """The answer chosen."""
        typed = part.one()
        return {"yes": True, "no": False}.get(typed, typed or None)

    def from_link(self, values: Sequence[str]) -> Value:
        """The answer that the link names, as `yes` or `no` or by its label."""
        return super().from_link([named(self.labels, value) for value in values])

    def to_form(self, value: Value) -> Part:
        """The radio button."""
        return Part({"": [KEYS[value]]} if isinstance(value, bool) else {})

    def check(self, value: Value) -> Refusal | None:
        """True or false."""
        return None if isinstance(value, bool) else Refusal("Choose one of the two answers")

    def cells(self, value: Value) -> list[Cell]:
        """The label of the answer."""
        return [self.labels[KEYS[value]] if isinstance(value, bool) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this answer."""
        yield f"choice:{KEYS[bool(value)]}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """The two proportions with their intervals."""
        counts = tally.under("choice:")
        bars = [
            bar(label, counts.get(key, 0), tally.answered) for key, label in self.labels.items()
        ]
        return Result(tally.answered, tally.skipped, Bars(tuple(bars)))
