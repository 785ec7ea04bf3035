"""What answers add up to, made for people: numbers first, then a chart."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from backend.questionnaire.rounding import percent, shown
from backend.questionnaire.segments import Picture, colours, picture

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
    """The data of a picture; `template` in `templates/charts/` draws it.

    Where the words of respondents are the picture, `of_words` is set.
    """

    template: ClassVar[str] = "nothing"
    of_words: ClassVar[bool] = False


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
    def whole(self) -> str:
        """The share in whole per cent, where there is no room for more."""
        return percent(self.share, "1")

    @property
    def interval_text(self) -> str:
        """The interval in per cent, rounded to 0.1."""
        return f"{percent(self.low)} to {percent(self.high)}"


@dataclass(frozen=True)
class Bars(Chart):
    """Horizontal bars, one a choice; `note` says what the shares are of.

    `all` is what the table holds, where that is more than is drawn.
    """

    template: ClassVar[str] = "bars"
    bars: tuple[Bar, ...]
    note: str = ""
    all: tuple[Bar, ...] = ()


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
    def figures(self) -> tuple[Figure, ...]:
        """Mean with its interval, standard deviation, median and top two."""
        top = None if self.top_two is None else self.top_two * 100
        return (
            Figure("Mean", self.mean, digits=2, interval=self.interval),
            Figure("Standard deviation", self.deviation, digits=2),
            Figure("Median", self.median),
            Figure("Top two levels", top, "%"),
        )


@dataclass(frozen=True)
class Diverging(Chart):
    """Stacked bars that diverge from the middle of an ordered scale."""

    template: ClassVar[str] = "diverging"
    levels: tuple[str, ...]
    items: tuple[Item, ...]

    @cached_property
    def picture(self) -> Picture:
        """Where the segments of each bar stand."""
        return picture([item.shares if item.answered else () for item in self.items])

    @property
    def colours(self) -> tuple[str, ...]:
        """The colour of each level."""
        return colours(len(self.levels))


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
    """Texts, which the page fetches a page at a time."""

    template: ClassVar[str] = "texts"
    of_words: ClassVar[bool] = True


@dataclass(frozen=True)
class Result:
    """What is shown of one question: its base (`answered`), who skipped it, figures and chart."""

    answered: int
    skipped: int
    chart: Chart
    figures: tuple[Figure, ...] = ()
