"""Net promoter score: how likely somebody is to recommend, from 0 to 10."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.promoters import LEVELS, figures, promoters
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.scales import is_whole
from backend.questionnaire.settings import Text
from backend.questionnaire.tally import Tally


class Nps(Question):
    """Stored as a whole number from 0 to 10."""

    label: ClassVar[str] = "Net promoter score"
    purpose: ClassVar[str] = "How likely one is to recommend, from 0 to 10."
    also_called: ClassVar[tuple[str, ...]] = ("net promoter",)
    missing: ClassVar[str] = "Choose a number from 0 to 10"

    kind: Literal["nps"] = "nps"
    low_label: Annotated[str, Text("Label of 0", longest=100)] = "Not at all likely"
    high_label: Annotated[str, Text("Label of 10", longest=100)] = "Extremely likely"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Both ends, and the ends of the three groups."""
        asked = cls(id="q1", title="How likely are you to recommend us to a friend or colleague?")
        bare = asked.changed(low_label="", high_label="", required=True)
        return [(asked, [0, 6, 7, 8, 9, 10]), (bare, [5])]

    def summary(self) -> str:
        """The scale and its ends."""
        ends = " to ".join(filter(None, (self.low_label, self.high_label)))
        return ", ".join(filter(None, ("0 to 10", ends)))

    def name(self, level: int) -> str:
        """What a level is called: its number, with the words at the ends."""
        end = {LEVELS[0]: self.low_label, LEVELS[-1]: self.high_label}.get(level)
        return f"{level} of {LEVELS[-1]}" + (f", {end}" if end else "")

    def from_form(self, part: Part) -> Value:
        """The number chosen."""
        typed = part.one()
        return int(typed) if typed in map(str, LEVELS) else typed or None

    def check(self, value: Value) -> Refusal | None:
        """A whole number from 0 to 10."""
        good = is_whole(value) and value in LEVELS
        return None if good else Refusal(self.missing)

    def cells(self, value: Value) -> list[Cell]:
        """The number."""
        return [value if is_whole(value) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this number."""
        yield f"level:{value}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """The score with its interval, the three groups, and how often each number was chosen."""
        chart = promoters(tally.under("level:"), tally.answered)
        return Result(tally.answered, tally.skipped, chart, figures(chart, tally.answered))
