"""Alice changes a live survey that a thousand people have answered, and publishes it again.

By the keyboard alone; what publishing does to the results is said before, and comes true.
"""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import insert

from backend.extensions import db
from backend.models import link, response, version
from backend.models.ids import uuid7
from backend.models.response import Response, Sent
from backend.models.survey import Survey
from backend.models.tally import Queued
from tests.browser import Browser
from tests.journeys.test_axe import is_for_all
from tests.surveys import shelf
from tests.surveys.shelf import NOW

pytestmark = pytest.mark.browser

PEOPLE = 1000
FARTHEST = 200
FOCUSED = """() => {
  const it = document.activeElement;
  return it.getAttribute("aria-label") || it.innerText?.trim() || it.labels?.[0]?.innerText || "";
}"""


def lines(*labels: str) -> list[dict[str, str]]:
    return [{"id": label.lower(), "label": label} for label in labels]


COLOUR = {
    "id": "colour",
    "kind": "single_choice",
    "title": "Which colour?",
    "choices": lines("Red", "Green", "Blue"),
}
FOOD = {
    "id": "food",
    "kind": "matrix",
    "title": "How was it?",
    "rows": lines("Bread", "Soup"),
    "scale": ["Bad", "Good"],
}
WARM = {"id": "warm", "kind": "likert", "title": "Warm enough?", "scale": ["No", "Yes"]}
AGE = {"id": "age", "kind": "number", "title": "How old are you?"}
SURVEY = {"title": "Lunch", "sections": [{"id": "s1", "questions": [COLOUR, FOOD, WARM, AGE]}]}


@pytest.fixture
def survey(app: Flask, alice: Browser) -> UUID:
    """A live survey: 600 chose red, 300 green, 100 blue; every hundredth skipped the food."""
    survey_id = shelf.publish(app, alice, SURVEY)
    with app.app_context():
        rows = [answered(survey_id, number) for number in range(PEOPLE)]
        db.session.execute(insert(Response), rows)
        queued = [{"survey_id": survey_id, "response_id": row["id"]} for row in rows]
        db.session.execute(insert(Queued), queued)
        db.session.commit()
    return survey_id


def answered(survey_id: UUID, number: int) -> dict[str, Any]:
    colour = "red" if number % 10 < 6 else "green" if number % 10 < 9 else "blue"
    answers = {
        "colour": colour,
        "food": {"bread": 1 + number % 2, "soup": 2} if number % 100 else None,
        "warm": 2,
        "age": 20 + number % 50,
    }
    return {
        "survey_id": survey_id,
        "id": uuid7(),
        "version": 1,
        "submitted_on": NOW.date(),
        "answers": answers,
    }


def test_a_live_survey_is_changed_and_published_again(
    app: Flask, alice: Browser, page: Any, survey: UUID
) -> None:
    desk = page(user=alice)
    desk.goto(f"/surveys/{survey}/questions")
    she_changes_every_question(desk)
    she_is_told_what_publishing_does(desk)
    goes_to(desk, "Publish version 2")
    expect(desk.get_by_text("The changes are published.").first).to_be_visible()
    two_more_answer(app, survey)
    results_are_merged_as_was_said(desk, survey)


def she_changes_every_question(desk: Page) -> None:
    goes_to(desk, "Edit “Which colour?”")
    writes(desk, "Which colour suits you?")
    goes_to(desk, "Remove Blue")
    all_is_saved(desk)
    goes_to(desk, "Edit “How was it?”")
    goes_to(desk, "Remove Soup")
    all_is_saved(desk)
    goes_to(desk, "Edit “Warm enough?”")
    goes_to(desk, "Level 1", press="")
    writes(desk, "Never")
    all_is_saved(desk)
    goes_to(desk, "Edit “How old are you?”")
    goes_to(desk, "Delete")
    expect(desk.locator(".said")).to_contain_text("Deleted.")


def she_is_told_what_publishing_does(desk: Page) -> None:
    goes_to(desk, "Publish changes")
    expect(desk.get_by_role("heading", name="Publish the changes?")).to_be_visible()
    said = words(desk.locator("main"))
    for sentence in (
        "There are 1,000 responses so far.",
        "The wording is changed. Answers so far (1,000) and new ones are kept together.",
        "The choice “Blue” is removed. Answers so far (100) stay in the results",
        "The row “Soup” is removed. Answers so far (990) stay in the results",
        "Counted as a new question, because “Scale” is changed. Answers so far (1,000) stay",
        "Asked no more. Answers so far (1,000) stay in the results, under “No longer asked”",
    ):
        assert sentence in said
    is_for_all(desk)


def two_more_answer(app: Flask, survey: UUID) -> None:
    with app.app_context():
        public = link.read(db.session.get_one(Survey, survey).link_key or "")
        assert public
        assert public.version == 2
        colour, food, warm = (q.id for q in version.questionnaire(survey, 2).asked)
        assert (colour, food, warm == "warm") == ("colour", "food", False)
        for number in range(2):
            answers = {"colour": "red", "food": {"bread": 2}, warm: 1}
            response.record(public, Sent(f"more-{number}", 2, answers, NOW))


def results_are_merged_as_was_said(desk: Page, survey: UUID) -> None:
    desk.goto(f"/surveys/{survey}/results")
    for title, figures in (
        ("Which colour suits you?", ["n = 1002", "602", "300", "100"]),
        ("How was it?", ["n = 992", "Bread", "Soup"]),
        ("Warm enough?", ["n = 2", "Never"]),
    ):
        panel = desk.locator("section.panel", has=desk.get_by_role("heading", name=title)).first
        said = words(panel)
        assert [figure for figure in figures if figure not in said] == [], said
    former = words(desk.get_by_role("region", name="No longer asked"))
    assert "How old are you?" in former
    assert former.count("n = 1000") == 2
    is_for_all(desk)


def words(place: Locator) -> str:
    """What is seen there, with single spaces."""
    return " ".join(place.inner_text().replace("\u2068", "").replace("\u2069", "").split())


def goes_to(desk: Page, name: str, press: str = "Enter") -> None:
    """Tab on until that has the focus, and press it."""
    for _ in range(FARTHEST):
        desk.keyboard.press("Tab")
        if " ".join(desk.evaluate(FOCUSED).split()) == name:
            break
    else:
        pytest.fail(f"{name} cannot be reached")
    if press:
        desk.keyboard.press(press)


def writes(desk: Page, text: str) -> None:
    """Write into what has the focus, in place of what is there."""
    expect(desk.locator("input:focus, textarea:focus")).to_be_visible()
    desk.keyboard.press("Control+A")
    desk.keyboard.type(text)


def all_is_saved(desk: Page) -> None:
    expect(desk.locator("[data-save-state]")).to_have_text("Saved")
