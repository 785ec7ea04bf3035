"""Date: a day of the calendar."""

from typing import ClassVar, Literal

from backend.questionnaire.calendar import Days, Unit
from backend.questionnaire.dated import DatedQuestion
from backend.questionnaire.form import Value
from backend.questionnaire.question import Question


class Date(DatedQuestion):
    """Stored as ISO 8601, `2026-05-01`."""

    label: ClassVar[str] = "Date"
    purpose: ClassVar[str] = "A day, also within days from today."
    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Choose a day, or write it as 2026-12-31"
    unit: ClassVar[Unit] = Days()

    kind: Literal["date"] = "date"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Any day, one between two days, and one not long after today."""
        any_ = cls(id="q1", title="Born on?")
        leap: list[Value] = ["1999-12-31", "2024-02-29", "2024-03-05", "0001-01-01", "9999-12-31"]
        fixed = cls(id="q1", title="When?", earliest="2026-05-01", latest="2026-05-31")
        soon = cls(id="q1", title="When?", earliest="today", latest="today+90", required=True)
        days: list[Value] = ["2026-05-01", "2026-05-31"]
        return [(any_, leap), (fixed, days), (soon, ["2026-11-23"])]
