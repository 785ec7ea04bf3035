"""Days and months as whole numbers: reading, saying and cutting them into stretches."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
MOST = 31
"""Stretches of time in a chart."""
STEPS = (1, 3, 12, 60, 120, 600, 1200, 6000, 12000)
"""Months that a stretch of a chart may have, from one to a thousand years."""


class Unit(ABC):
    """What is counted: days or months, each a whole number, so that they can be compared."""

    one: str
    written: re.Pattern[str]
    now: str
    """What the present one is called."""

    @abstractmethod
    def read(self, text: str) -> int | None:
        """The number of what is written in ISO 8601, or `None` where that is none."""

    @abstractmethod
    def say(self, number: int) -> str:
        """The same in words."""

    @abstractmethod
    def of(self, day: date) -> int:
        """The number of the unit that this day is in."""

    @abstractmethod
    def edges(self, first: int, last: int) -> Sequence[int]:
        """Where stretches begin that hold both, few enough for a chart; the last one's end."""

    @abstractmethod
    def span(self, low: int, high: int) -> str:
        """The stretch from `low` to below `high`, in words."""


class Days(Unit):
    """Days, numbered from 1 January of the year 1 (`date.toordinal`)."""

    one, now, written = "day", "today", DAY

    def read(self, text: str) -> int | None:
        """The number of `2026-05-01`."""
        try:
            return date.fromisoformat(text).toordinal() if DAY.fullmatch(text) else None
        except ValueError:
            return None

    def say(self, number: int) -> str:
        """The day as “1 May 2026”."""
        day = date.fromordinal(number)
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def of(self, day: date) -> int:
        """The day itself."""
        return day.toordinal()

    def edges(self, first: int, last: int) -> Sequence[int]:
        """By day, by week (from Monday) or by months."""
        if last - first < MOST:
            return range(first, last + 2)
        monday = first - date.fromordinal(first).weekday()
        if last - monday < 7 * MOST:
            return range(monday, last + 8, 7)
        months = Months()
        ends = months.edges(*(months.of(date.fromordinal(day)) for day in (first, last)))
        return [_first_day(month) for month in ends]

    def span(self, low: int, high: int) -> str:
        """A day, the week of a day, or months."""
        if high - low == 1:
            return self.say(low)
        if high - low == 7:
            return f"Week of {self.say(low)}"
        months = Months()
        last = months.of(date.fromordinal(high - 1))
        return months.span(months.of(date.fromordinal(low)), last + 1)


class Months(Unit):
    """Months, numbered from January of the year 0."""

    one, now, written = "month", "this month", MONTH

    def read(self, text: str) -> int | None:
        """The number of `2026-05`."""
        found = MONTH.fullmatch(text)
        return int(found[1]) * 12 + int(found[2]) - 1 if found and int(found[1]) else None

    def say(self, number: int) -> str:
        """The month as “May 2026”."""
        return f"{MONTHS[number % 12]} {number // 12}"

    def of(self, day: date) -> int:
        """The month of the day."""
        return day.year * 12 + day.month - 1

    def edges(self, first: int, last: int) -> Sequence[int]:
        """By one month or by several, up to centuries."""
        step = next(n for n in STEPS if last // n - first // n < MOST or n == STEPS[-1])
        return range(first // step * step, last // step * step + step + 1, step)

    def span(self, low: int, high: int) -> str:
        """A month, “January to March 2026”, a year or “2020–2029”."""
        last = high - 1
        if last == low:
            return self.say(low)
        if last // 12 == low // 12:
            whole = last - low == 11
            return f"{low // 12}" if whole else f"{MONTHS[low % 12]} to {self.say(last)}"
        return f"{max(low // 12, 1)}–{min(last // 12, 9999)}"


def _first_day(month: int) -> int:
    year = month // 12
    if year < 1:
        return 1
    if year > date.max.year:
        return date.max.toordinal() + 1
    return date(year, month % 12 + 1, 1).toordinal()
