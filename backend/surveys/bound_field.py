"""The fields of an author's form for limits of days, months and times."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, StringField

from backend.questionnaire.bounds import offset

MOST_AWAY = 5
"""Digits of the number of days before or after today."""


class TimeField(StringField):
    """A time of day, or `None` where there is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; whether it is one is judged with the rest."""
        if valuelist:
            self.data = valuelist[0].strip() or None


class BoundField(Field):
    """A limit: none, a day (or month) of its own, or so many before or after today.

    `<name>` says which; `<name>-on` holds the day, `<name>-by` how many.
    """

    def __init__(self, unit: str, now: str, *args: Any, **more: Any) -> None:
        """A limit counted in this unit, whose present one is called `now`."""
        super().__init__(*args, **more)
        self.unit, self.now = unit, now
        self.sort, self.on, self.by = "", "", ""

    @property
    def options(self) -> Mapping[str, str]:
        """What a limit can be, in words."""
        unit, now = self.unit, self.now
        return {
            "": "No limit",
            "today": now[0].upper() + now[1:],
            "after": f"{unit.capitalize()}s after {now}",
            "before": f"{unit.capitalize()}s before {now}",
            "on": f"A certain {unit}",
        }

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the limit as it stands, then what was typed."""
        self.process_errors, self.raw_data = [], []
        self.data = data
        after = offset(data or "")
        if after is not None:
            self.sort = "after" if after > 0 else "before" if after else "today"
            self.by = str(abs(after)) if after else ""
        elif data:
            self.sort, self.on = "on", data
        if formdata is not None and self.name in formdata:
            self.sort = formdata.get(self.name)
            self.on, self.by = (formdata.get(f"{self.name}-{x}", "").strip() for x in ("on", "by"))
            self.data = self._typed()

    def _typed(self) -> str | None:
        if self.sort == "on":
            if not self.on:
                self.process_errors = [f"Choose a {self.unit}."]
            return self.on or None
        if self.sort not in ("after", "before"):
            return self.sort if self.sort == "today" else None
        by = self.by or "0"
        if not (by.isascii() and by.isdigit() and len(by) <= MOST_AWAY):
            self.process_errors = [f"Write how many {self.unit}s, such as 7."]
            return None
        sign = "+" if self.sort == "after" else "-"
        return f"today{sign}{int(by)}" if int(by) else "today"
