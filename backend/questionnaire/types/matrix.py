"""Matrix: several rows judged on one scale."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from backend.questionnaire.arrangement import ArrangedQuestion
from backend.questionnaire.choices import list_problems
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.result import Diverging, Result
from backend.questionnaire.scales import ScaleQuestion
from backend.questionnaire.settings import Rows
from backend.questionnaire.statistics import item
from backend.questionnaire.tally import Tally


class Matrix(ArrangedQuestion, ScaleQuestion):
    """A level a row; stored as `{row id: level, {"na": true} or null}`, never with all null.

    Where an answer is required, every row is.
    """

    label: ClassVar[str] = "Matrix"
    purpose: ClassVar[str] = "Several rows on one scale."
    missing: ClassVar[str] = "Choose an answer in every row"
    arranged: ClassVar[str] = "rows"
    linkable: ClassVar[bool] = False
    also_called: ClassVar[tuple[str, ...]] = ("grid",)
    shapes: ClassVar[frozenset[str]] = frozenset({"-|", "[]|"})

    kind: Literal["matrix"] = "matrix"
    rows: Annotated[tuple[Choice, ...], Rows("Rows")] = ()

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A matrix with two blank rows."""
        settings.setdefault("rows", (Choice(id=next(ids)), Choice(id=next(ids))))
        return super().new(ids, **settings)

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """With every row required, and with rows that may be left out or not apply."""
        rows = (Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup"))
        strict = cls(id="q1", title="How was it?", rows=rows, required=True)
        loose = cls(id="q1", title="How was it?", rows=rows, not_applicable=True)
        na: Value = {"na": True}
        return [
            (strict, [{"r1": 1, "r2": 5}]),
            (loose, [{"r1": None, "r2": na}, {"r1": 3, "r2": 3}]),
        ]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every row by its id, in the order of the questionnaire."""
        return {row.id: row.label for row in self.rows}

    def problems(self) -> Iterator[str]:
        """Beside the scale: at least one row, each with a label of its own."""
        yield from super().problems()
        yield from list_problems(self.rows, "row", "rows")

    def summary(self) -> str:
        """The number of rows, and the scale."""
        return f"{len(self.rows)} rows · {super().summary()}"

    def fields(self) -> Mapping[str, int]:
        """One a row."""
        return dict.fromkeys(self.labels, 1)

    def first_field(self) -> str:
        """The first row."""
        return next(iter(self.labels), "")

    def from_form(self, part: Part) -> Value:
        """A level, or null, for every row; null where all are blank."""
        levels = {id: self.level(part.one(id)) for id in self.labels}
        return levels if any(level is not None for level in levels.values()) else None

    def to_form(self, value: Value) -> Part:
        """The radio buttons, a field a row."""
        levels = value if isinstance(value, dict) else {}
        keys = ((id, self.key(levels.get(id))) for id in self.labels)
        return Part({id: [key] for id, key in keys if key})

    def check(self, value: Value) -> Refusal | None:
        """Every row, with one of the levels; null only where a row may be left out."""
        if not isinstance(value, dict) or value.keys() != self.labels.keys():
            return Refusal("Choose one answer in each row", self.first_field())
        for id, label in self.labels.items():
            level = value[id]
            if (self.required or level is not None) and self.key(level) is None:
                return Refusal(f"Choose an answer for “{label}”", id)
        if all(level is None for level in value.values()):
            return Refusal(self.missing, self.first_field())
        return None

    def text(self, value: Value) -> str:
        """Each row that was answered, with its level."""
        levels = value if isinstance(value, dict) else {}
        said = ((label, self.said(levels.get(id))) for id, label in self.labels.items())
        return "; ".join(f"{label}: {level}" for label, level in said if level)

    def columns(self) -> list[str]:
        """One a row."""
        return list(self.labels.values())

    def cells(self, value: Value) -> list[Cell]:
        """The number of each row's level."""
        levels = value if isinstance(value, dict) else {}
        return [self.cell(levels.get(id)) for id in self.labels]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of this level in each row that was answered."""
        for id, level in value.items() if isinstance(value, dict) else ():
            if level is not None:
                yield f"level:{id}:{self.key(level)}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A diverging bar a row, each with its own base."""
        items = tuple(
            item(label, tally.under(f"level:{id}:"), len(self.scale))
            for id, label in self.labels.items()
        )
        return Result(tally.answered, tally.skipped, Diverging(self.scale, items))
