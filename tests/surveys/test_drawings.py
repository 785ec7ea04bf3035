"""Drawings are seen on a page of their own, as lines made of numbers, by who may export."""

import pytest

from backend.extensions import db
from backend.models import link
from backend.models.response import Sent, record
from backend.models.role import Role
from backend.models.survey import Survey
from backend.surveys import drawings
from tests.people import works_on
from tests.surveys.drafting import Desk
from tests.surveys.shelf import NOW

SIGN = {"kind": "signature", "id": "sign", "title": "Sign"}
COUNT = {"kind": "number", "id": "count", "title": "How many?"}
DRAWN, TYPED = {"strokes": [[1, 2, 30, 40]]}, {"name": "<b>Ada</b>"}


@pytest.fixture
def desk(app, alice):
    desk = Desk(app, alice, SIGN, COUNT)
    desk.publish()
    return desk


def answer(app, desk, *values):
    with app.app_context():
        seen = link.read(db.session.get_one(Survey, desk.id).link_key)
        for number, value in enumerate(values):
            answers = {"sign": value, "count": 1}
            record(seen, Sent(f"key{number}".ljust(22, "x"), 1, answers, NOW))


def pages(desk, address):
    while address:
        page = desk.author.get(address).page
        yield page
        address = next((a["href"] for a in page.find("a") if "after=" in a["href"]), "")


def test_what_was_drawn_is_seen_a_page_at_a_time(app, desk, monkeypatch):
    monkeypatch.setattr(drawings, "PAGE", 2)
    answer(app, desk, DRAWN, TYPED, DRAWN | TYPED, None)
    results = desk.author.get(f"/surveys/{desk.id}/results").page
    (way,) = [a["href"] for a in results.find("a") if a["href"].endswith("/drawings")]
    assert "Ada" not in results.text
    first, second = pages(desk, way)
    words = first.texts("figcaption") + second.texts("figcaption")
    assert sorted(words) == ["<b>Ada</b>", "<b>Ada</b> (drawn)", "drawn"]
    paths = [path["d"] for page in (first, second) for path in page.find("path") if path["d"]]
    assert paths.count("M1 2L30 40") == 2
    assert (first.text + second.text).count("Typed, not drawn:") == 1
    assert "First page" in second.text


def test_there_may_be_nothing_to_see(app, desk, alice):
    address = f"/surveys/{desk.id}/results"
    assert "No answers yet." in alice.get(f"{address}/sign/drawings").page.text
    after = f"{address}/sign/drawings?after={desk.id}"
    assert "There are no more answers." in alice.get(after).page.text
    assert alice.get(f"{address}/sign/drawings?after=x").status_code == 200
    for id in ("count", "none"):
        alice.get(f"{address}/{id}/drawings", status=404)
    draft = Desk(app, alice, SIGN)
    alice.get(f"/surveys/{draft.id}/results/sign/drawings", status=404)


def test_strangers_see_nothing(app, desk, bob):
    answer(app, desk, DRAWN)
    address = f"/surveys/{desk.id}/results/sign/drawings"
    bob.get(address, status=404)
    works_on(app, bob, desk.id, Role.ANALYST)
    assert bob.get(address).page.find("figure")
