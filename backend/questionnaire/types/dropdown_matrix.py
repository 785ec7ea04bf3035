"""Matrix of drop-downs: one of the same list in each cell of a table."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from backend.questionnaire.bar_groups import BarGroup, BarGroups
from backend.questionnaire.choices import list_problems
from backend.questionnaire.form import Cell, Value
from backend.questionnaire.grids import GridQuestion, Spot
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import Choices, Text
from backend.questionnaire.statistics import bar
from backend.questionnaire.tally import Tally


class DropdownMatrix(GridQuestion):
    """Stored as `{row id: {column id: choice id or null}}`."""

    label: ClassVar[str] = "Matrix of dropdowns"
    purpose: ClassVar[str] = "One of a list for each row and column."
    also_called: ClassVar[tuple[str, ...]] = ("table of dropdowns",)
    missing: ClassVar[str] = "Choose an answer in every cell"
    missing_cell: ClassVar[str] = "choose one of the list"

    kind: Literal["dropdown_matrix"] = "dropdown_matrix"
    choices: Annotated[tuple[Choice, ...], Choices("Choices", most=100, evident=False)] = ()
    blank: Annotated[str, Text("Before a choice is made", longest=100)] = "Choose …"

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """As for any table, with two blank choices."""
        settings.setdefault("choices", (Choice(id=next(ids)), Choice(id=next(ids))))
        return super().new(ids, **settings)

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """One column, and two of which cells may be left out."""
        rows = (Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup"))
        across = (Choice(id="c1", label="Taste"), Choice(id="c2", label="Price"))
        choices = (Choice(id="x1", label="Good"), Choice(id="x2", label="Bad"))
        asked = cls(id="q1", title="How was it?", rows=rows, across=across, choices=choices)
        one = asked.changed(across=across[:1], required=True)
        some: Value = {"r1": {"c1": "x1", "c2": None}, "r2": {"c1": "x2", "c2": "x1"}}
        return [(one, [{"r1": {"c1": "x1"}, "r2": {"c1": "x1"}}]), (asked, [some])]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every choice by its id, in the order of the questionnaire."""
        return {choice.id: choice.label for choice in self.choices}

    def problems(self) -> Iterator[str]:
        """Beside the table: at least two choices, each with a label of its own."""
        yield from super().problems()
        yield from list_problems(self.choices, "choice", "choices", least=2)

    def summary(self) -> str:
        """The size of the table, and how many choices."""
        return f"{super().summary()} · {len(self.choices)} choices"

    def read_cell(self, typed: str) -> Value:
        """The choice made."""
        return typed or None

    def typed_cell(self, value: Value) -> str:
        """The choice made."""
        return value if isinstance(value, str) else ""

    def cell_problem(self, value: Value) -> str | None:
        """One of the list."""
        return None if isinstance(value, str) and value in self.labels else "Choose one of the list"

    def cell(self, value: Value) -> Cell:
        """The label."""
        return None if value is None else self.said(value)

    def said(self, value: Value) -> str:
        """The label."""
        return self.labels.get(str(value), str(value))

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this choice in each cell that was answered."""
        for spot, choice in self.given(value).items():
            yield f"choice:{spot.row}:{spot.column}:{choice}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """Bars for each cell, with a base of its own."""
        groups = tuple(self._group(spot, name, tally) for spot, name in self.spots.items())
        return Result(tally.answered, tally.skipped, BarGroups(groups))

    def _group(self, spot: Spot, name: str, tally: Tally) -> BarGroup:
        counts = tally.under(f"choice:{spot.row}:{spot.column}:")
        n = sum(counts.values())
        bars = (bar(label, counts.get(id, 0), n) for id, label in self.labels.items())
        return BarGroup(name, n, tuple(bars))
