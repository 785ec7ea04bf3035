"""The map of answers: seen by who sees the results, drawn once, not while a transaction is open."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from backend.extensions import db
from backend.maps import drawing
from backend.maps.drawing import Drawn
from backend.models import link
from backend.models.drawn_map import DrawnMap
from backend.models.response import Sent, record
from tests.surveys.drafting import Desk
from tests.surveys.shelf import NOW

WHERE = {"kind": "location", "id": "where", "title": "Where?", "place": True}
COUNT = {"kind": "number", "id": "count", "title": "How many?"}
VIENNA, PLACE = {"lat": 48.2, "lon": 16.4}, {"place": "By the lake"}


@pytest.fixture
def desk(app, alice):
    desk = Desk(app, alice, WHERE, COUNT)
    desk.publish()
    return desk


def answer(app, desk, *values):
    with app.app_context():
        from backend.models.survey import Survey

        key = db.session.get_one(Survey, desk.id).link_key
        for number, value in enumerate(values):
            seen = link.read(key)
            answers = {"where": value, "count": 1}
            record(seen, Sent(f"key{number}".ljust(22, "x"), 1, answers, NOW))


def page(desk):
    return desk.author.get(f"/surveys/{desk.id}/results").page


def test_the_map_is_on_the_results_page_and_drawn_once(app, desk, bob, monkeypatch):
    answer(app, desk, VIENNA, VIENNA | PLACE, PLACE, None)
    (shown,) = page(desk).find("img")
    assert "2 of 3 who answered gave a point" in page(desk).text
    assert "By the lake" in page(desk).text
    found = desk.author.get(shown["src"])
    assert found.headers["Cache-Control"] == "private, max-age=604800"
    assert Image.open(BytesIO(found.data)).size == (1024, 560)
    monkeypatch.setattr(drawing, "draw", None)
    again = desk.author.get(shown["src"])
    assert again.data == found.data
    known = {"If-None-Match": found.headers["ETag"]}
    assert desk.author.get(shown["src"], headers=known).status_code == 304
    bob.get(shown["src"], status=404)


def test_no_transaction_is_open_while_a_map_is_drawn(app, desk, monkeypatch):
    answer(app, desk, VIENNA)
    busy = []

    def draw(points, closest, tiles):
        busy.append(db.session().in_transaction())
        return Drawn(b"png", whole=True)

    monkeypatch.setattr(drawing, "draw", draw)
    desk.author.get(page(desk).find("img")[0]["src"])
    assert busy == [False]


def test_a_map_without_its_tiles_is_not_kept(app, desk, monkeypatch):
    answer(app, desk, VIENNA)
    monkeypatch.setitem(app.config, "MAP_TILES", "https://127.0.0.1:1/{z}/{x}/{y}.png")
    monkeypatch.setitem(app.config, "MAP_ATTRIBUTION", "Nobody")
    found = desk.author.get(page(desk).find("img")[0]["src"])
    assert found.headers["Cache-Control"] == "no-store"
    with app.app_context():
        assert db.session.scalars(select(DrawnMap).where(DrawnMap.survey_id == desk.id)).all() == []


def test_where_nobody_gave_a_point_there_is_no_map(app, desk, alice):
    address = f"/surveys/{desk.id}/results"
    for id in ("where", "count", "none"):
        alice.get(f"{address}/{id}/map.png", status=404)
    answer(app, desk, PLACE)
    assert "None of the 1 who answered gave a point." in page(desk).text
    draft = Desk(app, alice, WHERE)
    alice.get(f"/surveys/{draft.id}/results/where/map.png", status=404)
