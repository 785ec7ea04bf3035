"""Numbers as people type them, and which of them are taken; exact up to 15 digits."""

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import decimal

from backend.questionnaire.form import Value

DIGITS = 15
"""Significant digits that a binary float of 64 bits always keeps."""
WRITTEN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
TWO_WAYS = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
MINUS_AND_POINT = str.maketrans({"−": "-", "٫": "."})


@dataclass(frozen=True)
class Numbers:
    """The numbers from `least` to `most`, where there are such, with at most so many decimals."""

    decimals: int = 0
    least: float | None = None
    most: float | None = None

    def read(self, typed: str) -> Value:
        """The number typed, or what was typed where it is none that is kept exactly, or `None`."""
        plain = _plain(typed)
        if not WRITTEN.fullmatch(plain) or self._refused(plain):
            return typed or None
        number = Decimal(plain.replace(",", "."))
        return int(number) if number == number.to_integral_value() else float(number)

    def problem(self, value: Value) -> str | None:
        """Why this, any JSON, is none of the numbers, in a sentence; or `None` if it is."""
        if isinstance(value, str):
            plain = _plain(value)
            problem = self._refused(plain) if WRITTEN.fullmatch(plain) else None
            return problem or f"Write {self._sort()}, in digits"
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"Write {self._sort()}"
        if not abs(value) < 10**DIGITS:  # so that NaN is refused with the infinite and the huge
            return f"Write a number of at most {DIGITS} digits"
        return self._refused(written(value)) or self._outside(value)

    def steps(self, value: float) -> int:
        """The number in whole steps of its last decimal: 36.5 with one decimal is 365."""
        return int(Decimal(repr(value)).scaleb(self.decimals))

    def hint(self) -> str:
        """Which numbers these are, in a sentence."""
        bounds = self.bounds().replace("at ", "of at ")
        if not self.decimals:
            return f"A whole number {bounds}".strip() + "."
        return ", ".join(filter(None, (f"A number with up to {self._places()}", bounds))) + "."

    def problems(self) -> str | None:
        """What is wrong with the bounds, for authors, or `None`."""
        if self.least is not None and self.most is not None and self.least > self.most:
            return f"asks for at least {written(self.least)} and at most {written(self.most)}"
        return None

    def bounds(self) -> str:
        """The bounds in words; empty where there is none."""
        if self.least is not None and self.most is not None:
            return f"from {written(self.least)} to {written(self.most)}"
        if self.least is not None:
            return f"at least {written(self.least)}"
        return f"at most {written(self.most)}" if self.most is not None else ""

    @property
    def pad(self) -> str:
        """The keys that phones show (`inputmode`); their pads of digits have no minus."""
        if self.least is None or self.least < 0:
            return ""
        return "decimal" if self.decimals else "numeric"

    def _refused(self, plain: str) -> str | None:
        whole, _, decimals = plain.replace(",", ".").partition(".")
        if decimals and not self.decimals:
            return "Write a whole number, without a point or comma"
        if TWO_WAYS.fullmatch(plain) and self.decimals:
            joined = plain.replace(",", "")
            return f"Write {joined} or {plain.replace(',', '.')}: the comma can be read in two ways"
        if len(decimals) > self.decimals:
            return f"Write at most {self._places()}"
        if len((whole + decimals).lstrip("-0")) > DIGITS:
            return f"Write a number of at most {DIGITS} digits"
        return None

    def _outside(self, value: float) -> str | None:
        low = self.least is not None and value < self.least
        high = self.most is not None and value > self.most
        return f"Write a number {self.bounds()}" if low or high else None

    def _places(self) -> str:
        return "1 decimal" if self.decimals == 1 else f"{self.decimals} decimals"

    def _sort(self) -> str:
        return "a number" if self.decimals else "a whole number"


def written(number: float) -> str:
    """The number in digits, without an exponent and without zeros at the end of decimals."""
    exact = Decimal(repr(number))
    whole = exact.to_integral_value()
    return f"{int(whole)}" if exact == whole else f"{exact:f}"


def is_number(value: Value) -> bool:
    """Whether this is a number of JSON; `true` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(typed: str) -> str:
    return "".join(str(decimal(sign, sign)) for sign in typed.translate(MINUS_AND_POINT))
