"""Slider: a number on a line, and none until it is moved."""

from collections.abc import Iterator, Mapping
from decimal import Decimal as Exact
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.numbers import Numbers, written
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bin, Histogram, Result
from backend.questionnaire.rounding import shown
from backend.questionnaire.settings import Decimal, Text, YesNo
from backend.questionnaire.spread import counted, figures, spread
from backend.questionnaire.tally import Tally

MOST_STEPS = 1_000
MOST_DECIMALS = 6
MOST_BINS = 20
TOGETHER = (1, 2, 5, 10, 20, 50)
"""How many stops of the line a bin of the histogram may hold."""


class Slider(Question):
    """Stored as a number: `least`, or so many steps above it. Without a script it is typed."""

    label: ClassVar[str] = "Slider"
    purpose: ClassVar[str] = "A place on a line between two ends."
    grouped: ClassVar[bool] = False
    presettable: ClassVar[bool] = False
    rest: ClassVar[str] = "unit"
    missing: ClassVar[str] = "Choose a number"
    fixed: ClassVar[frozenset[str]] = frozenset({"least", "most", "step", "unit"})

    kind: Literal["slider"] = "slider"
    least: Annotated[float, Decimal("From", most=1e9)] = 0
    most: Annotated[float, Decimal("To", most=1e9)] = 100
    step: Annotated[float, Decimal("In steps of", most=1e9)] = 1
    unit: Annotated[str, Text("Unit", "Shown beside the number: kg, years.", longest=30)] = ""
    low_label: Annotated[str, Text("Label of the lowest", longest=100)] = ""
    high_label: Annotated[str, Text("Label of the highest", longest=100)] = ""
    show_value: Annotated[
        bool, YesNo("Show the number", "Without it, people point at a place between the ends.")
    ] = True

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """From 0, on both sides of 0, and between words alone."""
        usual = cls(id="q1", title="How full was it?", unit="%")
        ends = {"low_label": "Cold", "high_label": "Warm", "step": 0.5}
        both = cls(id="q1", title="How did it feel?", least=-2, most=2, **ends)
        return [(usual, [0, 37, 100]), (both.changed(show_value=False), [-1.5, 0, 2])]

    @cached_property
    def numbers(self) -> Numbers:
        """Which numbers are taken, but for the steps between them."""
        places = (
            Exact(repr(end)).normalize().as_tuple().exponent for end in (self.least, self.step)
        )
        decimals = max(0, *(-place for place in places if isinstance(place, int)))
        return Numbers(decimals, self.least, self.most)

    def problems(self) -> Iterator[str]:
        """Beside the text: two ends, and steps that lead from one to the other."""
        yield from super().problems()
        least, most, step = (Exact(repr(end)) for end in (self.least, self.most, self.step))
        if least >= most:
            yield f"does not go up: from {written(self.least)} to {written(self.most)}"
        elif self.numbers.decimals > MOST_DECIMALS:
            yield f"has more than {MOST_DECIMALS} decimals"
        elif step <= 0 or (most - least) % step:
            yield f"does not come from {written(self.least)} to {written(self.most)} in whole steps"
        elif (most - least) / step > MOST_STEPS:
            yield f"has more than {MOST_STEPS} steps"

    def summary(self) -> str:
        """The ends, and the steps."""
        ends = f"{written(self.least)} to {written(self.most)} {self.unit}".strip()
        return ends + (f", in steps of {written(self.step)}" if self.step != 1 else "")

    def hint(self) -> str:
        """The ends, and what they mean."""
        low, high = written(self.least), written(self.most)
        low += f" ({self.low_label})" if self.low_label else ""
        high += f" ({self.high_label})" if self.high_label else ""
        steps = f", in steps of {written(self.step)}" if self.step != 1 else ""
        return f"A number from {low} to {high}{steps}."

    def from_form(self, part: Part) -> Value:
        """The number, or what was typed where it is none."""
        return self.numbers.read(part.one())

    def to_form(self, value: Value) -> Part:
        """The number with a decimal point."""
        return Part({"": [written(value)]} if isinstance(value, int | float) else {})

    def check(self, value: Value) -> Refusal | None:
        """A number between the ends, on a step."""
        if problem := self.numbers.problem(value):
            return Refusal(problem)
        if isinstance(value, int | float) and self.numbers.steps(value) in self._stops:
            return None
        return Refusal(
            f"Write a number in steps of {written(self.step)} from {written(self.least)}"
        )

    def text(self, value: Value) -> str:
        """The number with its unit."""
        return f"{written(value)} {self.unit}".strip() if isinstance(value, int | float) else ""

    def cells(self, value: Value) -> list[Cell]:
        """The number."""
        return [value if isinstance(value, int | float) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this value, and its first two powers."""
        return counted(value, self.numbers)

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A histogram from one end to the other; mean, median, spread."""
        counts, decimals = tally.under("value:"), self.numbers.decimals
        chart = Histogram(tuple(self._bins(counts)) if counts else (), self.unit)
        told = figures(tally, spread(counts, decimals), decimals, self.unit)
        return Result(tally.answered, tally.skipped, chart, told)

    @property
    def _stops(self) -> range:
        least, most, step = map(self.numbers.steps, (self.least, self.most, self.step))
        return range(least, most + 1, step) if step else range(0)

    def _bins(self, counts: Mapping[str, int]) -> Iterator[Bin]:
        """As few stops a bin as make 21 bins at most; a last stop that is left joins the last."""
        stops = self._stops
        each = next(n for n in TOGETHER if len(stops) <= n * MOST_BINS + 1)
        firsts = range(0, max(1, len(stops) - (each > 1)), each)
        for first in firsts:
            own = stops[first:] if first == firsts[-1] else stops[first : first + each]
            n = sum(counts.get(str(stop), 0) for stop in own)
            yield self._bin(own[0] / self._scale, own[-1] / self._scale, n)

    def _bin(self, low: float, high: float, n: int) -> Bin:
        ends = [shown(end, self.numbers.decimals) for end in (low, high)]
        between = "–" if low >= 0 else " to "
        return Bin(low, high, n, ends[0] if low == high else between.join(ends))

    @property
    def _scale(self) -> int:
        return int(10**self.numbers.decimals)
