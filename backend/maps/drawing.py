"""A map of points: on tiles where there are such, on an outline of the world otherwise."""

from collections.abc import Sequence
from io import BytesIO
from math import sqrt
from threading import Lock
from typing import NamedTuple

import s2sphere
import staticmaps

from backend.maps.land import land
from backend.maps.tiles import Fetching, Tiles
from backend.questionnaire.points import Point

WIDTH, HEIGHT = 1024, 560
"""Pixels."""
FARTHEST, CLOSEST_OUTLINE = 2, 6
"""Zoom: the world is 1024 pixels wide at 2, and each step doubles that."""
POLE = 85.0
"""Mercator's maps end here."""
FEW = 16
"""So many at one point are shown by a large dot."""
SMALLEST, LARGEST = 9.0, 26.0
"""Radius of a dot in pixels; on a phone the map is a third as wide."""
SEA = staticmaps.Color(242, 240, 235)
LAND, COAST = (222, 218, 210, 255), (139, 134, 124, 255)
DOT, RIM = (11, 107, 93, 200), (255, 255, 255, 255)
NOTHING = staticmaps.TileProvider("none", url_pattern="")
ONE_AT_A_TIME = Lock()


class Drawn(NamedTuple):
    """A map as a PNG; not `whole` where there should have been tiles."""

    body: bytes
    whole: bool


def draw(points: Sequence[Point], closest: int, tiles: Tiles | None = None) -> Drawn:
    """A map on which all points are seen, no closer than a zoom of `closest`."""
    dots = _dots(points)
    with ONE_AT_A_TIME:
        if tiles:
            fetching = Fetching()
            body = _drawn(dots, closest, [], tiles.provider(), fetching)
            if not fetching.failed:
                return Drawn(body, whole=True)
        outline = _drawn(dots, min(closest, CLOSEST_OUTLINE), [Outline()], NOTHING, Fetching())
        return Drawn(outline, whole=tiles is None)


class Outline(staticmaps.Object):  # type: ignore[misc]  # the library has no types
    """All land."""

    def bounds(self) -> s2sphere.LatLngRect:
        """The whole world."""
        return s2sphere.LatLngRect.full()

    def extra_pixel_bounds(self) -> tuple[int, int, int, int]:
        """Nothing around it."""
        return 0, 0, 0, 0

    def render_pillow(self, renderer: staticmaps.PillowRenderer) -> None:
        """Draw each piece, and the lakes in it."""
        for shape in land():
            line = [_pixel(renderer, lat, lon) for lon, lat in shape.ring]
            colour = SEA.int_rgba() if shape.is_lake else LAND
            renderer.draw().polygon(line, fill=colour, outline=COAST)


class Dot(staticmaps.Object):  # type: ignore[misc]  # the library has no types
    """A point; its area says how many answered it."""

    def __init__(self, point: Point, radius: float) -> None:
        """A dot of this radius, in pixels."""
        super().__init__()
        self.point, self.radius = point, radius

    def bounds(self) -> s2sphere.LatLngRect:
        """The point."""
        return s2sphere.LatLngRect.from_point(_place(self.point.lat, self.point.lon))

    def extra_pixel_bounds(self) -> tuple[int, int, int, int]:
        """So much around it has to be on the map."""
        around = 2 * round(self.radius)
        return around, around, around, around

    def render_pillow(self, renderer: staticmaps.PillowRenderer) -> None:
        """Draw a disc with a rim."""
        (x, y), r = _pixel(renderer, self.point.lat, self.point.lon), self.radius
        renderer.draw().ellipse((x - r, y - r, x + r, y + r), fill=DOT, outline=RIM, width=2)


def _dots(points: Sequence[Point]) -> list[Dot]:
    """The largest first, so that none hides another."""
    most = max(FEW, *(point.n for point in points))
    reach = LARGEST - SMALLEST
    ordered = sorted(points, key=lambda point: -point.n)
    return [Dot(p, SMALLEST + reach * sqrt((p.n - 1) / most)) for p in ordered]


def _drawn(
    dots: list[Dot],
    closest: int,
    below: list[Outline],
    provider: staticmaps.TileProvider,
    fetching: Fetching,
) -> bytes:
    centre, zoom = _context(dots, provider).determine_center_zoom(WIDTH, HEIGHT)
    context = _context([*below, *dots], provider)
    context.set_tile_downloader(fetching)
    context.set_background_color(SEA)
    context.set_center(centre)
    context.set_zoom(max(FARTHEST, min(zoom, closest)))
    written = BytesIO()
    context.render_pillow(WIDTH, HEIGHT).convert("RGB").quantize(128).save(written, "PNG")
    return written.getvalue()


def _context(
    objects: Sequence[staticmaps.Object], provider: staticmaps.TileProvider
) -> staticmaps.Context:
    context = staticmaps.Context()
    context.set_tile_provider(provider)
    for one in objects:
        context.add_object(one)
    return context


def _place(lat: float, lon: float) -> s2sphere.LatLng:
    return s2sphere.LatLng.from_degrees(max(-POLE, min(lat, POLE)), lon)


def _pixel(renderer: staticmaps.PillowRenderer, lat: float, lon: float) -> tuple[float, float]:
    x, y = renderer.transformer().ll2pixel(_place(lat, lon))
    return x + renderer.offset_x(), y
