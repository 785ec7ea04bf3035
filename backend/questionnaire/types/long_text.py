"""Long text: several lines in one's own words."""

from typing import Annotated, ClassVar, Literal

from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Whole
from backend.questionnaire.text import tidy
from backend.questionnaire.texts import LONGEST, TextQuestion


class LongText(TextQuestion):
    """Stored as text, with line feeds for line ends."""

    label: ClassVar[str] = "Long text"
    purpose: ClassVar[str] = "As much text as one likes."
    also_called: ClassVar[tuple[str, ...]] = ("paragraph", "long answer")

    kind: Literal["long_text"] = "long_text"
    longest: Annotated[int, Whole("At most this many characters", least=1, most=LONGEST)] = 5000

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Any text, and one of a certain length."""
        free = cls(id="q1", title="Anything to add?")
        bound = cls(id="q1", title="Anything to add?", shortest=2, longest=8)
        return [(free, ["One line.\nAnother.", "0"]), (bound, ["no", "12345678"])]

    def check(self, value: Value) -> Refusal | None:
        """A text as it would come from a form."""
        refusal = super().check(value)
        if refusal is None and isinstance(value, str) and value != tidy(value):
            return Refusal("End lines with a line feed, without blank space around the text")
        return refusal

    def from_form(self, part: Part) -> Value:
        """What was typed."""
        return tidy(part.one()) or None
