"""An image is uploaded and chosen, a signature drawn, a point picked: in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from backend.extensions import db
from backend.models.response import Response
from tests.surveys import shelf
from tests.surveys.drafting import Desk

pytestmark = pytest.mark.browser

IMAGES = {"kind": "image_choice", "id": "poster", "title": "Which?", "choices": []}
SIGN = {"kind": "signature", "id": "sign", "title": "Sign"}
WHERE = {"kind": "location", "id": "where", "title": "Where?", "precision": "100"}


@pytest.fixture
def posters(tmp_path):
    """Two files."""
    paths = [tmp_path / f"{name}.png" for name in ("red", "blue")]
    for path in paths:
        Image.new("RGB", (80, 60), path.stem).save(path)
    return paths


def test_what_is_shown_and_drawn_arrives(app, alice, page, posters):
    desk = Desk(app, alice, IMAGES, SIGN, WHERE)
    are_uploaded_and_described(page(alice), desk, posters)
    desk.publish()
    tab = page(
        width=390,
        geolocation={"latitude": 59.91, "longitude": 10.75},
        permissions=["geolocation"],
    )
    tab.goto(f"/s/{shelf.now(app, desk.id).link_key}")
    tab.get_by_role("radio", name="The blue one blue").check()
    is_signed(tab)
    is_found_and_moved(tab)
    assert Axe().run(tab, options={"resultTypes": ["violations"]}).violations_count == 0
    tab.get_by_role("button", name="Send my answers").click()
    expect(tab.get_by_role("heading", name="Your answers were received")).to_be_visible()
    with app.app_context():
        stored = db.session.scalars(select(Response.answers).filter_by(survey_id=desk.id)).one()
    assert stored["poster"] == desk.part("poster")["choices"][1]["id"]
    assert len(stored["sign"]["strokes"]) == 1
    assert len(stored["sign"]["strokes"][0]) > 8
    assert stored["where"] == {"lat": 60, "lon": 6}


def test_files_chosen_before_the_scripts_came_arrive(app, alice, page, posters):
    desk = Desk(app, alice, IMAGES)
    tab = page(alice)
    tab.route("**/js/upload.js*", lambda route: None)
    with tab.expect_request("**/js/upload.js*"):
        tab.goto(f"{desk.url}?open=poster", wait_until="commit")
    tab.get_by_label("Add images from your device").set_input_files(posters)
    with tab.expect_navigation():
        tab.unroute("**/js/upload.js*")
    expect(tab.get_by_label("Alternative text of image 2")).to_be_visible()
    assert len(desk.part("poster")["choices"]) == 2


def are_uploaded_and_described(tab, desk, posters):
    tab.goto(f"{desk.url}?open=poster")
    with tab.expect_navigation():
        tab.get_by_label("Add images from your device").set_input_files(posters)
    for number, words in enumerate(("The red one", "The blue one"), 1):
        tab.get_by_label(f"Alternative text of image {number}").fill(words)
    expect(tab.locator("[data-save-state]")).to_have_text("Saved")
    expect(tab.locator("#problems")).to_be_hidden()


def is_signed(tab):
    pad = tab.get_by_role("img", name=re.compile("draw your signature"))
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    tab.mouse.move(box["x"] + 20, box["y"] + 20)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 200, box["y"] + 80, steps=10)
    tab.mouse.up()
    expect(tab.get_by_role("button", name="Clear the drawing")).to_be_visible()


def is_found_and_moved(tab):
    tab.get_by_role("button", name="Use my location").click()
    expect(tab.get_by_label("Latitude")).to_have_value("60")
    tab.get_by_role("button", name="Pick on a map").click()
    tab.locator(".world .land[d]").wait_for()
    tab.get_by_role("application").press("ArrowLeft")
    expect(tab.get_by_label("Longitude")).to_have_value("6")
