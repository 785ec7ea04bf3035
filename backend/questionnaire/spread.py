"""How numbers are spread: what is counted, quartiles and bins, the chart and figures of them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from backend.questionnaire.form import Value
from backend.questionnaire.numbers import Numbers
from backend.questionnaire.result import Bin, Figure, Histogram
from backend.questionnaire.rounding import shown
from backend.questionnaire.statistics import bins, mean_interval, moments, quantile
from backend.questionnaire.tally import Tally

MANY = 2_000
"""More different values than this are not read while a person waits."""
QUARTERS = tuple(Fraction(quarter, 4) for quarter in range(5))


def counted(value: Value, numbers: Numbers) -> Iterator[tuple[str, int]]:
    """One more of this number, and its first two powers, in whole steps of the last decimal."""
    if isinstance(value, int | float):
        scaled = numbers.steps(value)
        yield f"value:{scaled}", 1
        yield "sum:1", scaled
        yield "sum:2", scaled * scaled


def spread(counts: Mapping[str, int], decimals: int) -> dict[str, Any]:
    """Least, quartiles and greatest, and bins, as JSON; from counts by `value · 10^decimals`.

    Bins are in these whole numbers, the rest in the numbers themselves.
    """
    ordered = sorted((int(value), n) for value, n in counts.items())
    if not ordered:
        return {"quartiles": [None] * len(QUARTERS), "bins": []}
    scale = 10**decimals
    quartiles = [float(quantile(ordered, quarter) / scale) for quarter in QUARTERS]
    return {"quartiles": quartiles, "bins": [list(bin) for bin in bins(ordered)]}


def histogram(spread: Mapping[str, Any], decimals: int, unit: str, stale: bool) -> Histogram:
    """The chart of a spread."""
    return Histogram(
        tuple(_bin(low, high, n, decimals) for low, high, n in spread["bins"]), unit, stale
    )


def figures(
    tally: Tally, spread: Mapping[str, Any], decimals: int, unit: str
) -> tuple[Figure, ...]:
    """Mean and standard deviation from the sums, always exact; the rest from the spread."""
    n = tally.answered
    mean, deviation = moments(n, tally["sum:1"], tally["sum:2"], 10**decimals)
    least, lower, median, upper, greatest = spread["quartiles"]
    return (
        Figure("Mean", mean, unit, decimals + 1, mean_interval(n, mean, deviation)),
        Figure("Median", median, unit, decimals + 1),
        Figure("Standard deviation", deviation, unit, decimals + 1),
        Figure("Lower quartile", lower, unit, decimals + 2),
        Figure("Upper quartile", upper, unit, decimals + 2),
        Figure("Least", least, unit, decimals),
        Figure("Greatest", greatest, unit, decimals),
    )


def _bin(low: int, high: int, n: int, decimals: int) -> Bin:
    scale = 10**decimals
    return Bin(low / scale, high / scale, n, _label(low, high, decimals))


def _label(low: int, high: int, decimals: int) -> str:
    first = _said(low, decimals)
    if high in (low, low + 1):
        return first
    if decimals:
        return f"{first} to under {_said(high, decimals)}"
    return (
        f"{first}–{_said(high - 1, decimals)}" if low >= 0 else f"{first} to {_said(high - 1, 0)}"
    )


def _said(scaled: int, decimals: int) -> str:
    return shown(scaled / 10**decimals, decimals)
