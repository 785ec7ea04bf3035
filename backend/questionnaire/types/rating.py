"""Rating: stars, numbers or smileys, from 1 up."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Columns, Figure, Result
from backend.questionnaire.scales import is_whole
from backend.questionnaire.settings import OneOf, Text, Whole
from backend.questionnaire.statistics import bar, item
from backend.questionnaire.tally import Tally

SHAPES = {"stars": "Stars", "numbers": "Numbers", "smileys": "Smileys"}


class Rating(Question):
    """How many of so many; stored as the number from 1."""

    label: ClassVar[str] = "Rating"
    purpose: ClassVar[str] = "Stars, numbers or smileys."
    usual: ClassVar[bool] = True
    missing: ClassVar[str] = "Choose a rating"
    fixed: ClassVar[frozenset[str]] = frozenset({"levels"})
    also_called: ClassVar[tuple[str, ...]] = ("stars",)
    bounds: ClassVar[tuple[str, str]] = ("", "levels")

    kind: Literal["rating"] = "rating"
    shape: Annotated[Literal["stars", "numbers", "smileys"], OneOf("Shown as", labels=SHAPES)] = (
        "stars"
    )
    levels: Annotated[int, Whole("Levels", "From 3 to 10.", least=3, most=10)] = 5
    low_label: Annotated[str, Text("Label of the lowest", longest=100)] = ""
    high_label: Annotated[str, Text("Label of the highest", longest=100)] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Each of the shapes."""
        ends = {"low_label": "Poor", "high_label": "Excellent"}
        stars = cls(id="q1", title="How was it?")
        numbers = cls(id="q1", title="How was it?", shape="numbers", levels=10, **ends)
        smileys = cls(id="q1", title="How was it?", shape="smileys", levels=3, required=True)
        return [(stars, [1, 5]), (numbers, [1, 10]), (smileys, [2, 3])]

    def summary(self) -> str:
        """How many of what."""
        return f"{self.levels} {self.shape}"

    def name(self, level: int) -> str:
        """What a level is called: its number, with the words at the ends."""
        end = {1: self.low_label, self.levels: self.high_label}.get(level)
        return f"{level} of {self.levels}" + (f", {end}" if end else "")

    def from_form(self, part: Part) -> Value:
        """The level chosen."""
        typed = part.one()
        return int(typed) if typed in map(str, range(1, self.levels + 1)) else typed or None

    def check(self, value: Value) -> Refusal | None:
        """A whole number from 1 to the number of levels."""
        if is_whole(value) and 1 <= value <= self.levels:
            return None
        return Refusal(f"Choose a rating from 1 to {self.levels}")

    def cells(self, value: Value) -> list[Cell]:
        """The number."""
        return [value if is_whole(value) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this level."""
        yield f"level:{value}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A column a level; mean with its interval, median, standard deviation."""
        counts = tally.under("level:")
        numbers = range(1, self.levels + 1)
        line = item("", counts, self.levels)
        figures = (
            Figure("Mean", line.mean, digits=2, interval=line.interval),
            Figure("Median", line.median),
            Figure("Standard deviation", line.deviation, digits=2),
        )
        bars = tuple(bar(str(n), counts.get(str(n), 0), tally.answered) for n in numbers)
        return Result(tally.answered, tally.skipped, Columns(bars), figures)
