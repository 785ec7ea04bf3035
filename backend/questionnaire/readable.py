"""How answers are read and added up: the half of a type's contract that is for results."""

from collections.abc import Iterator, Mapping
from typing import Any

from backend.questionnaire.form import Cell, Value
from backend.questionnaire.node import Node
from backend.questionnaire.result import Chart, Result
from backend.questionnaire.tally import ANSWERED, SKIPPED, Tally


class Readable(Node):
    """What a type says of answers that were taken; the defaults suit most."""

    def text(self, value: Value) -> str:
        """The answer as a person would say it."""
        return "; ".join(str(cell) for cell in self.cells(value) if cell is not None)

    def words(self, value: Value) -> str:
        """The part of an answer (not null) that is the respondent's own words, if any."""
        return ""

    @classmethod
    def may_hold_words(cls) -> bool:
        """Whether an answer to a question of this type may hold words of one's own."""
        return cls.words is not Readable.words

    def drawing(self, value: Value) -> str:
        """What of an answer was drawn, as the `d` of an SVG path; empty where nothing was."""
        return ""

    @classmethod
    def may_hold_drawings(cls) -> bool:
        """Whether an answer to a question of this type may hold a drawing."""
        return cls.drawing is not Readable.drawing

    def columns(self) -> list[str]:
        """What the columns of an export are called after the question's own title."""
        return [""]

    def cells(self, value: Value) -> list[Cell]:
        """The answer spread over `columns`; `None` leaves a cell empty."""
        return [None if value is None else str(value)]

    # Results

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """What an answer (not null) adds to the counts; each key has a colon in it."""
        yield from ()

    def tally_of(self, value: Value) -> Tally:
        """The counts of one answer that was shown."""
        if value is None:
            return Tally({SKIPPED: 1})
        return Tally([(ANSWERED, 1), *self.tally(value)])

    def sketch(self, tally: Tally) -> dict[str, Any] | None:
        """A short stand-in for counts by value that are too many to be read while one waits."""
        return None

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """What is shown; `sketch`, if any, stands for the tally's counts by value."""
        return Result(tally.answered, tally.skipped, Chart())
