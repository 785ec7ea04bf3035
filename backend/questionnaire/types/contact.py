"""Contact: name, addresses and the like, several fields in one question."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Literal, NamedTuple

from backend.questionnaire.countries import LANGUAGES, Language, countries
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.personal import PersonalQuestion
from backend.questionnaire.question import Question
from backend.questionnaire.settings import OneOf
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line
from backend.questionnaire.types.email import Email
from backend.questionnaire.types.phone import Phone

LONGEST = 200
ASK = {"no": "Not asked for", "optional": "May be left blank", "required": "Must be filled in"}
Ask = Literal["no", "optional", "required"]


class Line(NamedTuple):
    """One field: its label, how a browser knows it (WHATWG autofill), and its type of input."""

    label: str
    token: str
    type: str = "text"


LINES = {
    "name": Line("Name", "name"),
    "organisation": Line("Organisation", "organization"),
    "email": Line("E-mail address", "email", "email"),
    "phone": Line("Telephone number", "tel", "tel"),
    "street": Line("Street and number", "address-line1"),
    "postcode": Line("Postcode", "postal-code"),
    "city": Line("Town", "address-level2"),
    "country": Line("Country", "country"),
}
"""Every field there can be, in the order of an address."""


class Contact(PersonalQuestion):
    """Stored as `{"name": "Ada", "city": null}`: every field asked for, never all of them null.

    A field that must be filled in must be where the question is answered at all.
    """

    label: ClassVar[str] = "Contact"
    purpose: ClassVar[str] = "Name, e-mail, address: the fields that you need."
    missing: ClassVar[str] = "Fill in how to reach you"
    presettable: ClassVar[bool] = False

    kind: Literal["contact"] = "contact"
    ask_name: Annotated[Ask, OneOf("Name", labels=ASK, none="no")] = "required"
    ask_organisation: Annotated[Ask, OneOf("Organisation", labels=ASK, none="no")] = "no"
    ask_email: Annotated[Ask, OneOf("E-mail address", labels=ASK, none="no")] = "required"
    ask_phone: Annotated[Ask, OneOf("Telephone number", labels=ASK, none="no")] = "optional"
    ask_street: Annotated[Ask, OneOf("Street and number", labels=ASK, none="no")] = "no"
    ask_postcode: Annotated[Ask, OneOf("Postcode", labels=ASK, none="no")] = "no"
    ask_city: Annotated[Ask, OneOf("Town", labels=ASK, none="no")] = "no"
    ask_country: Annotated[Ask, OneOf("Country", labels=ASK, none="no")] = "no"
    language: Annotated[Language, OneOf("Country names in", labels=LANGUAGES)] = "en"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With few fields, and with all of them."""
        few = cls(id="q1", title="How can we reach you?")
        every = {f"ask_{name}": "optional" for name in LINES}
        whole = cls.model_validate({"id": "q1", "title": "Where?", "required": True, **every})
        ada: Value = {"name": "Ada", "email": "ada@example.org", "phone": None}
        blank: dict[str, Value] = dict.fromkeys(LINES)
        filled = {"name": "Ada", "phone": "+49301234", "street": "1 Rue d’Ulm", "country": "FR"}
        return [(few, [ada]), (whole, [{**blank, **filled}, {**blank, "city": "Ulm"}])]

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The fields that are asked for."""
        return {name: line for name, line in LINES.items() if self.ask(name) != "no"}

    @cached_property
    def countries(self) -> dict[str, str]:
        """The name of every country by its code."""
        return countries(self.language)

    def ask(self, name: str) -> Ask:
        """Whether a field is asked for, and must be filled in."""
        asked: Ask = getattr(self, f"ask_{name}")
        return asked

    def problems(self) -> Iterator[str]:
        """Beside the text: a field."""
        yield from super().problems()
        if not self.lines:
            yield "asks for no field"

    def summary(self) -> str:
        """The fields."""
        return ", ".join(line.label for line in self.lines.values())

    def fields(self) -> Mapping[str, int]:
        """One for each that is asked for."""
        return dict.fromkeys(self.lines, 1)

    def first_field(self) -> str:
        """The first that must be filled in, or the first."""
        needed = (name for name in self.lines if self.ask(name) == "required")
        return next(needed, next(iter(self.lines), ""))

    def from_form(self, part: Part) -> Value:
        """What was typed in each, or null; null where all are blank."""
        typed: dict[str, Value] = {name: self._mended(name, part) or None for name in self.lines}
        return typed if any(typed.values()) else None

    def to_form(self, value: Value) -> Part:
        """The fields that were filled in."""
        filled = value if isinstance(value, dict) else {}
        return Part({name: [str(filled[name])] for name in self.lines if filled.get(name)})

    def check(self, value: Value) -> Refusal | None:
        """Every field asked for, each of its form; not all of them null."""
        if not isinstance(value, dict) or value.keys() != self.lines.keys():
            return Refusal(self.missing, self.first_field())
        for name, line in self.lines.items():
            problem = self._problem(name, line, value[name])
            if problem:
                return Refusal(problem, name)
        if all(written is None for written in value.values()):
            return Refusal(self.missing, self.first_field())
        return None

    def text(self, value: Value) -> str:
        """What was filled in, a line of an address after the other."""
        return ", ".join(str(cell) for cell in self.cells(value) if cell is not None)

    def columns(self) -> list[str]:
        """One a field."""
        return [line.label for line in self.lines.values()]

    def cells(self, value: Value) -> list[Cell]:
        """What was filled in; a country by its code."""
        filled = value if isinstance(value, dict) else {}
        return [None if not filled.get(name) else str(filled[name]) for name in self.lines]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more for each field that was filled in."""
        for name, written in value.items() if isinstance(value, dict) else ():
            if written is not None:
                yield f"field:{name}", 1

    def filled(self, tally: Tally) -> Iterator[tuple[str, int]]:
        """How often each field was filled in; of those that are asked for no more, too."""
        counts = tally.under("field:")
        for name, line in LINES.items():
            if name in self.lines or name in counts:
                yield line.label, counts.get(name, 0)

    def _mended(self, name: str, part: Part) -> str:
        typed = one_line(part.one(name))
        if name == "email":
            return EMAIL.mended(typed)
        return PHONE.mended(typed) if name == "phone" else typed

    def _problem(self, name: str, line: Line, written: Value) -> str | None:
        if written is None:
            wanted = self.ask(name) == "required"
            return f"Fill in your {line.label.lower()}" if wanted else None
        checked = {"email": EMAIL, "phone": PHONE}.get(name)
        if checked:
            refusal = checked.check(written)
            return refusal.message if refusal else None
        if not isinstance(written, str) or not written or not is_storable(written):
            return f"Write your {line.label.lower()}"
        if name == "country":
            return None if written in self.countries else "Choose a country of the list"
        if len(written) > LONGEST:
            return f"Write at most {LONGEST} characters: you wrote {len(written)}"
        return None if written == one_line(written) else "Write it on one line"


EMAIL, PHONE = Email(id="email"), Phone(id="phone")
"""Their fields are judged as questions of these kinds."""
