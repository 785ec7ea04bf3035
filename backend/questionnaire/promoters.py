"""Promoters, passives and detractors: the chart and arithmetic of the net promoter score.

F. Reichheld, “The One Number You Need to Grow”, Harvard Business Review 81 (2003): 9 and 10 are
promoters, 0 to 6 detractors; the score is the share of the first less that of the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from backend.questionnaire.result import Bar, Chart, Figure, Interval
from backend.questionnaire.statistics import Z95, bar

LEVELS = range(11)
GROUPS = (
    ("Detractors, 0 to 6", range(7)),
    ("Passives, 7 and 8", (7, 8)),
    ("Promoters, 9 and 10", (9, 10)),
)
ADDED = 0.75
"""What is added to detractors and to promoters; twice as much goes to passives."""


@dataclass(frozen=True)
class Promoters(Chart):
    """The three groups, detractors first, and how often each of 0 to 10 was chosen."""

    template: ClassVar[str] = "promoters"
    groups: tuple[Bar, ...]
    bars: tuple[Bar, ...]

    @property
    def score(self) -> float:
        """Share of promoters less share of detractors, times 100."""
        return 100 * (self.groups[2].share - self.groups[0].share)


def promoters(counts: Mapping[str, int], answered: int) -> Promoters:
    """The chart, from counts by level."""
    by_level = {level: counts.get(str(level), 0) for level in LEVELS}
    groups = (bar(label, sum(by_level[n] for n in group), answered) for label, group in GROUPS)
    return Promoters(tuple(groups), tuple(bar(str(n), by_level[n], answered) for n in LEVELS))


def figures(chart: Promoters, answered: int) -> tuple[Figure, ...]:
    """The score with its interval, the three shares in per cent, and the mean."""
    down, even, up = chart.groups
    total = sum(level * bar.n for level, bar in zip(LEVELS, chart.bars, strict=True))
    return (
        Figure(
            "Score",
            chart.score if answered else None,
            interval=score_interval(down.n, up.n, answered),
        ),
        *(
            Figure(name, group.share * 100, "%")
            for name, group in (("Promoters", up), ("Passives", even), ("Detractors", down))
        ),
        Figure("Mean", total / answered if answered else None, digits=2),
    )


def score_interval(down: int, up: int, of: int) -> Interval | None:
    """The 95 % interval of the score: an adjusted Wald interval of a difference in a trinomial.

    B. Rocks, “Interval Estimation for the ‘Net Promoter Score’”, The American Statistician 70
    (2016): ¾ are added to detractors and to promoters, 1½ to passives; the variance of the
    difference is p + q - (p - q)², by n. It ends at ±100, as the score does.
    """
    if not of:
        return None
    n = of + 4 * ADDED
    p, q = (up + ADDED) / n, (down + ADDED) / n
    reach = Z95 * sqrt((p + q - (p - q) ** 2) / n)
    return max(-100.0, 100 * (p - q - reach)), min(100.0, 100 * (p - q + reach))
