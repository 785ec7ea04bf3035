"""Annotations of settings that limit days, months and times; beside those of `settings.py`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from backend.questionnaire.calendar import Days, Months, Unit
from backend.questionnaire.clock import TIME, read_time
from backend.questionnaire.settings import Setting

RELATIVE = re.compile(r"today(?:([+-])([0-9]{1,5}))?")


@dataclass(frozen=True)
class DayBound(Setting):
    """A day (`2026-05-01`), one relative to today (`today`, `today+90`, `today-7`), or none."""

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return Days()

    def limit(self, schema: Any) -> CoreSchema:
        """Refuse what is neither."""
        said = f"Choose a {self.unit.one}, or a number of them before or after today"
        pattern = f"{RELATIVE.pattern}|{self.unit.written.pattern}"
        return _checked(schema, lambda text: bool(self._holds(text)), said, pattern)

    def _holds(self, text: str) -> object:
        return RELATIVE.fullmatch(text) or self.unit.read(text) is not None


@dataclass(frozen=True)
class MonthBound(DayBound):
    """The same with months: `2026-05`, and `today+3` for three months after this one."""

    @property
    def unit(self) -> Unit:
        """What is counted."""
        return Months()


@dataclass(frozen=True)
class TimeBound(Setting):
    """A time of day (`09:30`), or none."""

    def limit(self, schema: Any) -> CoreSchema:
        """Refuse what is none."""
        return _checked(
            schema, lambda text: read_time(text) is not None, "Choose a time", TIME.pattern
        )


def offset(bound: str) -> int | None:
    """How many units after today a relative bound lies (before it: less than 0), or `None`."""
    found = RELATIVE.fullmatch(bound)
    return int(f"{found[1] or ''}{found[2] or 0}") if found else None


def _checked(schema: Any, is_good: Callable[[str], bool], said: str, pattern: str) -> CoreSchema:
    def check(text: str) -> str:
        if not is_good(text):
            raise PydanticCustomError("no_bound", "{said}", {"said": said})
        return text

    told = {"pydantic_js_updates": {"pattern": f"^(?:{pattern})$"}}
    inner = schema["schema"] | {"max_length": 20}
    good = core_schema.no_info_after_validator_function(check, inner, metadata=told)
    return core_schema.nullable_schema(good)
