"""Consent: a text to agree to, or not."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.completeness import completeness
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.prose import Prose, render
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import LongText, Text
from backend.questionnaire.tally import Tally

DIGITS = 16
"""Of the digest, in hexadecimal: 64 bits, which tell the texts of a survey apart."""


class Consent(Question):
    """Stored as `{"agreed": true, "text": digest}`: which text was agreed to is known for ever.

    The digest is the beginning of SHA-256 over the question, the help, the text and the words
    beside the box, with a line feed after each. The box holds it, so that a form says which text
    was on the page. It is never ticked beforehand: silence is no consent.
    """

    label: ClassVar[str] = "Consent"
    purpose: ClassVar[str] = "A text to agree to; which one is kept with the answer."
    presettable: ClassVar[bool] = False
    missing: ClassVar[str] = "Tick the box to agree: it is needed to take part"

    kind: Literal["consent"] = "consent"
    body: Annotated[str, LongText("Text to agree to", "A link may lead to more.", 5000, True)] = ""
    box: Annotated[str, Text("Label of the box", longest=300)] = "I agree"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """One that may be left open, and one that must be given."""
        free = cls(id="q1", title="May we quote you?")
        must = cls(
            id="q1",
            title="Privacy",
            body="We keep your answers for a year. [More](https://example.org/privacy)",
            box="I have read this and agree",
            required=True,
        )
        return [(asked, [{"agreed": True, "text": asked.digest}]) for asked in (free, must)]

    @cached_property
    def digest(self) -> str:
        """What stands for the text."""
        said = "".join(f"{text}\n" for text in (self.title, self.help, self.body, self.box))
        return sha256(said.encode()).hexdigest()[:DIGITS]

    @property
    def prose(self) -> Prose:
        """The text as HTML."""
        return render(self.body)

    def problems(self) -> Iterator[str]:
        """Beside the text: words beside the box."""
        yield from super().problems()
        if not self.box:
            yield "has no words beside its box"

    def summary(self) -> str:
        """The words beside the box."""
        return self.box

    def from_form(self, part: Part) -> Value:
        """Agreed, where the box came ticked."""
        typed = part.one()
        return {"agreed": True, "text": typed} if typed else None

    def to_form(self, value: Value) -> Part:
        """The box."""
        return Part({"": [str(value["text"])]} if isinstance(value, dict) else {})

    def check(self, value: Value) -> Refusal | None:
        """Agreed to the text as it stands in this version."""
        if not isinstance(value, dict) or value.keys() != {"agreed", "text"}:
            return Refusal("Tick the box, or leave it open")
        if value["agreed"] is not True or value["text"] != self.digest:
            return Refusal("Read the text again: it is not the one that was agreed to")
        return None

    def columns(self) -> list[str]:
        """Whether they agreed, and to which text."""
        return ["", "text"]

    def cells(self, value: Value) -> list[Cell]:
        """The words beside the box, and the digest of the text."""
        return [self.box, str(value["text"])] if isinstance(value, dict) else [None, None]

    def text(self, value: Value) -> str:
        """The words beside the box."""
        return self.box if isinstance(value, dict) else ""

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more who agreed to this text."""
        if isinstance(value, dict):
            yield f"text:{value['text']}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """How many agreed, and to which text where there were several."""
        texts = tally.under("text:")
        earlier = [digest for digest in texts if digest != self.digest]
        lines = [(self.box, tally.answered)]
        if earlier:
            lines.append((f"to the text of now ({self.digest})", texts.get(self.digest, 0)))
            lines += [(f"to an earlier text ({digest})", texts[digest]) for digest in earlier]
        chart = completeness(lines, tally.answered + tally.skipped)
        return Result(tally.answered, tally.skipped, chart)
