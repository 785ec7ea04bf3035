"""Means side by side on one axis: the chart of what is ranked, shared out or measured in rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from backend.questionnaire.result import Chart, Figure, Interval
from backend.questionnaire.statistics import mean_interval, moments
from backend.questionnaire.tally import Tally


@dataclass(frozen=True)
class Mean:
    """The mean of one line, `n` of whom it is made, standard deviation and 95 % interval.

    `more` are further figures of the line.
    """

    label: str
    n: int
    mean: float | None
    deviation: float | None
    interval: Interval | None
    more: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Axis:
    """Lines on one axis from `low` to `high`; `digits` is how many decimals are shown at most.

    Where numbers are amounts, `low` is 0 and bars are drawn from there; else points.
    """

    label: str
    lines: tuple[Mean, ...]
    low: float
    high: float
    digits: int = 2
    unit: str = ""
    from_zero: bool = False

    def figure(self, line: Mean) -> Figure:
        """The mean of a line with its interval, to be shown."""
        return Figure("Mean", line.mean, self.unit, self.digits, line.interval)

    def deviation(self, line: Mean) -> Figure:
        """The standard deviation of a line, to be shown."""
        return Figure("SD", line.deviation, self.unit, self.digits)

    def at(self, value: float) -> float:
        """Where a value stands, in per cent of the axis; what is beyond it stands at its end."""
        spread = self.high - self.low
        return min(100.0, max(0.0, (value - self.low) / spread * 100)) if spread else 50.0

    @property
    def ends(self) -> tuple[Figure, Figure]:
        """The two ends, to be shown."""
        return Figure("", self.low, self.unit, self.digits), Figure(
            "", self.high, self.unit, self.digits
        )


@dataclass(frozen=True)
class Means(Chart):
    """One axis or several; `note` says how to read them."""

    template: ClassVar[str] = "means"
    axes: tuple[Axis, ...]
    note: str = ""

    @property
    def more(self) -> tuple[Figure, ...]:
        """Further figures of the first line, for what they are called: every line has the same."""
        lines = (line for axis in self.axes for line in axis.lines)
        return next((line.more for line in lines), ())


def mean_of(
    label: str, sums: Mapping[str, int], scale: int = 1, more: tuple[Figure, ...] = ()
) -> Mean:
    """A line from `n`, and the sums of the first (`1`) and second (`2`) powers, times `scale`."""
    n = sums.get("n", 0)
    mean, deviation = moments(n, sums.get("1", 0), sums.get("2", 0), scale)
    return Mean(label, n, mean, deviation, mean_interval(n, mean, deviation), more)


def cell_sums(tally: Tally, name: str) -> dict[str, int]:
    """What `mean_of` needs, from the counts `n:<name>`, `sum:<name>:1` and `sum:<name>:2`."""
    return {"n": tally[f"n:{name}"], **tally.under(f"sum:{name}:")}


def axis_ends(lines: tuple[Mean, ...], low: float | None, high: float | None) -> Interval:
    """The ends of an axis: those given, or as far as the intervals and means reach."""
    reached = [
        end for line in lines for end in (*(line.interval or ()), line.mean) if end is not None
    ]
    below = min([0.0, *reached]) if low is None else low
    above = max([below, *reached]) if high is None else high
    return below, above
