"""Maps of points: on an outline of the world, or on tiles of a server of ours."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image

from backend.maps import tiles as tiling
from backend.maps.drawing import HEIGHT, WIDTH, Outline, draw
from backend.maps.land import land
from backend.maps.tiles import Tiles
from backend.questionnaire.points import Point

VIENNA = Point(48.2, 16.4, 3)
SEA, LAND, DOT = (242, 240, 235), (222, 218, 210), (11, 107, 93)


def opened(drawn):
    return Image.open(BytesIO(drawn.body)).convert("RGB")


def near(one, other):
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


def has(image, colour):
    return any(near(found, colour) for _, found in image.getcolors(WIDTH * HEIGHT))


def test_land_is_in_one_piece_over_the_date_line_and_around_the_pole():
    shapes = land()
    assert len(shapes) > 100
    assert sum(shape.is_lake for shape in shapes) >= 1
    for shape in shapes:
        lons = [lon for lon, _ in shape.ring]
        steps = [abs(a - b) for a, b in pairwise(lons)]
        assert max(step for step in steps if step < 359) < 60
        assert all(-90 <= lat <= 90 for _, lat in shape.ring)
    assert min(lat for shape in shapes for _, lat in shape.ring) == -90


def test_the_outline_is_the_whole_world_and_leaves_no_margin():
    assert Outline().bounds().is_full()
    assert Outline().extra_pixel_bounds() == (0, 0, 0, 0)


def test_a_point_stands_in_the_middle_of_the_outline():
    drawn = draw([VIENNA], closest=9)
    image = opened(drawn)
    assert drawn.whole
    assert image.size == (WIDTH, HEIGHT)
    assert near(image.getpixel((WIDTH // 2, HEIGHT // 2)), DOT)
    assert has(image, SEA)
    assert has(image, LAND)


def test_points_of_the_whole_world_are_all_seen():
    far = [Point(89, 0, 1), Point(-89, 180, 40), Point(0, -180, 1), Point(0, 0, 7)]
    image = opened(draw(far, closest=9))
    assert has(image, DOT)
    assert len(image.getcolors(WIDTH * HEIGHT)) > 3


class Served(BaseHTTPRequestHandler):
    """Tiles of one colour."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status, kind, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Be quiet."""


def tile(size=256):
    file = BytesIO()
    Image.new("RGB", (size, size), (30, 60, 200)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def server():
    tiling._kept.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        server.asked, server.answer = [], (200, "image/png", tile())
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        server.tiles = Tiles(
            f"http://127.0.0.1:{server.server_port}/$1/{{z}}/{{x}}/{{y}}.png", "Ours, all of it"
        )
        yield server
        server.shutdown()
        thread.join()
    tiling._kept.clear()


def test_tiles_are_asked_for_once_a_week(server, monkeypatch):
    drawn = draw([VIENNA], 9, server.tiles)
    assert drawn.whole
    assert has(opened(drawn), (30, 60, 200))
    asked = len(server.asked)
    assert all(path.startswith("/$1/9/") for path in server.asked)
    draw([VIENNA], 9, server.tiles)
    assert len(server.asked) == asked
    now = tiling.time.time()
    monkeypatch.setattr(tiling.time, "time", lambda: now + tiling.WEEK + 1)
    draw([VIENNA], 9, server.tiles)
    assert len(server.asked) == 2 * asked


def test_only_so_many_tiles_are_kept(server, monkeypatch):
    monkeypatch.setattr(tiling, "KEPT", 2)
    draw([VIENNA], 9, server.tiles)
    assert len(tiling._kept) == 2


@pytest.mark.parametrize(
    "answer",
    [
        (404, "text/plain", b"no"),
        (302, "text/plain", b""),
        (200, "image/png", b"no image"),
        (200, "image/png", b""),
        (200, "image/png", tile(600)),
        (200, "image/png", tile()[:80]),
        (200, "image/png", b"x" * (tiling.LARGEST + 1)),
    ],
)
def test_without_its_tiles_a_map_shows_the_outline(server, answer):
    server.answer = answer
    drawn = draw([VIENNA], 9, server.tiles)
    assert not drawn.whole
    assert has(opened(drawn), LAND)
    assert len(server.asked) == 1
