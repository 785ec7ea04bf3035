"""What every question shares whose answer tells who somebody is, or how to reach them."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from backend.questionnaire.completeness import completeness
from backend.questionnaire.form import Part, Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line


class PersonalQuestion(Question):
    """A question that asks for personal data: its results say how many answered, never what."""

    personal: ClassVar[bool] = True
    where: ClassVar[str] = "These are personal data: what was written stands in the export alone."
    """Where an author finds what the results do not show."""

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """How many of those who saw it filled it in."""
        seen = tally.answered + tally.skipped
        chart = completeness(self.filled(tally), seen, self.where)
        return Result(tally.answered, tally.skipped, chart)

    def filled(self, tally: Tally) -> Iterator[tuple[str, int]]:
        """How often each field was filled in; one field, unless a kind has more."""
        yield "Filled in", tally.answered


class PersonalText(PersonalQuestion):
    """One line of personal data, stored in the one way in which it is written."""

    grouped: ClassVar[bool] = False
    longest: ClassVar[int]

    def from_form(self, part: Part) -> Value:
        """What was typed, as it is stored."""
        return self.mended(one_line(part.one())) or None

    def check(self, value: Value) -> Refusal | None:
        """A text of this form, written as it is stored."""
        if not isinstance(value, str) or not value or not is_storable(value):
            return Refusal(self.missing)
        if len(value) > self.longest:
            return Refusal(f"Write at most {self.longest} characters: you wrote {len(value)}")
        problem = self.problem(value)
        if problem or self.mended(one_line(value)) != value:
            return Refusal(problem or self.missing)
        return None

    @abstractmethod
    def mended(self, typed: str) -> str:
        """What is stored of what was typed on one line."""

    @abstractmethod
    def problem(self, text: str) -> str | None:
        """Why this text, which is not too long, has not the form; or `None`."""
