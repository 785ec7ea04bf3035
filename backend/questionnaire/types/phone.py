"""Telephone number."""

import re
from typing import Annotated, ClassVar, Literal
from unicodedata import decimal

from backend.questionnaire.form import Value
from backend.questionnaire.personal import PersonalText
from backend.questionnaire.question import Question
from backend.questionnaire.settings import YesNo

INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")
NATIONAL = re.compile(r"[0-9]{3,15}")
BETWEEN = re.compile(r"[\s()./\u2010-\u2015\u2212-]")
TRUNK = re.compile(r"(?<=[0-9\s])\(0\)")


class Phone(PersonalText):
    """Stored in digits alone, after a `+` where it has a country code.

    Lengths are those of ITU-T E.164: at most 15 digits with the country code. A number written
    without one stays so: how it would be dialled from abroad depends on a country's own rules.
    """

    label: ClassVar[str] = "Telephone number"
    purpose: ClassVar[str] = "A number to call, with or without a country code."
    missing: ClassVar[str] = "Write a telephone number"
    longest: ClassVar[int] = 40

    kind: Literal["phone"] = "phone"
    international: Annotated[bool, YesNo("It must begin with a country code")] = False

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With or without a country code, and with one only."""
        any_ = cls(id="q1", title="Your number?")
        abroad = cls(id="q1", title="Your number?", international=True, required=True)
        return [(any_, ["+493012345678", "03012345678", "112"]), (abroad, ["+41443643532"])]

    def summary(self) -> str:
        """Whether a country code is asked for."""
        return "with a country code" if self.international else ""

    def hint(self) -> str:
        """How to begin, where it matters."""
        return "With the country code, such as +49 30 1234567." if self.international else ""

    def mended(self, typed: str) -> str:
        """The digits, after a plus sign where it begins with one or with two zeros."""
        plain = "".join(str(decimal(sign, sign)) for sign in typed).replace("\uff0b", "+")
        if plain.startswith(("+", "00")):
            plain = "+" + TRUNK.sub("", plain).removeprefix("+").removeprefix("00")
        return BETWEEN.sub("", plain)

    def problem(self, text: str) -> str | None:
        """A number of a possible length."""
        if self.international and not text.startswith("+"):
            return "Begin with the country code, such as +49"
        good = INTERNATIONAL.fullmatch(text) or NATIONAL.fullmatch(text)
        return None if good else "Write a telephone number in digits, such as +49 30 1234567"
