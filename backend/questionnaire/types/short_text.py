"""Short text: one line in one's own words, or in a given form."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.settings import OneOf, Text, Whole
from backend.questionnaire.text import one_line
from backend.questionnaire.texts import LONGEST, TextQuestion

PATTERNS = {
    "any": "Anything",
    "letters": "Letters",
    "digits": "Digits",
    "letters_digits": "Letters and digits",
    "shape": "A shape of your own",
}
LETTER, DIGIT = r"[^\W\d_]", "[0-9]"
SIGNS = {"@": LETTER, "#": DIGIT, "*": f"(?:{LETTER}|{DIGIT})"}
WHOLE = {"letters": rf"(?:{LETTER}|[ '’.-])+", "digits": "[0-9]+", "letters_digits": r"[^\W_]+"}
SHAPE_HELP = (
    "# is a digit, @ a letter, * either; anything else stands for itself. “#### @@” fits 1234 AB. "
    "Put | between several shapes."
)


class ShortText(TextQuestion):
    """Stored as text of one line.

    A form is given as a shape, never as a regular expression. A shape is one sign a character,
    so matching takes one pass whatever is typed, where an author's expression could keep the
    server busy for hours; and those who write surveys can read it.
    """

    label: ClassVar[str] = "Short text"
    purpose: ClassVar[str] = "One line of text."
    usual: ClassVar[bool] = True
    also_called: ClassVar[tuple[str, ...]] = ("text", "short answer")
    shapes: ClassVar[frozenset[str]] = frozenset({""})

    kind: Literal["short_text"] = "short_text"
    longest: Annotated[int, Whole("At most this many characters", least=1, most=LONGEST)] = 200
    pattern: Annotated[
        Literal["any", "letters", "digits", "letters_digits", "shape"],
        OneOf("Allowed characters", labels=PATTERNS),
    ] = "any"
    shape: Annotated[str, Text("Shape", SHAPE_HELP, longest=100)] = ""
    pattern_hint: Annotated[
        str, Text("Hint about the format", "Shown below the question.", longest=200)
    ] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Free, and in each of the forms."""
        free = cls(id="q1", title="Your town?")
        post = cls(id="q1", title="Post code?", pattern="shape", shape="#### @@|####")
        digits = cls(id="q1", title="Number?", pattern="digits", shortest=3, longest=4)
        return [(free, ["Zürich", "0"]), (post, ["1234 AB", "0987"]), (digits, ["007", "1234"])]

    def problems(self) -> Iterator[str]:
        """Beside the lengths: a shape, where the answer must have one."""
        yield from super().problems()
        shapes = self.shape.split("|")
        if self.pattern != "shape":
            return
        if not all(shape.strip() for shape in shapes):
            yield "has no shape, or one that is blank"
        elif not any((self.shortest or 1) <= len(s.strip()) <= self.longest for s in shapes):
            yield "has a shape that does not fit the number of characters"

    def hint(self) -> str:
        """The form in words, and the lengths."""
        return " ".join(filter(None, (self.form, super().hint())))

    @cached_property
    def form(self) -> str:
        """The form that an answer must have, in a sentence; empty where any will do."""
        if self.pattern == "any":
            return ""
        if self.pattern_hint:
            return self.pattern_hint
        if self.pattern == "shape":
            shapes = " or ".join(shape.strip() for shape in self.shape.split("|"))
            signs = {"#": "# is a digit", "@": "@ is a letter", "*": "* is a letter or a digit"}
            used = ", ".join(said for sign, said in signs.items() if sign in shapes)
            return f"Write it as {shapes}" + (f", where {used}." if used else ".")
        return f"Write {PATTERNS[self.pattern].lower()} only."

    def from_form(self, part: Part) -> Value:
        """What was typed, on one line."""
        return one_line(part.one()) or None

    def check(self, value: Value) -> Refusal | None:
        """A text of one line, in the form asked for."""
        refusal = super().check(value)
        if refusal or not isinstance(value, str):
            return refusal
        if value != one_line(value):
            return Refusal("Write it on one line, without extra spaces")
        return None if self._expression.fullmatch(value) else Refusal(self.form)

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        if self.pattern == "any":
            return re.compile(".*")
        if self.pattern != "shape":
            return re.compile(WHOLE[self.pattern])
        shapes = (shape.strip() for shape in self.shape.split("|"))
        return re.compile("|".join("".join(map(_sign, shape)) for shape in shapes))


def _sign(sign: str) -> str:
    return SIGNS.get(sign, re.escape(sign))
