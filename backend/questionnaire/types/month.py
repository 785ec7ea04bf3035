"""Month and year."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal
from unicodedata import decimal

from backend.questionnaire.bounds import MonthBound
from backend.questionnaire.calendar import MONTHS, Months, Unit
from backend.questionnaire.dated import DatedQuestion
from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question


class Month(DatedQuestion):
    """Stored as ISO 8601, `2026-05`.

    Two controls, since browsers that have no field for months show a blank one for both.
    """

    label: ClassVar[str] = "Month and year"
    purpose: ClassVar[str] = "Since when, or when about."
    missing: ClassVar[str] = "Choose a month, and write the year in four digits"
    unit: ClassVar[Unit] = Months()
    names: ClassVar[tuple[str, ...]] = MONTHS

    kind: Literal["month"] = "month"
    earliest: Annotated[str | None, MonthBound("Earliest month")] = None
    latest: Annotated[str | None, MonthBound("Latest month")] = None

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Any month, one between two months, and none after this one."""
        any_ = cls(id="q1", title="Since when?")
        fixed = cls(id="q1", title="When?", earliest="2020-01", latest="2026-12", required=True)
        past = cls(id="q1", title="Since when?", latest="today")
        return [
            (any_, ["1999-12", "2026-01", "0001-01", "9999-12"]),
            (fixed, ["2020-01", "2026-12"]),
            (past, ["2020-02"]),
        ]

    def fields(self) -> Mapping[str, int]:
        """One for each of the two."""
        return {"month": 1, "year": 1}

    def first_field(self) -> str:
        """The month."""
        return "month"

    def from_form(self, part: Part) -> Value:
        """The month chosen and the year written, or what was typed where it is none."""
        month, year = part.one("month"), part.one("year")
        digits = "".join(str(decimal(sign, sign)) for sign in year)
        written = f"{digits}-{month.zfill(2)}"
        if self.unit.read(written) is not None:
            return written
        return [month, year] if month or year else None

    def to_form(self, value: Value) -> Part:
        """The two fields."""
        if not isinstance(value, str):
            return Part()
        year, _, month = value.partition("-")
        return Part({"month": [month.lstrip("0")], "year": [year]})

    def check(self, value: Value) -> Refusal | None:
        """As for any of the calendar; beside the year where that is what is missing."""
        refusal = super().check(value)
        if refusal and isinstance(value, list) and value[:1] != [""]:
            return Refusal(self.missing, "year")
        return refusal
