"""Hidden: a value that the link brings along, such as the mailing it stood in."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.settings import Parameter, Text
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line

LONGEST = 200
"""Characters of a value; what is longer is cut off."""
SHOWN = 20
"""How many different values have a bar of their own."""
CROWDED = 2_000
"""More different values than this are not read while a person waits."""


class Hidden(Question):
    """Stored as text of one line; `null` where the link brought nothing.

    It is whatever stands in the address, which anybody can change: good for telling mailings
    apart, and no proof of anything.
    """

    label: ClassVar[str] = "Hidden value"
    purpose: ClassVar[str] = "What the link says, such as where it stood."
    visible: ClassVar[bool] = False
    grouped: ClassVar[bool] = False

    kind: Literal["hidden"] = "hidden"
    title: Annotated[str, Text("Name for you", "Respondents do not see it.")] = ""
    help: Literal[""] = ""
    required: Literal[False] = False
    default: Literal[None] = None
    parameter: Annotated[
        str,
        Parameter(
            "Name in the link",
            "Call it source, and a link that ends with ?source=mail brings the value mail.",
        ),
    ] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Values as links have them."""
        source = cls(id="q1", title="Where the link stood", parameter="source")
        return [(source, ["mail", "Poster, 2nd floor", "x" * LONGEST, "Ärzte & <b>"])]

    def problems(self) -> Iterator[str]:
        """Beside the text: a name by which the link tells the value."""
        yield from super().problems()
        if not self.parameter:
            yield "has no name in the link"

    def summary(self) -> str:
        """How the link tells the value."""
        return f"?{self.parameter}=…" if self.parameter else ""

    def from_form(self, part: Part) -> Value:
        """The value on one line, cut off where it is too long; what cannot be kept is nothing."""
        value = one_line(part.one())[:LONGEST].strip()
        return value if value and is_storable(value) else None

    def check(self, value: Value) -> Refusal | None:
        """A text of one line."""
        if isinstance(value, str) and value and value == self.from_form(Part({"": [value]})):
            return None
        return Refusal("This is no value that a link can bring")

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this value."""
        yield f"value:{value}", 1

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """The most frequent values, where more than 2,000 differ."""
        counts = tally.under("value:")
        return {"first": _first(counts)} if len(counts) > CROWDED else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar a value, the most frequent first; all the others together in a last one."""
        first = sketch["first"] if sketch else _first(tally.under("value:"))
        bars = [bar(value, n, tally.answered) for value, n in first]
        others = tally.answered - sum(n for _, n in first)
        if others:
            bars.append(bar("All other values", others, tally.answered))
        return Result(tally.answered, tally.skipped, Bars(tuple(bars)))


def _first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]
