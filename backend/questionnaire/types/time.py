"""Time of day."""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from backend.questionnaire.bounds import TimeBound
from backend.questionnaire.clock import DAY, read_time, write_time
from backend.questionnaire.form import Refusal, Value
from backend.questionnaire.ordered import MOST_BINS, OrderedQuestion
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Whole

WIDTHS = (1, 5, 15, 30, 60)
"""Minutes that a bin of the chart may have."""


class Time(OrderedQuestion):
    """Stored as ISO 8601, `14:30`.

    Where the latest time comes before the earliest, the stretch goes over midnight. Steps are
    counted from the earliest time, or from midnight.
    """

    label: ClassVar[str] = "Time"
    purpose: ClassVar[str] = "A time of day."
    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Choose a time, or write it as 14:30"
    ends: ClassVar[tuple[str, str]] = ("Earliest", "Latest")

    kind: Literal["time"] = "time"
    earliest: Annotated[str | None, TimeBound("Earliest time")] = None
    latest: Annotated[str | None, TimeBound("Latest time")] = None
    step: Annotated[int, Whole("In steps of this many minutes", least=1, most=720)] = 1

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Any time, one in office hours, and one at night."""
        any_ = cls(id="q1", title="When?")
        office = cls(id="q1", title="When?", earliest="09:00", latest="17:30", step=30)
        night = cls(id="q1", title="When?", earliest="22:00", latest="06:00", required=True)
        return [
            (any_, ["00:00", "14:05", "23:59"]),
            (office, ["09:00", "12:30", "17:30"]),
            (night, ["22:00", "23:59", "00:00", "06:00"]),
        ]

    def problems(self) -> Iterator[str]:
        """Beside the text: a stretch of time."""
        yield from super().problems()
        if self.earliest and self.earliest == self.latest:
            yield "has the same time as the earliest and the latest"

    def summary(self) -> str:
        """The limits and the step."""
        steps = f"in steps of {self.step} minutes" if self.step > 1 else ""
        return ", ".join(filter(None, (self._limits, steps)))

    def hint(self) -> str:
        """The limits and the step."""
        said = self.summary()
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    def check(self, value: Value) -> Refusal | None:
        """A time of day within the limits, on a step."""
        place = self.place(value)
        if place is None:
            return Refusal(self.missing)
        first, last = self._ends
        since, length = (place - first) % DAY, (last - first) % DAY
        if since > length:
            return Refusal(f"Choose a time {self._limits}")
        if since % self.step:
            return Refusal(f"Choose a time in steps of {self.step} minutes")
        return None

    def place(self, value: Value) -> int | None:
        """The minutes since midnight; where the stretch goes over one, since the one before it."""
        place = read_time(value) if isinstance(value, str) else None
        first, last = self._ends
        return place + DAY if place is not None and last < first and place < first else place

    def said(self, place: int) -> str:
        """Hours and minutes."""
        return write_time(place % DAY)

    def edges(self, first: int, last: int) -> Sequence[int]:
        """Equal stretches, of an hour at most, and of a step at least."""
        widths = [w for w in WIDTHS if w >= self.step] or [WIDTHS[-1]]
        width = next(w for w in widths if last // w - first // w < MOST_BINS)
        return range(first // width * width, last + width + 1, width)

    def span(self, low: int, high: int) -> str:
        """From the first to the last minute."""
        return self.said(low) + (f"–{self.said(high - 1)}" if high - low > 1 else "")

    @property
    def _ends(self) -> tuple[int, int]:
        """The earliest and the latest minute that are taken."""
        return read_time(self.earliest or "") or 0, read_time(self.latest or "23:59") or 0

    @property
    def _limits(self) -> str:
        if self.earliest and self.latest:
            return f"from {self.earliest} to {self.latest}"
        return (
            f"from {self.earliest} on"
            if self.earliest
            else f"until {self.latest}"
            if self.latest
            else ""
        )
