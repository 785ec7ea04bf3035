"""Multiple choice: any of a list, one's own words, or none of these."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.choices import OpenChoiceQuestion
from backend.questionnaire.exclusive import ExclusiveQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.node import NONE, OTHER, Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Bars, Result
from backend.questionnaire.settings import Whole
from backend.questionnaire.tally import Tally


class MultipleChoice(ExclusiveQuestion, OpenChoiceQuestion):
    """Several choices; stored as a list of picks in the order of the questionnaire."""

    label: ClassVar[str] = "Multiple choice"
    purpose: ClassVar[str] = "Any number of a list."
    usual: ClassVar[bool] = True
    missing: ClassVar[str] = "Choose at least one answer"
    also_called: ClassVar[tuple[str, ...]] = ("checkboxes", "boxes")
    shapes: ClassVar[frozenset[str]] = frozenset({"[]"})
    told_by: ClassVar[tuple[str, ...]] = ("all that apply", "as many as")

    kind: Literal["multiple_choice"] = "multiple_choice"
    fewest: Annotated[int | None, Whole("Choose at least", least=1, most=500)] = None
    most: Annotated[int | None, Whole("Choose at most", least=1, most=500)] = None

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """A plain list, and one with everything that may be beside it."""
        choices = tuple(Choice(id=f"c{n}", label=label) for n, label in enumerate(COLOURS, 1))
        plain = cls(id="q1", title="Colours?", choices=choices)
        full = cls(
            id="q1", title="Colours?", choices=choices, other=True, none=True, fewest=2, most=3
        )
        words: Value = {"choice": OTHER, "text": "Teal"}
        return [
            (plain, [["c2"], ["c1", "c2", "c3"]]),
            (full, [["c1", "c3"], ["c1", words], [NONE]]),
        ]

    def problems(self) -> Iterator[str]:
        """Beside the list: numbers of choices that can be met."""
        yield from super().problems()
        offered = len(self.labels) - self.none
        if self.fewest and self.fewest > offered:
            yield f"asks for at least {self.fewest} choices of {offered}"
        if self.fewest and self.most and self.fewest > self.most:
            yield f"asks for at least {self.fewest} and at most {self.most} choices"

    def summary(self) -> str:
        """How many choices, and how many may be made."""
        return " · ".join(filter(None, (f"{len(self.labels)} choices", self._limits())))

    def hint(self) -> str:
        """How many to choose."""
        limits = self._limits()
        return f"{limits}." if limits else "Choose all that apply."

    def fields(self) -> Mapping[str, int]:
        """The choices, and the words beside “Other”."""
        return {"": len(self.labels), "text": 1} if self.other else {"": len(self.labels)}

    def from_form(self, part: Part) -> Value:
        """The choices made, in the order of the questionnaire; words alone tick “Other”."""
        chosen = dict.fromkeys(part.all())
        if part.one("text"):
            chosen[OTHER] = None
        known = [id for id in self.labels if id in chosen]
        return [self.pick(id, part) for id in (*known, *(chosen.keys() - self.labels))] or None

    def to_form(self, value: Value) -> Part:
        """The ticks, and the words beside “Other”."""
        picks = value if isinstance(value, list) else []
        chosen = [id for pick in picks if (id := self.picked(pick))]
        words = [self.words(pick) for pick in picks if isinstance(pick, dict)]
        return Part({name: values for name, values in (("", chosen), ("text", words)) if values})

    def check(self, value: Value) -> Refusal | None:
        """Each of the list, once, in its order; as many as asked for; “none” stands alone."""
        if not isinstance(value, list) or not value:
            return Refusal("Choose from the answers in the list")
        chosen = [self.picked(pick) for pick in value]
        if [id for id in self.labels if id in chosen] != chosen:
            return Refusal("Choose from the answers in the list, each once and in its order")
        if NONE in chosen:
            return self.contradiction(chosen)
        if not (self.fewest or 1) <= len(chosen) <= (self.most or len(chosen)):
            return Refusal(f"{self._limits()}: you chose {len(chosen)}")
        problem = next(filter(None, map(self.words_problem, value)), None)
        return Refusal(problem, "text") if problem else None

    def words(self, pick: Value) -> str:
        """The words beside “Other”, of one pick or of a whole answer."""
        picks = pick if isinstance(pick, list) else [pick]
        return next(filter(None, map(super().words, picks)), "")

    def text(self, value: Value) -> str:
        """What was chosen, one after the other."""
        return "; ".join(self.said(pick) for pick in value) if isinstance(value, list) else ""

    def columns(self) -> list[str]:
        """One a choice, and one for the words beside “Other”."""
        return [*self.labels.values(), *([f"{self.other_label}: text"] if self.other else [])]

    def cells(self, value: Value) -> list[Cell]:
        """1 where chosen, 0 where not; then the words. All empty where skipped."""
        if not isinstance(value, list):
            return [None] * len(self.columns())
        chosen = {self.picked(pick) for pick in value}
        ticks: list[Cell] = [int(id in chosen) for id in self.labels]
        words = "; ".join(self.words(pick) for pick in value if isinstance(pick, dict))
        return [*ticks, words or None] if self.other else ticks

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of each choice."""
        for pick in value if isinstance(value, list) else ():
            yield f"choice:{self.picked(pick)}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar a choice: shares of those who answered, not of ticks."""
        note = "Respondents could choose several answers, so the shares may add to more than 100 %."
        return Result(tally.answered, tally.skipped, Bars(self.bars(tally), note))

    def _limits(self) -> str:
        if self.fewest and self.fewest == self.most:
            return f"Choose {self.fewest}"
        if self.fewest and self.most:
            return f"Choose {self.fewest} to {self.most}"
        if self.fewest:
            return f"Choose at least {self.fewest}"
        return f"Choose up to {self.most}" if self.most else ""


COLOURS = ("Red", "Green", "Blue")
