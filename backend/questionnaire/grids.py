"""What every question shares that has a field in each cell of a table."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from backend.questionnaire.arrangement import ArrangedQuestion
from backend.questionnaire.choices import list_problems
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.node import Choice
from backend.questionnaire.settings import Columns, Rows


class Spot(NamedTuple):
    """A cell of the table, by the ids of its row and its column."""

    row: str
    column: str

    @property
    def field(self) -> str:
        """What its field in a form is called, after the question's id."""
        return f"{self.row}.{self.column}"


class GridQuestion(ArrangedQuestion):
    """Rows and columns; stored as `{row id: {column id: answer or null}}`, never with all null.

    Where an answer is required, every cell is. A type says what a cell takes.
    """

    arranged: ClassVar[str] = "rows"
    linkable: ClassVar[bool] = False
    missing_cell: ClassVar[str] = "answer this"
    """What to say of a cell that is blank and must not be, after its name."""

    rows: Annotated[tuple[Choice, ...], Rows("Rows")] = ()
    across: Annotated[tuple[Choice, ...], Columns("Columns")] = ()

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A table with two blank rows and one blank column."""
        settings.setdefault("rows", (Choice(id=next(ids)), Choice(id=next(ids))))
        settings.setdefault("across", (Choice(id=next(ids)),))
        return super().new(ids, **settings)

    # What a type says of a cell

    @abstractmethod
    def read_cell(self, typed: str) -> Value:
        """The JSON of what was typed into a cell; `None` where nothing was."""

    @abstractmethod
    def typed_cell(self, value: Value) -> str:
        """The inverse; empty where this is no answer."""

    @abstractmethod
    def cell_problem(self, value: Value) -> str | None:
        """Why this, any JSON but null, cannot be in a cell, in a sentence; or `None`."""

    @abstractmethod
    def cell(self, value: Value) -> Cell:
        """What an answer, or null, puts into a cell of an export."""

    @abstractmethod
    def said(self, value: Value) -> str:
        """An answer in a cell as a person would say it."""

    # The table

    @cached_property
    def row_labels(self) -> dict[str, str]:
        """The label of every row by its id."""
        return {row.id: row.label for row in self.rows}

    @cached_property
    def column_labels(self) -> dict[str, str]:
        """The label of every column by its id."""
        return {column.id: column.label for column in self.across}

    @cached_property
    def spots(self) -> dict[Spot, str]:
        """What every cell is called, row by row; the column is named where there are several."""
        several = len(self.across) > 1
        return {
            Spot(row.id, column.id): f"{row.label}: {column.label}" if several else row.label
            for row in self.rows
            for column in self.across
        }

    def problems(self) -> Iterator[str]:
        """Beside the text: rows and columns, each with a label of its own."""
        yield from super().problems()
        yield from list_problems(self.rows, "row", "rows")
        yield from list_problems(self.across, "column", "columns")

    def summary(self) -> str:
        """The size of the table."""
        rows, columns = len(self.rows), len(self.across)
        return f"{rows} rows · {columns} {'column' if columns == 1 else 'columns'}"

    def fields(self) -> Mapping[str, int]:
        """One a cell."""
        return {spot.field: 1 for spot in self.spots}

    def first_field(self) -> str:
        """The first cell."""
        return next((spot.field for spot in self.spots), "")

    def from_form(self, part: Part) -> Value:
        """An answer, or null, for every cell; null where all are blank."""
        typed = {spot: self.read_cell(part.one(spot.field)) for spot in self.spots}
        if all(answer is None for answer in typed.values()):
            return None
        return {
            row: {column: typed[Spot(row, column)] for column in self.column_labels}
            for row in self.row_labels
        }

    def to_form(self, value: Value) -> Part:
        """What is in each cell."""
        typed = {spot: self.typed_cell(answer) for spot, answer in self.given(value).items()}
        return Part({spot.field: [text] for spot, text in typed.items() if text})

    def check(self, value: Value) -> Refusal | None:
        """Every cell, with an answer; null only where it may be left out."""
        if not self._is_table(value):
            return Refusal("Fill in the cells of the table", self.first_field())
        given = self.given(value)
        for spot, name in self.spots.items():
            if spot not in given and self.required:
                return Refusal(f"{name}: {self.missing_cell}", spot.field)
            if spot in given and (problem := self.cell_problem(given[spot])):
                return Refusal(f"{name}: {problem[0].lower()}{problem[1:]}", spot.field)
        return None if given else Refusal(self.missing, self.first_field())

    def given(self, value: Value) -> dict[Spot, Value]:
        """The answer in each cell that has one."""
        rows = value if isinstance(value, dict) else {}
        found: dict[Spot, Value] = {}
        for spot in self.spots:
            cells = rows.get(spot.row)
            answer = cells.get(spot.column) if isinstance(cells, dict) else None
            if answer is not None:
                found[spot] = answer
        return found

    # Reading

    def text(self, value: Value) -> str:
        """Each cell that was filled in."""
        given = self.given(value).items()
        return "; ".join(f"{self.spots[spot]}: {self.said(answer)}" for spot, answer in given)

    def columns(self) -> list[str]:
        """One a cell, row by row."""
        return list(self.spots.values())

    def cells(self, value: Value) -> list[Cell]:
        """What is in each cell."""
        given = self.given(value)
        return [self.cell(given.get(spot)) for spot in self.spots]

    def _is_table(self, value: Value) -> bool:
        return (
            isinstance(value, dict)
            and value.keys() == self.row_labels.keys()
            and all(
                isinstance(cells, dict) and cells.keys() == self.column_labels.keys()
                for cells in value.values()
            )
        )
