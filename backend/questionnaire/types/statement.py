"""Statement: a text between questions; nothing is answered."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Value
from backend.questionnaire.prose import Prose, render
from backend.questionnaire.question import Question
from backend.questionnaire.settings import LongText, Text


class Statement(Question):
    """A heading, a text in Markdown, or both."""

    label: ClassVar[str] = "Statement"
    purpose: ClassVar[str] = "A text to read, with nothing to answer."
    asks: ClassVar[bool] = False

    presettable: ClassVar[bool] = False
    kind: Literal["statement"] = "statement"
    title: Annotated[str, Text("Heading")] = ""
    help: Literal[""] = ""
    required: Literal[False] = False
    body: Annotated[str, LongText("Text", markdown=True)] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """A text, which takes no answer."""
        return [(cls(id="q1", title="The next part", body="is *short*."), [])]

    @property
    def prose(self) -> Prose:
        """The text as HTML."""
        return render(self.body)

    def problems(self) -> Iterator[str]:
        """There must be something to read."""
        if not (self.title or self.body):
            yield "has no text"

    def summary(self) -> str:
        """How the text begins."""
        return self.title or self.body[:80]

    def fields(self) -> Mapping[str, int]:
        """None."""
        return {}

    def from_form(self, part: Part) -> Value:
        """Nothing."""
        return None

    def columns(self) -> list[str]:
        """None."""
        return []

    def cells(self, value: Value) -> list[Cell]:
        """None."""
        return []
