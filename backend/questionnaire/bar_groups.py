"""Bars in groups, each with a base of its own."""

from dataclasses import dataclass
from typing import ClassVar

from backend.questionnaire.result import Bar, Chart


@dataclass(frozen=True)
class BarGroup:
    """The bars of one cell; `n` is how many answered there."""

    label: str
    n: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarGroups(Chart):
    """Groups of bars, one a cell of a table."""

    template: ClassVar[str] = "bar_groups"
    groups: tuple[BarGroup, ...]
