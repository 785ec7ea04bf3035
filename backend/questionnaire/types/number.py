"""Number: whole, or with up to six decimals."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal as Exact
from typing import Annotated, Any, ClassVar, Literal, Self
from unicodedata import decimal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import Decimal, Text, Whole
from backend.questionnaire.spread import MANY, figures, histogram, spread
from backend.questionnaire.tally import Tally

DIGITS = 15
"""Significant digits that a binary float of 64 bits always keeps."""
WRITTEN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
MINUS_AND_POINT = str.maketrans({"−": "-", "٫": "."})


class Number(Question):
    """Stored as a JSON number: whole where it has no decimals."""

    label: ClassVar[str] = "Number"
    purpose: ClassVar[str] = "A figure, with its limits and unit."
    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Write a number"
    fixed: ClassVar[frozenset[str]] = frozenset({"decimals", "unit"})

    kind: Literal["number"] = "number"
    least: Annotated[float | None, Decimal("At least")] = None
    most: Annotated[float | None, Decimal("At most")] = None
    decimals: Annotated[int, Whole("Decimals", "0 for whole numbers.", most=6)] = 0
    unit: Annotated[str, Text("Unit", "Shown beside the field: kg, years.", longest=30)] = ""

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A number from 0 up, so that phones show their pad of digits, which has no minus."""
        settings.setdefault("least", 0)
        return super().new(ids, **settings)

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Whole numbers, and decimals."""
        whole = cls(id="q1", title="Age?", least=0, most=120, unit="years")
        exact = cls(id="q1", title="Weight?", decimals=3, unit="kg")
        return [(whole, [0, 36, 120]), (exact, [-1.5, 0, 2, 0.001, 12345.678])]

    def problems(self) -> Iterator[str]:
        """Beside the text: bounds that can be met."""
        yield from super().problems()
        if self.least is not None and self.most is not None and self.least > self.most:
            yield f"asks for at least {written(self.least)} and at most {written(self.most)}"

    def summary(self) -> str:
        """The bounds and the unit."""
        return self.hint().rstrip(".")

    def hint(self) -> str:
        """What sort of number."""
        bounds = self._bounds().replace("at ", "of at ")
        if not self.decimals:
            return f"A whole number {bounds}".strip() + "."
        return ", ".join(filter(None, (f"A number with up to {self._places()}", bounds))) + "."

    def from_form(self, part: Part) -> Value:
        """The number typed, or what was typed where it is none that we keep exactly."""
        typed = part.one()
        plain = _plain(typed)
        if not WRITTEN.fullmatch(plain) or self._refused(plain):
            return typed or None
        number = Exact(plain.replace(",", "."))
        return int(number) if number == number.to_integral_value() else float(number)

    def to_form(self, value: Value) -> Part:
        """The number with a decimal point."""
        if isinstance(value, int | float):
            return Part({"": [written(value)]})
        return Part({"": [value]} if isinstance(value, str) else {})

    def check(self, value: Value) -> Refusal | None:
        """A finite number within the bounds, with no more decimals or digits than are kept."""
        if isinstance(value, str):
            plain = _plain(value)
            problem = self._refused(plain) if WRITTEN.fullmatch(plain) else None
            return Refusal(problem or f"Write {self._sort()}, in digits")
        if isinstance(value, bool) or not isinstance(value, int | float):
            return Refusal(f"Write {self._sort()}")
        if not abs(value) < 10**DIGITS:  # so that NaN is refused with the infinite and the huge
            return Refusal(f"Write a number of at most {DIGITS} digits")
        problem = self._refused(written(value)) or self._outside(value)
        return Refusal(problem) if problem else None

    def text(self, value: Value) -> str:
        """The number with its unit."""
        if not isinstance(value, int | float):
            return ""
        return f"{written(value)} {self.unit}".strip()

    def cells(self, value: Value) -> list[Cell]:
        """The number."""
        return [value if isinstance(value, int | float) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this value, and its first two powers, in whole steps of the last decimal."""
        if isinstance(value, int | float):
            scaled = int(Exact(repr(value)).scaleb(self.decimals))
            yield f"value:{scaled}", 1
            yield "sum:1", scaled
            yield "sum:2", scaled * scaled

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """Quartiles and bins, where more than 2,000 values differ."""
        counts = tally.under("value:")
        return spread(counts, self.decimals) if len(counts) > MANY else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A histogram; mean, standard deviation, quartiles."""
        shown = sketch or spread(tally.under("value:"), self.decimals)
        return Result(
            tally.answered,
            tally.skipped,
            histogram(shown, self.decimals, self.unit, stale=sketch is not None),
            figures(tally, shown, self.decimals, self.unit),
        )

    def _refused(self, plain: str) -> str | None:
        whole, _, decimals = plain.replace(",", ".").partition(".")
        if decimals and not self.decimals:
            return "Write a whole number, without a point or comma"
        if TWO_WAYS.fullmatch(plain) and self.decimals:
            joined = plain.replace(",", "")
            return f"Write {joined} or {plain.replace(',', '.')}: the comma can be read in two ways"
        if len(decimals) > self.decimals:
            return (
                f"Write at most {self.decimals} {'decimal' if self.decimals == 1 else 'decimals'}"
            )
        if len((whole + decimals).lstrip("-0")) > DIGITS:
            return f"Write a number of at most {DIGITS} digits"
        return None

    def _outside(self, value: float) -> str | None:
        low = self.least is not None and value < self.least
        high = self.most is not None and value > self.most
        return f"Write a number {self._bounds()}" if low or high else None

    def _bounds(self) -> str:
        if self.least is not None and self.most is not None:
            return f"from {written(self.least)} to {written(self.most)}"
        if self.least is not None:
            return f"at least {written(self.least)}"
        return f"at most {written(self.most)}" if self.most is not None else ""

    def _places(self) -> str:
        return "1 decimal" if self.decimals == 1 else f"{self.decimals} decimals"

    def _sort(self) -> str:
        return "a number" if self.decimals else "a whole number"


def written(number: float) -> str:
    """The number in digits, without an exponent and without zeros at the end of decimals."""
    exact = Exact(repr(number))
    whole = exact.to_integral_value()
    return f"{int(whole)}" if exact == whole else f"{exact:f}"


def _plain(typed: str) -> str:
    return "".join(str(decimal(sign, sign)) for sign in typed.translate(MINUS_AND_POINT))
