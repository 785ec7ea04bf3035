"""What every question shares whose answers stand in an order of their own: days, times, lengths."""

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, ClassVar

from backend.questionnaire.form import Cell, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bin, Chart, Histogram, Result
from backend.questionnaire.spread import MANY
from backend.questionnaire.statistics import Counts
from backend.questionnaire.tally import Tally
from backend.questionnaire.timeline import Said

MOST_BINS = 31


class OrderedQuestion(Question):
    """A question whose answers have places, which are whole numbers, and are said in words.

    Counts are by answer, and exact. Beyond 2,000 different answers a sketch stands for them.
    """

    ends: ClassVar[tuple[str, str]]
    """What the least and the greatest answer are called."""

    @abstractmethod
    def place(self, value: Value) -> int | None:
        """Where an answer, or its key in the counts, stands; `None` if this is none."""

    @abstractmethod
    def said(self, place: int) -> str:
        """The answer at this place, in words."""

    @abstractmethod
    def edges(self, first: int, last: int) -> Sequence[int]:
        """Where bins begin that hold both places, in order; the last edge ends the last bin."""

    @abstractmethod
    def span(self, low: int, high: int) -> str:
        """The places from `low` to below `high`, in words."""

    def picture(self, bins: tuple[Bin, ...], stale: bool) -> Chart:
        """The chart of these bins."""
        return Histogram(bins, stale=stale)

    def text(self, value: Value) -> str:
        """The answer in words."""
        place = self.place(value)
        return "" if place is None else self.said(place)

    def cells(self, value: Value) -> list[Cell]:
        """The answer as it is stored."""
        return [value if isinstance(value, str | int) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this answer."""
        if value is not None:
            yield f"value:{value}", 1

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """Ends, median and bins, where more than 2,000 answers differ."""
        counts = tally.under("value:")
        return self._spread(counts) if len(counts) > MANY else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """How answers are spread; the least, the middle and the greatest."""
        shown = sketch or self._spread(tally.under("value:"))
        bins = tuple(
            Bin(low, high, n, self.span(low, high)) for low, high, n in _paired(shown["bins"])
        )
        chart = self.picture(bins, stale=sketch is not None)
        return Result(tally.answered, tally.skipped, chart, tuple(self.figures(tally, shown)))

    def figures(self, tally: Tally, spread: Mapping[str, Any]) -> Iterator[Said]:
        """The least, the middle and the greatest; of two in the middle, the lesser."""
        least, middle, greatest = spread["points"]
        yield self.figure(self.ends[0], least)
        yield self.figure("Median", middle)
        yield self.figure(self.ends[1], greatest)

    def figure(self, label: str, place: int | None) -> Said:
        """A place with its name."""
        return Said(label, place, words="" if place is None else self.said(place))

    def _spread(self, counts: Mapping[str, int]) -> dict[str, Any]:
        placed = [(self.place(key), n) for key, n in counts.items()]
        ordered = sorted((place, n) for place, n in placed if place is not None)
        if not ordered:
            return {"points": [None] * 3, "bins": []}
        first, last = ordered[0][0], ordered[-1][0]
        edges = list(self.edges(first, last))
        numbers = [0] * (len(edges) - 1)
        for place, n in ordered:
            numbers[bisect_right(edges, place) - 1] += n
        bins = [[low, high, n] for (low, high), n in zip(pairwise(edges), numbers, strict=True)]
        return {"points": [first, _middle(ordered), last], "bins": bins}


def _middle(ordered: Counts) -> int:
    up_to = accumulate(n for _, n in ordered)
    half = (sum(n for _, n in ordered) - 1) // 2
    return next(place for (place, _), n in zip(ordered, up_to, strict=True) if n > half)


def _paired(bins: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    yield from ((low, high, n) for low, high, n in bins)
