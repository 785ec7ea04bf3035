"""Where the parts of a diverging bar stand: to the left and right of the middle of a scale."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from backend.questionnaire.rounding import percent

SHADES = 3
"""How many shades there are on either side of the middle."""
ROOM = 0.07
"""How much of the picture two digits take on a phone."""


class Segment(NamedTuple):
    """A part of a bar: its level from 0, where it begins and how wide it is, in per cent.

    `text` is its share in whole per cent, or empty where there is no room for it.
    """

    level: int
    x: float
    width: float
    colour: str
    text: str


class Picture(NamedTuple):
    """The segments of every bar, and where the middle of the scale stands, in per cent."""

    bars: tuple[tuple[Segment, ...], ...]
    middle: float


def picture(rows: Sequence[Sequence[float]]) -> Picture:
    """Put bars of shares (which add to 1; none for an empty bar) with their middles in line.

    The middle of an odd scale is the middle of its middle level. The picture is as wide as its
    bars need and no wider (R. Heiberger & N. Robbins, J. Statistical Software 57, 2014).
    """
    lefts = [_left(shares) for shares in rows]
    before = max(lefts, default=0.0)
    after = max((1 - left for left, shares in zip(lefts, rows, strict=True) if shares), default=0.0)
    wide = before + after or 1.0
    bars = (
        _bar(shares, (before - left) / wide, wide) for left, shares in zip(lefts, rows, strict=True)
    )
    return Picture(tuple(bars), 100 * before / wide)


def colours(levels: int) -> tuple[str, ...]:
    """The names of the colours of a scale: `n3` … `n1`, `mid` where it is odd, `p1` … `p3`."""
    half = levels // 2
    shades = [max(ceil(SHADES * step / half), 1) for step in range(1, half + 1)]
    if half < SHADES:
        shades = list(range(SHADES - half, SHADES))
    low = [f"n{shade}" for shade in reversed(shades)]
    return (*low, *["mid"] * (levels % 2), *(f"p{shade}" for shade in shades))


def _left(shares: Sequence[float]) -> float:
    half, odd = divmod(len(shares), 2)
    return sum(shares[:half]) + (shares[half] / 2 if odd else 0.0)


def _bar(shares: Sequence[float], start: float, wide: float) -> tuple[Segment, ...]:
    names, segments = colours(len(shares)), []
    for level, share in enumerate(shares):
        width = share / wide
        if share:
            text = percent(share, "1") if width >= ROOM else ""
            segments.append(Segment(level, 100 * start, 100 * width, names[level], text))
        start += width
    return tuple(segments)
