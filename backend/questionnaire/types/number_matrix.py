"""Matrix of numbers: a number in each cell of a table."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from backend.questionnaire.bounded import BoundedQuestion
from backend.questionnaire.form import Cell, Value
from backend.questionnaire.grids import GridQuestion
from backend.questionnaire.means import Axis, Means, axis_ends, cell_sums, mean_of
from backend.questionnaire.node import Choice
from backend.questionnaire.numbers import written
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import Decimal, Text
from backend.questionnaire.tally import Tally


class NumberMatrix(BoundedQuestion, GridQuestion):
    """Stored as `{row id: {column id: number or null}}`."""

    label: ClassVar[str] = "Matrix of numbers"
    purpose: ClassVar[str] = "A number for each row and column."
    also_called: ClassVar[tuple[str, ...]] = ("table of numbers",)
    missing: ClassVar[str] = "Write a number in every cell"
    missing_cell: ClassVar[str] = "write a number"

    kind: Literal["number_matrix"] = "number_matrix"
    least: Annotated[float | None, Decimal("At least")] = 0
    unit: Annotated[str, Text("Unit", "Of every number: kg, hours.", longest=30)] = ""

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """One column, and two of which cells may be left out."""
        rows = (Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup"))
        across = (Choice(id="c1", label="Lunch"), Choice(id="c2", label="Dinner"))
        one = cls(id="q1", title="How many?", rows=rows, across=across[:1], most=20, required=True)
        two = cls(id="q1", title="How much?", rows=rows, across=across, decimals=1, unit="kg")
        some: Value = {"r1": {"c1": 0.5, "c2": None}, "r2": {"c1": 2, "c2": 0}}
        return [(one, [{"r1": {"c1": 0}, "r2": {"c1": 20}}]), (two, [some])]

    def hint(self) -> str:
        """What sort of numbers, and their unit."""
        unit = f" In {self.unit}." if self.unit else ""
        return f"{self.numbers.hint()}{unit}"

    def read_cell(self, typed: str) -> Value:
        """The number, or what was typed where it is none."""
        return self.numbers.read(typed)

    def typed_cell(self, value: Value) -> str:
        """The number with a decimal point."""
        return written(value) if isinstance(value, int | float) else ""

    def cell_problem(self, value: Value) -> str | None:
        """A number within the bounds, with no more decimals or digits than are kept."""
        return self.numbers.problem(value)

    def cell(self, value: Value) -> Cell:
        """The number."""
        return value if isinstance(value, int | float) else None

    def said(self, value: Value) -> str:
        """The number with its unit."""
        return f"{self.typed_cell(value)} {self.unit}".strip()

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """For each cell one more, and the first two powers, in steps of the last decimal."""
        given = self.given(value).items()
        numbers = ((spot, number) for spot, number in given if isinstance(number, int | float))
        for spot, number in numbers:
            scaled = self.numbers.steps(number)
            yield f"n:{spot.row}:{spot.column}", 1
            yield f"sum:{spot.row}:{spot.column}:1", scaled
            yield f"sum:{spot.row}:{spot.column}:2", scaled * scaled

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """Means with their intervals: a column an axis, a row a line."""
        axes = (self._axis(column, label, tally) for column, label in self.column_labels.items())
        return Result(tally.answered, tally.skipped, Means(tuple(axes)))

    def _axis(self, column: str, label: str, tally: Tally) -> Axis:
        lines = tuple(
            mean_of(name, cell_sums(tally, f"{row}:{column}"), 10**self.decimals)
            for row, name in self.row_labels.items()
        )
        low, high = axis_ends(lines, self.least, self.most)
        name = label if len(self.across) > 1 else ""
        return Axis(name, lines, low, high, self.decimals + 1, self.unit)
