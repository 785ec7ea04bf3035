"""The part of a submitted form that belongs to one question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
"""An answer as JSON: `None` is shown and skipped; an absent answer was not shown."""

Cell: TypeAlias = "str | int | float | None"
"""What an answer puts into one column of an export."""


@dataclass(frozen=True)
class Part:
    """What was typed for one question: for each field name after the question's id, its values.

    The main field's name is the empty string: `q1=red&q1.text=dark` is
    `{"": ["red"], "text": ["dark"]}`.
    """

    fields: Mapping[str, list[str]] = field(default_factory=dict)

    def one(self, name: str = "") -> str:
        """The field's only or first value, without blank space around it, or an empty string."""
        values = self.fields.get(name)
        return values[0].strip() if values else ""

    def all(self, name: str = "") -> list[str]:
        """All values of the field, in the order in which they were sent."""
        return self.fields.get(name, [])

    def has(self, value: object, name: str = "") -> bool:
        """Whether the field was sent with this value: what a tick or a selection shows."""
        return str(value) in self.fields.get(name, ())


BLANK = Part()


class Refusal(NamedTuple):
    """Why a value cannot be an answer, in a sentence, and beside which of the fields to say it."""

    message: str
    field: str = ""
