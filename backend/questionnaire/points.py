"""Points on Earth: written in degrees to so many decimals, counted, and shown on a map."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple

from backend.questionnaire.result import Chart
from backend.questionnaire.tally import Tally

WRITTEN = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
MINUS = str.maketrans({"−": "-", "–": "-"})
MANY = 2_000
"""More points than this are not read while a person waits: neighbours are taken together."""
LISTED = 50


class Point(NamedTuple):
    """A point in degrees, north and east being positive, and how many answered it."""

    lat: float
    lon: float
    n: int


@dataclass(frozen=True)
class Map(Chart):
    """Points, most often answered first; `stale` where the picture is that of the last fold.

    The map is drawn no closer than a zoom of `closest`: 360° are 256 · 2^zoom pixels wide.
    """

    template: ClassVar[str] = "map"
    points: tuple[Point, ...]
    closest: int = 16
    stale: bool = False

    @property
    def placed(self) -> int:
        """How many answers are on the map."""
        return sum(point.n for point in self.points)

    @property
    def listed(self) -> tuple[Point, ...]:
        """The points that a table beside the map shows."""
        return self.points[:LISTED]

    @property
    def digest(self) -> str:
        """What tells this map from every other."""
        return sha256(repr(self.points).encode()).hexdigest()[:16]


def read(typed: str) -> float | None:
    """The degrees typed, or `None` where that is no number."""
    plain = typed.translate(MINUS).rstrip("°").rstrip()
    return float(plain.replace(",", ".")) if WRITTEN.fullmatch(plain) else None


def rounded(degrees: float, decimals: int) -> float:
    """The degrees to so many decimals; whole degrees without any."""
    number = round(degrees, decimals)
    return int(number) if number == int(number) else number


def key(lat: float, lon: float, decimals: int) -> str:
    """What a point is counted under."""
    scale = 10**decimals
    return f"value:{decimals}:{round(lat * scale)}:{round(lon * scale)}"


def points(tally: Tally) -> tuple[Point, ...]:
    """The points that were counted."""
    return _ordered(
        (int(lat) / 10 ** int(decimals), int(lon) / 10 ** int(decimals), n)
        for value, n in tally.under("value:").items()
        for decimals, lat, lon in [value.split(":")]
    )


def together(found: tuple[Point, ...]) -> list[list[float]]:
    """At most `MANY` points in place of these, as JSON: neighbours are taken together."""
    step = 0.001
    while len(found) > MANY:
        step *= 10
        counts: Counter[tuple[float, float]] = Counter()
        for lat, lon, n in found:
            counts[round(lat / step) * step, round(lon / step) * step] += n
        found = _ordered((lat, lon, n) for (lat, lon), n in counts.items())
    return [[round(lat, 3), round(lon, 3), n] for lat, lon, n in found]


def of_sketch(sketch: Mapping[str, Any]) -> tuple[Point, ...]:
    """The inverse of `together`."""
    return tuple(Point(*point) for point in sketch["points"])


def _ordered(found: Iterable[tuple[float, float, int]]) -> tuple[Point, ...]:
    return tuple(sorted((Point(*one) for one in found), key=lambda one: (-one.n, one[:2])))
