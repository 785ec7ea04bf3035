"""The arithmetic of results: pure functions of counts, each with its source."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import atan, ceil, log2, pi, sqrt

from backend.questionnaire.node import NOT_APPLICABLE
from backend.questionnaire.result import Bar, Interval, Item

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""
FEWEST_FOR_TOP_TWO = 4
FEW_VALUES, MOST_BINS = 15, 30
NEAREST = 0.64  # √10 is as far from 2 as from 5 where powers of ten are equal steps: 2 / √10
SERIES_FROM = 30

Counts = Sequence[tuple[int, int]]
"""Whole numbers, each with how often it occurs, in ascending order."""


def wilson(n: int, of: int) -> Interval:
    """The 95 % score interval of a proportion (E. B. Wilson, JASA 22, 1927), as shares 0 to 1."""
    if of == 0:
        return 0.0, 1.0
    share, square = n / of, Z95 * Z95
    centre = (share + square / (2 * of)) / (1 + square / of)
    reach = Z95 * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def bar(label: str, n: int, of: int) -> Bar:
    """A bar of `n` out of `of` respondents, with its interval."""
    return Bar(label, n, n / of if of else 0.0, *wilson(n, of))


def moments(n: int, total: int, squares: int, scale: int = 1) -> tuple[float | None, float | None]:
    """Mean and sample standard deviation (n - 1) of numbers, from the sums of their powers.

    The sums are of the numbers times `scale`; they are whole, so nothing is lost however many
    there are. `None` where there are too few numbers.
    """
    mean = float(Fraction(total, n * scale)) if n else None
    if n < 2:
        return mean, None
    return mean, sqrt(Fraction(n * squares - total * total, n * (n - 1) * scale * scale))


def mean_interval(n: int, mean: float | None, deviation: float | None) -> Interval | None:
    """The 95 % interval of a mean by Student's t (“Student”, Biometrika 6, 1908)."""
    if mean is None or deviation is None:
        return None
    reach = t95(n - 1) * deviation / sqrt(n)
    return mean - reach, mean + reach


@lru_cache(maxsize=256)
def t95(freedom: int) -> float:
    """The 97.5 % point of Student's t with so many degrees of freedom, to six digits.

    Few degrees: by halving, on the finite sums of Abramowitz & Stegun 26.7.3 and 26.7.4; many:
    by their expansion 26.7.5.
    """
    if freedom >= SERIES_FROM:
        z, v = Z95, freedom
        first = (z**3 + z) / 4
        second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
        third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
        return z + first / v + second / v**2 + third / v**3
    low, high = 0.0, 16.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < 0.95 else (low, middle)
    return high


def _within(t: float, freedom: int) -> float:
    cosine = 1 / (1 + t * t / freedom)
    odd = freedom % 2
    term, total = (sqrt(cosine), 0.0) if odd else (1.0, 0.0)
    for number in range(1 + odd, freedom, 2):
        total += term
        term *= cosine * number / (number + 1)
    angle = atan(t / sqrt(freedom))
    sine = t / sqrt(freedom + t * t)
    return 2 / pi * (angle + sine * total) if odd else sine * total


def quantile(counts: Counts, share: Fraction) -> Fraction:
    """The quantile of type 7 (Hyndman & Fan, The American Statistician 50, 1996).

    It lies at (n - 1) · share in the ordered numbers, counted from 0, between neighbours in
    proportion; 1/2 gives the median. There must be a number.
    """
    place = (sum(n for _, n in counts) - 1) * share
    below, between = int(place), place - int(place)
    low = _at(counts, below)
    return low + between * (_at(counts, below + 1) - low) if between else Fraction(low)


def _at(counts: Counts, place: int) -> int:
    up_to = accumulate(n for _, n in counts)
    return next(value for (value, _), n in zip(counts, up_to, strict=True) if n > place)


def item(label: str, counts: Mapping[str, int], levels: int) -> Item:
    """A line of a diverging chart, from counts by level (`1`, `2` … and `na`)."""
    by_level = [(level, counts.get(str(level), 0)) for level in range(1, levels + 1)]
    n = sum(count for _, count in by_level)
    total = sum(level * count for level, count in by_level)
    mean, deviation = moments(n, total, sum(level**2 * count for level, count in by_level))
    return Item(
        label=label,
        answered=n,
        not_applicable=counts.get(NOT_APPLICABLE, 0),
        counts=tuple(count for _, count in by_level),
        shares=tuple(count / n if n else 0.0 for _, count in by_level),
        mean=mean,
        median=float(quantile(by_level, Fraction(1, 2))) if n else None,
        deviation=deviation,
        top_two=_top_two(by_level, n),
        interval=mean_interval(n, mean, deviation),
    )


def _top_two(by_level: Counts, n: int) -> float | None:
    if not n or len(by_level) < FEWEST_FOR_TOP_TWO:
        return None
    return sum(count for _, count in by_level[-2:]) / n


def bins(counts: Counts) -> list[tuple[int, int, int]]:
    """Bins as (low, high, n): from low to below high, or the one number low where they are equal.

    A range of few whole numbers gets a bin a number. Otherwise the width is that of Freedman &
    Diaconis (Zeitschrift für Wahrscheinlichkeitstheorie 57, 1981), 2 · IQR / ∛n, where half of the
    numbers are the same that of Sturges (JASA 21, 1926), brought to the nearest 1, 2 or 5 times
    a power of ten that makes about 30 bins at most. There must be a number.
    """
    first, last = counts[0][0], counts[-1][0]
    if last - first < FEW_VALUES:
        found = dict(counts)
        return [(value, value, found.get(value, 0)) for value in range(first, last + 1)]
    width = _width(counts, last - first)
    edges = range(first // width * width, last + 1, width)
    numbers = dict.fromkeys(edges, 0)
    for value, n in counts:
        numbers[value // width * width] += n
    return [(low, low + width, n) for low, n in numbers.items()]


def _width(counts: Counts, spread: int) -> int:
    n = sum(n for _, n in counts)
    middle = quantile(counts, Fraction(3, 4)) - quantile(counts, Fraction(1, 4))
    wish = 2 * float(middle) / n ** (1 / 3) or spread / ceil(log2(n) + 1)
    least = max(wish * NEAREST, spread / MOST_BINS)
    power = 1
    while power * 10 <= least:
        power *= 10
    return next(power * step for step in (1, 2, 5, 10) if power * step >= least)
