"""Alice and Bob talk about a question, in the editor, without leaving it."""

import pytest
from playwright.sync_api import expect

from tests.surveys.drafting import Desk, sample

pytestmark = pytest.mark.browser


def test_a_question_is_talked_about_in_the_editor(app, alice, page):
    colour = sample("single_choice", "colour") | {"title": "Which colour?"}
    desk = page(user=alice)
    desk.goto(f"{Desk(app, alice, colour).url}?open=colour")
    summary = desk.locator("details.talk > summary")
    summary.focus()
    desk.keyboard.press("Enter")
    said = desk.get_by_label("Add a comment")
    said.fill("Is grey one?")
    desk.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(desk.get_by_text("Is grey one?")).to_be_visible()
    expect(summary).to_have_text("Comments 1 open")
    desk.get_by_text("Reply", exact=True).press("Enter")
    desk.get_by_label("Reply to Alice Archer").fill("It is.")
    desk.get_by_role("button", name="Send the reply").press("Enter")
    expect(desk.get_by_text("It is.")).to_be_visible()
    desk.get_by_role("button", name="Resolve").press("Enter")
    expect(desk.get_by_text("Resolved by Alice Archer")).to_be_visible()
    expect(summary).to_have_text("Comments 0 open")
    expect(desk.get_by_role("button", name="Open again")).to_be_focused()
    desk.get_by_role("button", name="Delete your comment “It is.”").press("Enter")
    expect(desk.get_by_text("It is.")).to_have_count(0)
    expect(desk.locator("article.open textarea.title")).to_have_value("Which colour?")
