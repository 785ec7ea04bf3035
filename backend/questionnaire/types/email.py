"""E-mail address."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from backend.questionnaire.form import Value
from backend.questionnaire.personal import PersonalText
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Text

LONGEST, LONGEST_LOCAL = 254, 64
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
DOMAIN = re.compile(rf"{LABEL}(?:\.{LABEL})+")
ADDRESS = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{DOMAIN.pattern}")


class Email(PersonalText):
    """Stored as typed, the domain in ASCII.

    The form is that of the HTML standard (“valid e-mail address”), narrowed by a dot in the
    domain, without which an address reaches nobody on the internet, and by the lengths of RFC 5321
    (section 4.5.3.1, and 254 as by erratum 1690 of RFC 3696).
    """

    label: ClassVar[str] = "E-mail address"
    purpose: ClassVar[str] = "An address to write to, checked for its form."
    missing: ClassVar[str] = "Write an e-mail address, such as name@example.org"
    longest: ClassVar[int] = LONGEST

    kind: Literal["email"] = "email"
    domains: Annotated[
        str, Text("Only at these domains", "Separated by commas: example.org, example.com.")
    ] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Any address, and one of certain domains only."""
        any_ = cls(id="q1", title="Where can we reach you?")
        own = cls(id="q1", title="At work?", domains="example.org, Example.com", required=True)
        taken: list[Value] = ["ada@example.org", "o'neil+survey@mail.example.co.uk"]
        return [(any_, taken), (own, ["ada@EXAMPLE.org", "b@example.com"])]

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """The domains that are taken, in small letters; none for all."""
        written = (domain.strip().lower() for domain in self.domains.split(","))
        return tuple(domain for domain in written if domain)

    def problems(self) -> Iterator[str]:
        """Beside the text: domains that there can be."""
        yield from super().problems()
        if not all(DOMAIN.fullmatch(domain) for domain in self.allowed):
            yield "has a domain that cannot be one; write them as example.org, with commas between"

    def summary(self) -> str:
        """The domains."""
        return ", ".join(self.allowed)

    def hint(self) -> str:
        """The domains."""
        return f"An address that ends with {self._endings}." if self.allowed else ""

    def mended(self, typed: str) -> str:
        """The address with its domain in ASCII, as browsers that know e-mail fields send it."""
        local, at, domain = typed.rpartition("@")
        try:
            return local + at + (domain if domain.isascii() else domain.encode("idna").decode())
        except UnicodeError:
            return typed

    def problem(self, text: str) -> str | None:
        """The form of an address, and a domain that is taken."""
        local, _, domain = text.rpartition("@")
        if not ADDRESS.fullmatch(text) or len(local) > LONGEST_LOCAL:
            return self.missing
        if self.allowed and domain.lower() not in self.allowed:
            return f"Write an address that ends with {self._endings}"
        return None

    @property
    def _endings(self) -> str:
        return " or ".join(f"@{domain}" for domain in self.allowed)
