"""How many filled something in: all that is shown of answers that tell who somebody is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from backend.questionnaire.result import Chart
from backend.questionnaire.rounding import percent


@dataclass(frozen=True)
class Filled:
    """How many filled in one field, and their share (0 to 1) of those who saw it."""

    label: str
    n: int
    share: float

    @property
    def percent(self) -> str:
        """The share in per cent, rounded to 0.1."""
        return percent(self.share)


@dataclass(frozen=True)
class Completeness(Chart):
    """A line a field; `seen` is how many saw the question, `note` what stands below."""

    template: ClassVar[str] = "completeness"
    lines: tuple[Filled, ...]
    seen: int
    note: str = ""


def completeness(counts: Iterable[tuple[str, int]], seen: int, note: str = "") -> Completeness:
    """The chart of how often each field was filled in by those who saw it."""
    lines = (Filled(label, n, n / seen if seen else 0.0) for label, n in counts)
    return Completeness(tuple(lines), seen, note)
