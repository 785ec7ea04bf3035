"""What answers add up to, made for people: numbers first, then a chart."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Figure:
    """One number with its name; `unit` follows it. `None` where there is nothing to compute."""

    label: str
    value: float | None
    unit: str = ""


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
    """One line of a diverging chart: counts and shares by level, lowest level first."""

    label: str
    answered: int
    not_applicable: int
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    mean: float | None
    median: float | None
    deviation: float | None
    top_two: float | None
    """Share of the two highest levels among those who gave a level."""


@dataclass(frozen=True)
class Diverging(Chart):
    """Stacked bars that diverge from the middle of an ordered scale."""

    template: ClassVar[str] = "diverging"
    levels: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Bin:
    """How many values lie from `low` up to `high`; the last bin holds its upper end too."""

    low: float
    high: float
    n: int


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
