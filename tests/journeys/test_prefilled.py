"""A question is given a default answer, a name in the link and a random order; the link is made."""

import pytest
from playwright.sync_api import Page, expect

from tests.surveys.shelf import publish

pytestmark = pytest.mark.browser

LETTERS = [{"id": f"l{n}", "label": f"Answer {letter}"} for n, letter in enumerate("ABCDEF")]
MIXED = {"kind": "multiple_choice", "id": "mix", "title": "Which of these?", "choices": LETTERS,
         "none": True, "other": True}  # fmt: skip
SOURCE = {"kind": "hidden", "id": "src", "title": "Where the link stood", "parameter": "source"}
SECTIONS = [{"id": "s1", "questions": [SOURCE, MIXED]}]


def test_alice_sets_what_stands_there_and_sends_a_link(app, alice, page):
    survey = f"/surveys/{publish(app, alice, {'title': 'Tea', 'sections': SECTIONS})}"
    desk = page(user=alice)
    she_sets_a_default_answer_and_a_random_order(desk, survey)
    address = she_makes_a_link(desk, survey)
    somebody_is_told_what_the_link_brings(page(width=390), address)


def she_sets_a_default_answer_and_a_random_order(desk: Page, survey: str) -> None:
    desk.goto(f"{survey}/questions?open=mix")
    form = desk.locator("#form-mix")
    form.get_by_text("More settings").click()
    form.get_by_label("Random order").check()
    form.get_by_text("Prefilled answer").click()
    expect(form.locator(".preset")).to_be_hidden()
    form.get_by_label("Default answer").check()
    form.locator(".preset").get_by_label("Answer C").check()
    form.get_by_label("Fill in from the link").fill("letter")
    form.get_by_label("Fill in from the link").press("Tab")
    expect(desk.locator("[data-save-state]").first).to_have_text("Saved")
    desk.get_by_role("link", name="Publish changes").click()
    desk.get_by_role("button", name="Publish").first.click()


def she_makes_a_link(desk: Page, survey: str) -> str:
    desk.goto(f"{survey}/share")
    desk.get_by_label("source").fill("Poster, 2nd floor")
    desk.get_by_role("button", name="Make the link").click()
    address = desk.get_by_label("Link with these values").input_value()
    assert address.endswith("?source=Poster%2C+2nd+floor")
    return address


def somebody_is_told_what_the_link_brings(dan: Page, address: str) -> None:
    dan.goto(address)
    expect(dan.get_by_label("Answer C")).to_be_checked()
    expect(dan.locator("footer")).to_contain_text("source=Poster, 2nd floor")
    dan.get_by_label("None of these").check()
    expect(dan.get_by_label("Answer C")).not_to_be_checked()
    dan.get_by_label("Answer A").check()
    expect(dan.get_by_label("None of these")).not_to_be_checked()
    dan.get_by_label("None of these").check()
    dan.get_by_label("Other: in your own words").fill("Mint")
    expect(dan.get_by_label("None of these")).not_to_be_checked()
    dan.get_by_role("button", name="Send my answers").click()
    expect(dan.locator("main")).to_contain_text("Kept with them is what your link brought along")
