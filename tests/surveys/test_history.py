"""What was done to a draft, and the ways back and forth."""

from datetime import UTC, datetime

import pytest

from backend.models import draft as drafts
from backend.questionnaire.edit import Set
from tests.surveys.drafting import SWIFT, Desk, sample


@pytest.fixture
def desk(app, alice):
    return Desk(app, alice, sample("single_choice"), sample("likert", "q2"))


def redone(desk):
    answer = desk.author.post(f"/surveys/{desk.id}/redo", status=303)
    return desk.author.get(answer.location).page.text


def test_what_was_undone_is_made_again(desk):
    desk.save("q1", title="Mine")
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.part("q1")["title"] != "Mine"
    (form,) = desk.open("q1").find("form", id="redo")
    answer = desk.author.post(form["action"], data={"opened": "q1"}, headers=SWIFT)
    assert "Your change is made again." in answer.page.text
    assert desk.part("q1")["title"] == "Mine"


def test_nothing_to_redo_is_said_kindly(desk):
    assert "nothing of yours to redo" in redone(desk)


def test_what_was_built_in_its_place_is_not_overwritten(app, desk, bob):
    desk.save("q1", title="Mine")
    before = desk.part("q1")["title"]
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    with app.app_context():
        theirs = Set("q1", "title", desk.part("q1")["title"], "Bob's")
        drafts.change(desk.id, [theirs], bob.user.id, datetime.now(UTC))
    assert before != "Bob's"
    assert "built in its place" in redone(desk)
    assert desk.part("q1")["title"] == "Bob's"
