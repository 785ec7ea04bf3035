"""Duration: how long something takes or took."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal
from unicodedata import decimal

from backend.questionnaire.clock import say_length
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.ordered import MOST_BINS, OrderedQuestion
from backend.questionnaire.question import Question
from backend.questionnaire.scales import is_whole
from backend.questionnaire.settings import Decimal, OneOf
from backend.questionnaire.statistics import moments
from backend.questionnaire.tally import Tally
from backend.questionnaire.timeline import Said

SECOND, MINUTE, HOUR, DAY = 1, 60, 3_600, 86_400
UNITS = {
    "hours": (("hours", HOUR), ("minutes", MINUTE)),
    "minutes": (("minutes", MINUTE), ("seconds", SECOND)),
    "days": (("days", DAY), ("hours", HOUR)),
}
LABELS = {
    "hours": "Hours and minutes",
    "minutes": "Minutes and seconds",
    "days": "Days and hours",
}
MOST = 10_000 * DAY
MOST_DIGITS, MOST_OF_LINK = 6, 9
WIDTHS = (
    *(1, 5, 10, 15, 30),
    *(n * MINUTE for n in (1, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
    *(n * DAY for n in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
"""Seconds that a bin of the chart may have."""


class Duration(OrderedQuestion):
    """Stored in whole seconds, whatever is asked for: one meaning for ever, and exact sums.

    So the units can change while the survey runs, and the results stay one.
    """

    label: ClassVar[str] = "Duration"
    purpose: ClassVar[str] = "How long, in hours and minutes or in days."
    missing: ClassVar[str] = "Write how long"
    ends: ClassVar[tuple[str, str]] = ("Shortest", "Longest")

    kind: Literal["duration"] = "duration"
    units: Annotated[Literal["hours", "minutes", "days"], OneOf("Asked in", labels=LABELS)] = (
        "hours"
    )
    least: Annotated[
        float | None, Decimal("At least", "In the larger unit: 1.5 is an hour and a half.", 10_000)
    ] = None
    most: Annotated[float | None, Decimal("At most", "In the larger unit.", 10_000)] = None

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """In each of the units, with limits and without."""
        hours = cls(id="q1", title="How long did it take?")
        quick = cls(id="q1", title="How long?", units="minutes", least=0.5, most=10, required=True)
        days = cls(id="q1", title="How long were you away?", units="days", most=30)
        return [
            (hours, [0, 5_400, 86_400, MOST]),
            (quick, [30, 95, 600]),
            (days, [36 * HOUR, 30 * DAY]),
        ]

    def problems(self) -> Iterator[str]:
        """Beside the text: limits that can be met."""
        yield from super().problems()
        least, most = self._bounds
        if least < 0 or most < least:
            yield "has limits that no duration can keep"

    def summary(self) -> str:
        """The units and the limits."""
        return ", ".join(filter(None, (LABELS[self.units].lower(), self._limits)))

    def hint(self) -> str:
        """The limits."""
        return f"{self._limits[:1].upper()}{self._limits[1:]}." if self._limits else ""

    def fields(self) -> Mapping[str, int]:
        """One for each of the two units."""
        return {name: 1 for name, _ in UNITS[self.units]}

    def first_field(self) -> str:
        """The larger unit."""
        return UNITS[self.units][0][0]

    def from_form(self, part: Part) -> Value:
        """The seconds of both fields, of which one may be blank; what was typed if it is wrong."""
        typed = [_plain(part.one(name)) for name, _ in UNITS[self.units]]
        if not any(typed):
            return None
        if all(_is_number(text or "0") for text in typed):
            sizes = (size for _, size in UNITS[self.units])
            return sum(int(text or 0) * size for text, size in zip(typed, sizes, strict=True))
        return [*typed]

    def from_link(self, values: Sequence[str]) -> Value:
        """The seconds that the link names."""
        typed = next(iter(values), None)
        return int(typed) if typed and _is_number(typed, MOST_OF_LINK) else typed

    def to_form(self, value: Value) -> Part:
        """The two fields."""
        if not is_whole(value):
            return Part()
        (large, size), (small, step) = UNITS[self.units]
        return Part({large: [str(value // size)], small: [str(value % size // step)]})

    def check(self, value: Value) -> Refusal | None:
        """Whole seconds within the limits, in steps of the smaller unit."""
        (large, _), (small, step) = UNITS[self.units]
        if isinstance(value, list) and value and isinstance(value[0], str):
            wrong = large if not _is_number(value[0] or "0") else small
            return Refusal(f"Write the {wrong} in digits, as a whole number", wrong)
        if not is_whole(value) or value % step:
            return Refusal(f"Write how long, in {large} and {small}", large)
        least, most = self._bounds
        if not least <= value <= most:
            said = self._limits or f"at most {self.said(MOST)}"
            return Refusal(f"Write a duration of {said}", large)
        return None

    def place(self, value: Value) -> int | None:
        """The seconds."""
        if isinstance(value, str):
            return int(value)
        return value if is_whole(value) else None

    def said(self, place: int) -> str:
        """“1 h 30 min”, or “2 days 3 h”."""
        return say_length(place, days=self.units == "days")

    def edges(self, first: int, last: int) -> Sequence[int]:
        """Equal stretches, which begin at full minutes, hours or days."""
        widths = [width for width in WIDTHS if width >= UNITS[self.units][1][1]]
        width = next(w for w in widths if last // w - first // w < MOST_BINS or w == widths[-1])
        return range(first // width * width, last + width + 1, width)

    def span(self, low: int, high: int) -> str:
        """One step of the smaller unit, or from a length to under another."""
        one = high - low == UNITS[self.units][1][1]
        return self.said(low) if one else f"{self.said(low)} to under {self.said(high)}"

    def columns(self) -> list[str]:
        """One, in seconds."""
        return ["seconds"]

    def cells(self, value: Value) -> list[Cell]:
        """The seconds."""
        return [value if is_whole(value) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this length, and its first two powers."""
        if is_whole(value):
            yield f"value:{value}", 1
            yield "sum:1", value
            yield "sum:2", value * value

    def figures(self, tally: Tally, spread: Mapping[str, Any]) -> Iterator[Said]:
        """The mean and the standard deviation, rounded to seconds, before the others."""
        mean, deviation = moments(tally.answered, tally["sum:1"], tally["sum:2"])
        for label, value in (("Mean", mean), ("Standard deviation", deviation)):
            yield self.figure(label, None if value is None else int(value + 0.5))
        yield from super().figures(tally, spread)

    @property
    def _bounds(self) -> tuple[int, int]:
        size = UNITS[self.units][0][1]
        least = 0 if self.least is None else round(self.least * size)
        return least, MOST if self.most is None else min(round(self.most * size), MOST)

    @property
    def _limits(self) -> str:
        least, most = self._bounds
        first = "" if self.least is None else f"at least {self.said(least)}"
        last = "" if self.most is None else f"at most {self.said(most)}"
        return ", ".join(filter(None, (first, last)))


def _plain(typed: str) -> str:
    return "".join(str(decimal(sign, sign)) for sign in typed)


def _is_number(text: str, most: int = MOST_DIGITS) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most
