"""What questions share that are answered by a day or a month, limited absolutely or from today."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from pydantic import PrivateAttr

from backend.questionnaire.bounds import DayBound, offset
from backend.questionnaire.calendar import Unit
from backend.questionnaire.form import Refusal, Value
from backend.questionnaire.ordered import OrderedQuestion
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bin, Chart
from backend.questionnaire.timeline import Timeline

BEHIND, AHEAD = timedelta(hours=12), timedelta(hours=14)
"""How far the clocks of the Earth are behind UTC and ahead of it (UTC−12 to UTC+14)."""


class DatedQuestion(OrderedQuestion):
    """A question answered by a day or a month in ISO 8601, from `earliest` to `latest`.

    A limit relative to today holds if it does anywhere on Earth at the moment, so that nobody is
    refused for the time zone in which they are.
    """

    ends: ClassVar[tuple[str, str]] = ("Earliest", "Latest")
    unit: ClassVar[Unit]

    earliest: Annotated[str | None, DayBound("Earliest day")] = None
    latest: Annotated[str | None, DayBound("Latest day")] = None
    _today: tuple[int, int] | None = PrivateAttr(None)

    def at(self, moment: datetime) -> Question:
        """The question with the days that it is somewhere on Earth."""
        if self._offsets == (None, None):
            return self
        then = self.changed()
        first, last = (moment - BEHIND).date(), (moment + AHEAD).date()
        then._today = self.unit.of(first), self.unit.of(last)
        return then

    def problems(self) -> Iterator[str]:
        """Beside the text: limits that can be met."""
        yield from super().problems()
        for first, last in (self._offsets, (self._fixed(self.earliest), self._fixed(self.latest))):
            if first is not None and last is not None and first > last:
                yield f"has a latest {self.unit.one} before the earliest"

    def summary(self) -> str:
        """The limits."""
        return self.limits

    def hint(self) -> str:
        """The limits."""
        return f"{self.limits[:1].upper()}{self.limits[1:]}." if self.limits else ""

    @property
    def limits(self) -> str:
        """From when to when, in words."""
        return ", ".join(filter(None, (self._from(), self._to())))

    def bound(self, setting: str | None) -> str:
        """What the control takes as a limit: an absolute one, as it is written."""
        return setting if setting and offset(setting) is None else ""

    def check(self, value: Value) -> Refusal | None:
        """A day or month that there is, within the limits."""
        place = self.place(value)
        if place is None:
            return Refusal(self.missing, self.first_field())
        least, most = self._least(), self._most()
        if (least is not None and place < least) or (most is not None and place > most):
            return Refusal(f"Choose a {self.unit.one}: {self.limits}", self.first_field())
        return None

    def place(self, value: Value) -> int | None:
        """The number of the day or month."""
        return self.unit.read(value) if isinstance(value, str) else None

    def said(self, place: int) -> str:
        """As people say it."""
        return self.unit.say(place)

    def edges(self, first: int, last: int) -> Sequence[int]:
        """Stretches of the calendar."""
        return self.unit.edges(first, last)

    def span(self, low: int, high: int) -> str:
        """A stretch of the calendar."""
        return self.unit.span(low, high)

    def picture(self, bins: tuple[Bin, ...], stale: bool) -> Chart:
        """Along the calendar."""
        return Timeline(bins, stale)

    @property
    def _offsets(self) -> tuple[int | None, int | None]:
        return offset(self.earliest or ""), offset(self.latest or "")

    def _fixed(self, setting: str | None) -> int | None:
        return self.unit.read(setting or "")

    def _least(self) -> int | None:
        after = self._offsets[0]
        if after is None:
            return self._fixed(self.earliest)
        return self._today[0] + after if self._today else None

    def _most(self) -> int | None:
        after = self._offsets[1]
        if after is None:
            return self._fixed(self.latest)
        return self._today[1] + after if self._today else None

    def _from(self) -> str:
        after, fixed = self._offsets[0], self._fixed(self.earliest)
        if after is None:
            return "" if fixed is None else f"from {self.unit.say(fixed)} on"
        if after == 0:
            return f"{self.unit.now} or later"
        return f"at least {self._many(after)} ahead" if after > 0 else f"at most {self._ago(after)}"

    def _to(self) -> str:
        after, fixed = self._offsets[1], self._fixed(self.latest)
        if after is None:
            return "" if fixed is None else f"until {self.unit.say(fixed)}"
        if after == 0:
            return f"{self.unit.now} or earlier"
        return f"at most {self._many(after)} ahead" if after > 0 else f"at least {self._ago(after)}"

    def _ago(self, after: int) -> str:
        return f"{self._many(-after)} ago"

    def _many(self, n: int) -> str:
        return f"{n} {self.unit.one}{'' if n == 1 else 's'}"
