"""The outline of the world, as Natural Earth has it at 1:110 million (public domain).

The file is a topology (TopoJSON): lines that are shared, each point as a step from the one before.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from math import copysign
from pathlib import Path
from typing import Any, NamedTuple

import orjson

FILE = Path(__file__).parents[1] / "static" / "vendor" / "land-110m.json"

Ring = tuple[tuple[float, float], ...]
"""A closed line: longitude and latitude of its points, in degrees.

A line that goes on over the date line goes on counting, so that it stays in one piece.
"""


class Shape(NamedTuple):
    """A piece of land, or a lake in it."""

    ring: Ring
    is_lake: bool


@lru_cache
def land() -> tuple[Shape, ...]:
    """All land, each piece before its lakes; about five thousand points."""
    topology = orjson.loads(FILE.read_bytes())
    arcs = [_arc(arc, **topology["transform"]) for arc in topology["arcs"]]
    (world,) = topology["objects"]["land"]["geometries"]
    return tuple(
        Shape(_closed(_ring(ring, arcs)), is_lake=number > 0)
        for piece in world["arcs"]
        for number, ring in enumerate(piece)
    )


def _arc(steps: list[Any], scale: list[float], translate: list[float]) -> Ring:
    columns = zip(*steps, strict=True)
    lons, lats = (
        [at * by + first for at in accumulate(column)]
        for column, by, first in zip(columns, scale, translate, strict=True)
    )
    return tuple(zip(lons, lats, strict=True))


def _closed(points: Iterable[tuple[float, float]]) -> Ring:
    """The line in one piece; one that goes around the world, as Antarctica's, takes in the pole."""
    line: list[tuple[float, float]] = []
    for lon, lat in points:
        turns = round((line[-1][0] - lon) / 360) if line else 0
        line.append((lon + 360 * turns, lat))
    (first, _), (last, lat) = line[0], line[-1]
    if abs(last - first) > 180:
        line += [(last, copysign(90, lat)), (first, copysign(90, lat))]
    return tuple(line)


def _ring(numbers: list[int], arcs: list[Ring]) -> Iterator[tuple[float, float]]:
    """The lines one after the other; a negative number, of which ~ is the line, runs backwards."""
    for number in numbers:
        yield from arcs[number] if number >= 0 else reversed(arcs[~number])
