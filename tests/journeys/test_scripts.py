"""The small scripts, on the pages that they are for."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, Route, expect

from backend.extensions import db
from backend.models import link, response
from backend.models.response import Sent
from backend.models.survey import Survey
from tests.browser import Browser
from tests.surveys import shelf
from tests.surveys.shelf import NOW, document, shelve

pytestmark = pytest.mark.browser

ONE = {
    "id": "one",
    "kind": "single_choice",
    "title": "One?",
    "choices": [{"id": "a", "label": "Apple"}, {"id": "b", "label": "Banana"}],
}
TWO = {"id": "two", "kind": "short_text", "title": "Two?"}
THREE = {"id": "three", "kind": "long_text", "title": "Three?"}
SECTIONS = [
    {"id": "s1", "title": "First", "questions": [ONE, TWO]},
    {"id": "s2", "title": "Second", "questions": [THREE]},
]
QUESTIONNAIRE = {"title": "Fruit", "sections": SECTIONS}

Desk = Callable[..., Page]


@pytest.fixture
def survey_id(app: Flask, alice: Browser) -> Any:
    return shelve(app, alice, QUESTIONNAIRE)


@pytest.fixture
def desk(survey_id: Any, page: Callable[..., Page], alice: Browser) -> Desk:
    """`desk("two")` is the editor with that question open."""

    def sit_down(open_id: str = "", **options: Any) -> Page:
        tab = page(user=alice, **options)
        tab.goto(f"/surveys/{survey_id}/questions?open={open_id}")
        return tab

    return sit_down


def title(tab: Page) -> Locator:
    return tab.locator("article.open textarea.title")


def state_of_save(tab: Page) -> Locator:
    return tab.locator("[data-save-state]")


def titles(app: Flask, survey_id: Any) -> list[list[str]]:
    sections = document(app, survey_id)["sections"]
    return [[question["title"] for question in section["questions"]] for section in sections]


def labels(app: Flask, survey_id: Any) -> list[str]:
    question = document(app, survey_id)["sections"][0]["questions"][0]
    return [choice["label"] for choice in question["choices"]]


# Saving by itself


def test_what_is_typed_is_saved_and_the_outline_follows(app, survey_id, desk):
    tab = desk("two")
    title(tab).press("End")
    tab.keyboard.type(" Really", delay=5)
    expect(tab.locator("#to-two")).to_contain_text("Two? Really")
    expect(state_of_save(tab)).to_have_text("Saved")
    assert titles(app, survey_id) == [["One?", "Two? Really"], ["Three?"]]
    expect(title(tab)).to_be_focused()


def test_what_was_typed_before_the_scripts_came_is_saved(app, survey_id, page, alice):
    tab = page(user=alice)
    waiting: list[Route] = []
    tab.route("**/js/autosave.js*", lambda route: waiting.append(route))
    tab.goto(f"/surveys/{survey_id}/questions?open=two", wait_until="commit")
    title(tab).fill("Early?")
    assert eventually(lambda: bool(waiting), tab)
    with tab.expect_response(re.compile("/questions/two")):
        waiting[0].continue_()
    assert titles(app, survey_id)[0] == ["One?", "Early?"]


def test_publishing_waits_for_what_is_typed_though_saving_replaces_its_button(survey_id, desk):
    tab = desk("two")
    tab.evaluate("document.querySelector('#publication form').dataset.old = ''")
    title(tab).press("End")
    tab.keyboard.type("!")
    tab.get_by_role("button", name="Publish").click()
    tab.wait_for_url(f"**/surveys/{survey_id}/share")


def test_what_could_not_be_saved_is_tried_again_and_never_lost(app, survey_id, desk):
    tab = desk("two")
    tab.clock.install()
    tab.route("**/questions/two", lambda route: route.abort())
    title(tab).fill("Offline?")
    tab.clock.run_for(1000)
    expect(state_of_save(tab)).to_have_text("Not saved. Trying again…")
    tab.unroute("**/questions/two")
    tab.route("**/questions/two", lambda route: route.fulfill(status=503))
    tab.clock.run_for(3000)
    expect(state_of_save(tab)).to_have_text("Not saved. Trying again…")
    tab.unroute("**/questions/two")
    with tab.expect_response(re.compile("/questions/two")):
        tab.clock.run_for(16000)
    expect(state_of_save(tab)).to_have_text("Saved")
    assert titles(app, survey_id)[0] == ["One?", "Offline?"]


def test_going_away_waits_until_all_is_saved(app, survey_id, desk):
    tab = desk("two")
    title(tab).fill("Just before leaving?")
    tab.get_by_role("link", name="Settings").click()
    expect(tab.get_by_role("heading", name="Settings")).to_be_visible()
    assert titles(app, survey_id)[0] == ["One?", "Just before leaving?"]


def test_a_refusal_stands_beside_its_field_and_typing_goes_on(app, survey_id, desk):
    tab = desk("two")
    field = tab.get_by_label("At most this many characters")
    field.fill("many")
    expect(tab.locator(".error", has_text="Write a whole number")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(state_of_save(tab)).to_have_text("Not saved")
    field.fill("300")
    expect(state_of_save(tab)).to_have_text("Saved")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    assert document(app, survey_id)["sections"][0]["questions"][1]["longest"] == 300


@pytest.mark.parametrize("answer", [422, 400])
def test_what_was_refused_is_not_left_behind(app, survey_id, desk, answer):
    tab = desk("two")
    field = tab.get_by_label("At most this many characters")
    if answer != 422:
        tab.route("**/questions/two", lambda route: route.fulfill(status=answer))
    field.fill("many" if answer == 422 else "250")
    expect(state_of_save(tab)).to_have_text("Not saved")
    for name in ("Edit “One?”", "Settings"):
        tab.get_by_role("link", name=name, exact=True).click()
        expect(tab.locator("[data-toast]")).to_contain_text("Not saved yet")
        tab.evaluate("document.querySelector('[data-toast]').textContent = ''")
    asked = []
    tab.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.close(run_before_unload=True)
    assert eventually(lambda: asked == ["beforeunload"], tab)
    tab.unroute("**/questions/two")
    field.fill("300")
    expect(state_of_save(tab)).to_have_text("Saved")
    tab.get_by_role("link", name="Settings", exact=True).click()
    expect(tab.get_by_role("heading", name="Settings")).to_be_visible()
    assert document(app, survey_id)["sections"][0]["questions"][1]["longest"] == 300


@pytest.mark.parametrize("choice", ["Keep mine", "Keep theirs"])
def test_where_two_met_both_texts_are_shown_and_one_decides(app, survey_id, desk, choice):
    mine, theirs = desk("two"), desk("two")
    title(theirs).fill("Theirs?")
    expect(theirs.locator("#to-two")).to_contain_text("Theirs?")
    title(mine).fill("Mine?")
    conflict = mine.locator(".conflict")
    expect(conflict.locator("blockquote")).to_have_text(["Mine?", "Theirs?"])
    expect(conflict).to_be_focused()
    expect(title(mine)).to_have_value("Mine?")
    assert titles(app, survey_id)[0] == ["One?", "Theirs?"]
    mine.get_by_role("button", name=choice).click()
    expect(conflict).to_have_count(0)
    kept = "Mine?" if choice == "Keep mine" else "Theirs?"
    expect(title(mine)).to_have_value(kept)
    assert titles(app, survey_id)[0] == ["One?", kept]


def test_two_who_change_different_things_both_find_them_kept(app, survey_id, desk):
    one, other = desk("two"), desk("two")
    title(one).fill("New words?")
    expect(one.locator("#to-two")).to_contain_text("New words?")
    other.get_by_label("At most this many characters").fill("77")
    expect(title(other)).to_have_value("New words?")
    question = document(app, survey_id)["sections"][0]["questions"][1]
    assert (question["title"], question["longest"]) == ("New words?", 77)


def test_a_question_that_was_deleted_meanwhile_can_be_put_back(app, survey_id, desk):
    mine, theirs = desk("two"), desk("two")
    theirs.get_by_role("button", name="Delete").click()
    expect(theirs.locator(".said")).to_contain_text("Deleted.")
    title(mine).fill("Not lost?")
    expect(mine.locator(".conflict")).to_contain_text("This was removed meanwhile")
    mine.get_by_role("button", name="Put it back").click()
    expect(mine.locator("#outline")).to_contain_text("Not lost?")
    assert titles(app, survey_id)[0] == ["One?", "Not lost?"]


def test_an_act_is_not_lost_while_what_was_typed_is_still_being_saved(app, survey_id, desk):
    tab = desk("two")
    title(tab).fill("Typed in haste?")
    form = tab.locator("section.section").first.locator("form.add")
    form.get_by_text("kinds …").click()
    form.get_by_role("button", name="Number A figure").click()
    expect(tab.locator("article.open[aria-label='Number, open']")).to_be_visible()
    assert titles(app, survey_id) == [["One?", "Typed in haste?", ""], ["Three?"]]


def test_ctrl_z_takes_back_outside_of_fields_only(app, survey_id, desk):
    tab = desk("two")
    title(tab).fill("Changed?")
    expect(tab.locator("#to-two")).to_contain_text("Changed?")
    tab.locator("body").click(position={"x": 5, "y": 400})
    tab.keyboard.press("Control+z")
    expect(title(tab)).to_have_value("Two?")
    assert titles(app, survey_id)[0] == ["One?", "Two?"]


# Lists


def test_enter_backspace_and_removal_work_on_choices(app, survey_id, desk):
    tab = desk("one")
    tab.get_by_label("Choice 1").press("Enter")
    tab.keyboard.type("Cherry")
    tab.get_by_label("Choice 2").press("Enter")
    tab.keyboard.press("Backspace")
    expect(tab.get_by_label("Choice 2")).to_be_focused()
    tab.get_by_role("button", name="Remove Apple").click()
    expect(state_of_save(tab)).to_have_text("Saved")
    assert eventually(lambda: labels(app, survey_id) == ["Cherry", "Banana"], tab)


def test_a_pasted_list_becomes_choices(app, survey_id, desk):
    tab = desk("one", permissions=["clipboard-read", "clipboard-write"])
    tab.evaluate("navigator.clipboard.writeText('Cherry\\n\\n  Date \\nElderberry')")
    tab.get_by_label("Choice 2").select_text()
    tab.keyboard.press("Control+V")
    wanted = ["Apple", "Cherry", "Date", "Elderberry"]
    assert eventually(lambda: labels(app, survey_id) == wanted, tab)
    tab.get_by_text("or paste a list").click()
    tab.get_by_label("One choice a line").fill("Fig\nGrape")
    tab.get_by_role("button", name="Add these").click()
    assert eventually(lambda: labels(app, survey_id) == [*wanted, "Fig", "Grape"], tab)


def test_a_pasted_list_fills_blank_rows_first(app, survey_id, desk):
    tab = desk("one", permissions=["clipboard-read", "clipboard-write"])
    tab.get_by_label("Choice 1").fill("")
    tab.get_by_text("or paste a list").click()
    tab.get_by_label("One choice a line").fill("Fig\nGrape")
    tab.get_by_role("button", name="Add these").click()
    assert eventually(lambda: labels(app, survey_id) == ["Fig", "Banana", "Grape"], tab)
    tab.get_by_label("Choice 2").fill("")
    tab.evaluate("navigator.clipboard.writeText('Kiwi\\nLime')")
    tab.get_by_label("Choice 1").select_text()
    tab.keyboard.press("Control+V")
    assert eventually(lambda: labels(app, survey_id) == ["Kiwi", "Lime", "Grape"], tab)


def test_a_choice_moves_by_its_menu_and_by_its_handle(app, survey_id, desk):
    tab = desk("one")
    tab.get_by_label("Move Banana", exact=True).click()
    tab.get_by_role("button", name="Move up").locator("visible=true").first.click()
    assert eventually(lambda: labels(app, survey_id) == ["Banana", "Apple"], tab)
    drag(
        tab, tab.get_by_label("Move Apple", exact=True), tab.get_by_label("Move Banana", exact=True)
    )
    assert eventually(lambda: labels(app, survey_id) == ["Apple", "Banana"], tab)


def test_a_question_is_dragged_into_another_section(app, survey_id, desk):
    tab = desk(height=1600)
    drag(tab, tab.locator("#card-one .handle"), tab.locator("#card-three"))
    expect(tab.locator("#outline ol").first).to_have_text(re.compile("1.*Two"))
    moved = titles(app, survey_id)
    assert moved in ([["Two?"], ["One?", "Three?"]], [["Two?"], ["Three?", "One?"]])


# The rest


def test_the_copy_button_copies_and_says_so(app, page, alice):
    survey_id = shelf.publish(app, alice)
    tab = page(user=alice, permissions=["clipboard-read", "clipboard-write"])
    tab.goto(f"/surveys/{survey_id}/share")
    tab.get_by_role("button", name="Copy").click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    expect(tab.locator("[data-toast]")).to_have_text("Copied.")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == tab.get_by_label("Address to send").input_value()


def test_a_dialog_holds_the_focus_and_gives_it_back(app, survey_id, page, alice):
    tab = page(user=alice)
    tab.goto(f"/surveys/{survey_id}/settings")
    tab.get_by_role("link", name="Delete …").click()
    dialog = tab.get_by_role("dialog", name="Delete “Fruit”?")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(tab.get_by_role("link", name="Delete …")).to_be_focused()
    tab.keyboard.press("Enter")
    dialog.get_by_role("button", name="Keep it").click()
    expect(dialog).to_be_hidden()
    tab.get_by_role("link", name="Delete …").click()
    dialog.get_by_role("button", name="Delete the survey").click()
    expect(tab.get_by_role("heading", name="Deleted surveys")).to_be_visible()


def test_a_menu_closes_on_escape_and_elsewhere(app, page, alice):
    tab = page(user=alice)
    tab.goto("/surveys")
    summary = tab.get_by_label("Your account, Alice Archer")
    items = tab.get_by_role("button", name="Sign out")
    summary.click()
    expect(items).to_be_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Escape")
    expect(items).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    tab.locator("h1").click()
    expect(items).to_be_hidden()


def test_results_renew_themselves_and_keep_what_was_open(app, page, alice):
    survey_id = shelf.publish(app, alice, QUESTIONNAIRE)
    say(app, survey_id, 1)
    tab = page(user=alice)
    tab.clock.install()
    tab.goto(f"/surveys/{survey_id}/results")
    figure = tab.locator(".figure dd").first
    expect(figure).to_have_text("1")
    tab.locator("#table-one summary").click()
    with tab.expect_response(re.compile("/results")) as unchanged:
        tab.clock.run_for(10_500)
    assert unchanged.value.status == 304
    say(app, survey_id, 2)
    with tab.expect_response(re.compile("/results")) as fresh:
        tab.clock.run_for(10_500)
    assert fresh.value.status == 200
    expect(figure).to_have_text("2")
    expect(tab.locator("#table-one table")).to_be_visible()


def test_the_first_response_takes_the_place_of_the_empty_page(app, page, alice):
    survey_id = shelf.publish(app, alice, QUESTIONNAIRE)
    tab = page(user=alice)
    tab.clock.install()
    tab.goto(f"/surveys/{survey_id}/results")
    expect(tab.get_by_role("heading", name="No responses yet")).to_be_visible()
    say(app, survey_id, 1)
    with tab.expect_response(re.compile("/results")):
        tab.clock.run_for(10_500)
    expect(tab.locator(".figure dd").first).to_have_text("1")


def test_who_clicks_before_the_scripts_are_there_has_a_page_without_them(survey_id, page, alice):
    tab = page(user=alice)
    tab.route("**/js/dialog.js*", lambda route: None)
    with tab.expect_request("**/js/dialog.js*"):
        tab.goto(f"/surveys/{survey_id}/questions", wait_until="commit")
    tab.get_by_role("link", name="From the library").first.click()
    tab.wait_for_url("**/library?*", wait_until="commit")
    tab.unroute("**/js/dialog.js*")
    expect(tab.get_by_role("heading", name="Add from the library")).to_be_visible()
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_where_a_script_never_comes_the_page_is_one_without_them(survey_id, page, alice):
    tab = page(user=alice)
    tab.route("**/js/dialog.js*", lambda route: route.abort())
    tab.goto(f"/surveys/{survey_id}/questions")
    tab.get_by_role("link", name="From the library").first.click()
    tab.wait_for_url("**/library?*")
    expect(tab.get_by_role("heading", name="Add from the library")).to_be_visible()


def test_the_keys_are_shown_from_their_beginning(desk: Desk) -> None:
    tab = desk(height=600)
    tab.keyboard.press("?")
    keys = tab.get_by_role("dialog", name="Keys")
    expect(keys.get_by_role("heading", name="Keys")).to_be_in_viewport()
    expect(keys.get_by_role("button", name="Close")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(keys).to_be_hidden()


def test_a_double_click_sends_once(app, page, alice):
    tab = page(user=alice)
    tab.goto("/surveys/new")
    tab.get_by_role("button", name="Blank").dblclick(delay=5)
    tab.wait_for_url("**/questions")
    with app.app_context():
        assert db.session.query(Survey).count() == 1


def test_the_time_zone_of_the_browser_is_chosen_and_remembered(app, page, alice):
    survey_id = shelve(app, alice, opens_at=NOW.replace(month=12, day=1, hour=12, minute=0))
    tab = page(user=alice, timezone_id="Asia/Tokyo")
    tab.goto(f"/surveys/{survey_id}/settings")
    expect(tab.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    expect(tab.get_by_label("Opens")).to_have_value(re.compile("12-01T21:00"))


def test_an_act_leaves_what_it_does_not_change_untouched(desk: Desk) -> None:
    tab = desk("one")
    tab.evaluate("for (const it of document.querySelectorAll('.q, .head')) it.own = it.id")
    tab.get_by_role("button", name="Move down").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".q-list").first.locator(".q")).to_have_count(2)
    expect(tab.locator(".q").nth(1)).to_have_id("card-one")
    assert tab.evaluate(
        "[...document.querySelectorAll('.q, .head')].every((it) => it.own === it.id)"
    )
    assert tab.evaluate("document.activeElement.id") == "step-down"
    expect(tab.locator("[data-speaks]")).to_contain_text("Now 2 of 2")
    expect(tab.locator(".outline li").nth(1)).to_contain_text("2One?")


def say(app: Flask, survey_id: Any, number: int) -> None:
    """Record a response."""
    with app.app_context():
        public = link.read(db.session.get_one(Survey, survey_id).link_key or "")
        assert public
        answers = {"one": "a", "two": f"Words {number}", "three": None}
        response.record(public, Sent(f"{number}", 1, answers, NOW))


def drag(tab: Page, handle: Locator, above: Locator) -> None:
    """Drag by a handle, in steps as a hand does, to the upper edge of something else."""
    handle.hover()
    tab.mouse.down()
    box = above.bounding_box()
    assert box
    for y in (10, 4, 8, 4, 8):  # a hand is never quite still
        tab.mouse.move(box["x"] + min(box["width"] / 2, 200), box["y"] + y, steps=12)
    tab.mouse.up()


def eventually(there: Callable[[], bool], tab: Page) -> bool:
    """Whether it comes about within a few seconds."""
    return any(there() or tab.wait_for_timeout(100) for _ in range(60))
