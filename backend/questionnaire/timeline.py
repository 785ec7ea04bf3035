"""Answers along the calendar or the clock: the chart, and figures that are said in words."""

from dataclasses import dataclass
from typing import ClassVar

from backend.questionnaire.result import Bin, Chart, Figure


@dataclass(frozen=True)
class Said(Figure):
    """A figure that is no plain number; `value` is its place in the order, `words` say it."""

    words: str = ""

    @property
    def text(self) -> str:
        """The words; a dash where there is nothing."""
        return self.words or "–"


@dataclass(frozen=True)
class Timeline(Chart):
    """How many answers fall into each stretch of time, in its order."""

    template: ClassVar[str] = "timeline"
    bins: tuple[Bin, ...]
    stale: bool = False
