"""What answers add up to, made for people: numbers first, then a chart."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

Interval = tuple[float, float]
"""The lower and upper end of a 95 % interval."""


@dataclass(frozen=True)
class Figure:
    """One number with its name; `unit` follows it. `None` where there is nothing to compute.

    `digits` is how many decimals are shown at most; `interval`, if any, belongs to the number.
    """

    label: str
    value: float | None
    unit: str = ""
    digits: int = 1
    interval: Interval | None = None

    @property
    def text(self) -> str:
        """The number as it is shown; a dash where there is none."""
        return "–" if self.value is None else shown(self.value, self.digits)

    @property
    def interval_text(self) -> str:
        """The interval as it is shown, or an empty string."""
        return " to ".join(shown(end, self.digits) for end in self.interval or ())


@dataclass(frozen=True)
class Chart:
    """The data of a picture; `template` in `templates/charts/` draws it."""

    template: ClassVar[str] = "nothing"


@dataclass(frozen=True)
class Bar:
    """One bar: how many, their share of those who answered (0 to 1) and its 95 % interval."""

    label: str
    n: int
    share: float
    low: float
    high: float

    @property
    def percent(self) -> str:
        """The share in per cent, rounded to 0.1."""
        return percent(self.share)

    @property
    def interval_text(self) -> str:
        """The interval in per cent, rounded to 0.1."""
        return f"{percent(self.low)} to {percent(self.high)}"


@dataclass(frozen=True)
class Bars(Chart):
    """Horizontal bars, one a choice; `note` says what the shares are of."""

    template: ClassVar[str] = "bars"
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True)
class Columns(Chart):
    """Upright columns on an ordered axis: the distribution of a rating."""

    template: ClassVar[str] = "columns"
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Item:
    """One line of a diverging chart: counts and shares by level, lowest level first.

    `answered` is how many gave a level: the base of shares, mean and the rest. Those for whom
    the line is not applicable stand apart.
    """

    label: str
    answered: int
    not_applicable: int
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    mean: float | None
    median: float | None
    deviation: float | None
    top_two: float | None
    """Share of the two highest levels; none on a scale of fewer than four."""
    interval: Interval | None
    """The 95 % interval of the mean."""

    @property
    def percents(self) -> tuple[str, ...]:
        """The shares in per cent, rounded to 0.1."""
        return tuple(map(percent, self.shares))

    @property
    def mean_text(self) -> str:
        """The mean as it is shown."""
        return Figure("", self.mean, digits=2).text

    @property
    def deviation_text(self) -> str:
        """The standard deviation as it is shown."""
        return Figure("", self.deviation, digits=2).text


@dataclass(frozen=True)
class Diverging(Chart):
    """Stacked bars that diverge from the middle of an ordered scale."""

    template: ClassVar[str] = "diverging"
    levels: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` to below `high`, or at `low` where both are the same."""

    low: float
    high: float
    n: int
    label: str


@dataclass(frozen=True)
class Histogram(Chart):
    """How numbers are spread; `stale` is set where the picture is that of the last fold."""

    template: ClassVar[str] = "histogram"
    bins: tuple[Bin, ...]
    unit: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Texts(Chart):
    """The newest texts, which the page fetches a page at a time."""

    template: ClassVar[str] = "texts"


@dataclass(frozen=True)
class Result:
    """What is shown of one question: its base (`answered`), who skipped it, figures and chart."""

    answered: int
    skipped: int
    chart: Chart
    figures: tuple[Figure, ...] = ()


def percent(share: float) -> str:
    """A share of 0 to 1 in per cent, to one decimal, halves away from zero: 0.0625 is “6.3”.

    The shortest decimal that stands for the float is rounded, so that a half is a half.
    """
    return str((Decimal(repr(share)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))


def shown(number: float, digits: int) -> str:
    """A number to at most `digits` decimals, halves away from zero; from 10,000 on in threes."""
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    plain = f"{rounded:,f}" if abs(rounded) >= 10_000 else f"{rounded:f}"
    trimmed = plain.rstrip("0").rstrip(".") if digits else plain
    return trimmed.replace(",", "\u202f").replace("-", "−") if trimmed != "-0" else "0"
