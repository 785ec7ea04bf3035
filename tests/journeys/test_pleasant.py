"""Kinds with a script of their own, answered by keys alone at a phone's width, stored as meant."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from backend.extensions import db
from backend.models.response import Response
from tests.surveys import shelf

pytestmark = pytest.mark.browser

TOWNS = [
    "Aachen",
    "Bonn",
    "Celle",
    "Dessau",
    "Erfurt",
    "Fulda",
    "Görlitz",
    "Halle",
    "Jena",
    "Köln",
    "Lübeck",
]
SHARES = [{"id": "work", "label": "Work"}, {"id": "rest", "label": "Rest"}]
THINGS = [{"id": name.lower(), "label": name} for name in ("Pay", "Hours", "Team")]
QUESTIONS = [
    {
        "kind": "dropdown",
        "id": "town",
        "title": "Where?",
        "choices": [{"id": f"t{n}", "label": town} for n, town in enumerate(TOWNS)],
    },
    {"kind": "ranking", "id": "first", "title": "What first?", "choices": THINGS},
    {"kind": "slider", "id": "warm", "title": "How warm?", "show_value": False},
    {"kind": "slider", "id": "loud", "title": "How loud?"},
    {"kind": "constant_sum", "id": "time", "title": "Your time?", "choices": SHARES},
]


@pytest.fixture
def survey_id(app, alice):
    document = {"title": "S", "sections": [{"id": "s1", "questions": QUESTIONS}]}
    return shelf.publish(app, alice, document)


@pytest.fixture
def tab(app, page, survey_id) -> Page:
    tab = page(width=390)
    tab.goto(f"/s/{shelf.now(app, survey_id).link_key}")
    return tab


def test_everything_is_answered_by_keys(app, tab, survey_id):
    town_is_searched(tab)
    things_are_put_in_order(tab)
    one_slider_is_moved(tab)
    time_is_shared_out(tab)
    tab.get_by_role("button", name="Send my answers").press("Enter")
    expect(tab.get_by_role("heading", name="Your answers were received")).to_be_visible()
    with app.app_context():
        stored = db.session.scalars(select(Response.answers).filter_by(survey_id=survey_id)).one()
    assert stored == {
        "town": "t10",
        "first": ["team", "hours", "pay"],
        "warm": 51,
        "loud": None,
        "time": {"work": 60, "rest": 40},
    }


def town_is_searched(tab):
    town = tab.get_by_role("combobox", name="Where?")
    expect(town).to_have_attribute("aria-expanded", "false")
    town.press("ArrowDown")
    expect(tab.get_by_role("option")).to_have_count(len(TOWNS))
    town.press_sequentially("lub")
    expect(tab.get_by_role("option")).to_have_text(["Lübeck"])
    assert Axe().run(tab, options={"resultTypes": ["violations"]}).violations_count == 0
    town.press("Enter")
    expect(town).to_have_value("Lübeck")
    town.fill("nowhere")
    expect(tab.get_by_role("option")).to_have_count(0)
    town.press("Tab")
    expect(town).to_have_value("Lübeck")


def things_are_put_in_order(tab):
    tab.get_by_role("button", name="Hours: put at place 1").press("Enter")
    expect(tab.get_by_role("button", name="Team: put at place 2")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    said = tab.locator(".ranking [role=status]")
    expect(said).to_have_text("Pay: place 3 of 3")
    tab.get_by_role("button", name="Move up: Team, place 2").press("Enter")
    expect(said).to_have_text("Team: place 1 of 3")
    tab.get_by_role("button", name="Take out: Pay, place 3").press("Enter")
    expect(tab.get_by_role("button", name="Pay: put at place 3")).to_be_focused()
    tab.keyboard.press("Enter")


def one_slider_is_moved(tab):
    warm, loud = tab.get_by_role("slider").all()
    expect(warm).to_have_attribute("aria-valuetext", "No answer yet")
    warm.press("ArrowRight")
    expect(warm).not_to_have_attribute("aria-valuetext", "No answer yet")
    loud.press("End")
    expect(tab.get_by_label("How loud? (optional): number")).to_have_value("100")
    tab.get_by_role("button", name="Clear: How loud?").press("Enter")
    expect(loud).to_be_focused()


def time_is_shared_out(tab):
    left = tab.locator("[data-left]")
    expect(left).to_have_text("100 left")
    tab.get_by_label("Work").fill("60")
    expect(left).to_have_text("40 left")
    tab.get_by_label("Rest").fill("40")
    expect(left).to_have_text("All 100 given")
