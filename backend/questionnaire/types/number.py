"""Number: whole, or with up to six decimals."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from backend.questionnaire.bounded import BoundedQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.numbers import written
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import Text
from backend.questionnaire.spread import MANY, counted, figures, histogram, spread
from backend.questionnaire.tally import Tally


class Number(BoundedQuestion):
    """Stored as a JSON number: whole where it has no decimals."""

    label: ClassVar[str] = "Number"
    purpose: ClassVar[str] = "A figure, with its limits and unit."
    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Write a number"

    kind: Literal["number"] = "number"
    unit: Annotated[str, Text("Unit", "Shown beside the field: kg, years.", longest=30)] = ""

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A number from 0 up, so that phones show their pad of digits, which has no minus."""
        settings.setdefault("least", 0)
        return super().new(ids, **settings)

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Whole numbers, and decimals."""
        whole = cls(id="q1", title="Age?", least=0, most=120, unit="years")
        exact = cls(id="q1", title="Weight?", decimals=3, unit="kg")
        return [(whole, [0, 36, 120]), (exact, [-1.5, 0, 2, 0.001, 12345.678])]

    def summary(self) -> str:
        """The bounds and the unit."""
        return self.hint().rstrip(".")

    def hint(self) -> str:
        """What sort of number."""
        return self.numbers.hint()

    def from_form(self, part: Part) -> Value:
        """The number typed, or what was typed where it is none that we keep exactly."""
        return self.numbers.read(part.one())

    def to_form(self, value: Value) -> Part:
        """The number with a decimal point."""
        if isinstance(value, int | float):
            return Part({"": [written(value)]})
        return Part({"": [value]} if isinstance(value, str) else {})

    def check(self, value: Value) -> Refusal | None:
        """A finite number within the bounds, with no more decimals or digits than are kept."""
        problem = self.numbers.problem(value)
        return Refusal(problem) if problem else None

    def text(self, value: Value) -> str:
        """The number with its unit."""
        if not isinstance(value, int | float):
            return ""
        return f"{written(value)} {self.unit}".strip()

    def cells(self, value: Value) -> list[Cell]:
        """The number."""
        return [value if isinstance(value, int | float) else None]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this value, and its first two powers."""
        return counted(value, self.numbers)

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """Quartiles and bins, where more than 2,000 values differ."""
        counts = tally.under("value:")
        return spread(counts, self.decimals) if len(counts) > MANY else None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A histogram; mean, standard deviation, quartiles."""
        shown = sketch or spread(tally.under("value:"), self.decimals)
        return Result(
            tally.answered,
            tally.skipped,
            histogram(shown, self.decimals, self.unit, stale=sketch is not None),
            figures(tally, shown, self.decimals, self.unit),
        )
