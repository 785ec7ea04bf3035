"""Alice makes a template her own, with the keyboard alone, and every page on the way is for all."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_axe import is_for_all, looked_at

pytestmark = pytest.mark.browser


def test_a_template_is_made_one_s_own_with_the_keyboard(alice, page):
    desk = page(user=alice)
    desk.goto("/surveys/new")
    she_looks_for_a_template(desk)
    she_looks_at_it_and_takes_it(desk)
    she_puts_it_in_her_own_words(desk)
    she_adds_a_question_from_the_library(desk)
    she_keeps_one_in_hers(desk)
    she_publishes(desk)


def she_looks_for_a_template(desk: Page) -> None:
    all_can_use(desk)
    tab_to(desk, "Search the templates")
    desk.keyboard.type("pulse")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("q=pulse"))
    tab_to(desk, "Employee pulse")
    desk.keyboard.press("Enter")


def she_looks_at_it_and_takes_it(desk: Page) -> None:
    expect(desk.get_by_role("heading", name="Employee pulse", level=1)).to_be_visible()
    preview = desk.frame_locator("iframe")
    expect(preview.get_by_text("These questions take about two minutes")).to_be_visible()
    all_can_use(desk)
    tab_to(desk, "Use this template")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("textbox", name="Title of the survey")).to_have_value("Employee pulse")


def she_puts_it_in_her_own_words(desk: Page) -> None:
    tab_to(desk, "Title of the survey")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("How is work at Larch & Co?")
    tab_to(desk, "Edit “How was the amount of work?”")
    desk.keyboard.press("Enter")
    title = desk.locator("article.open textarea.title")
    expect(title).to_be_focused()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("How much work was there?")
    expect(desk.locator("[data-save-state]")).to_have_text("Saved")
    expect(title).to_have_value("How much work was there?")
    all_can_use(desk)


def she_adds_a_question_from_the_library(desk: Page) -> None:
    tab_to(desk, "From the library")
    desk.keyboard.press("Enter")
    library = desk.get_by_role("dialog", name="Add from the library")
    expect(library.get_by_role("heading", name="Scales")).to_be_attached()
    tab_to(desk, "Search the library")
    desk.keyboard.type("health")
    desk.keyboard.press("Enter")
    expect(library.get_by_role("heading", name="Scales")).to_have_count(0)
    tab_to(desk, "Add “Self-rated health”")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Added from the library.").first).to_be_visible()
    expect(library).to_be_hidden()
    added = desk.locator("article.open textarea.title")
    expect(added).to_have_value("How is your health in general? Is it …")


def she_keeps_one_in_hers(desk: Page) -> None:
    tab_to(desk, "Keep in my library")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Kept in your library.").first).to_be_visible()


def she_publishes(desk: Page) -> None:
    tab_to(desk, "Publish")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("/share"))
    expect(desk.get_by_text("How is work at Larch & Co?").first).to_be_visible()


NAME = """() => {
  const it = document.activeElement;
  const label = it.labels?.[0]?.innerText || it.labels?.[0]?.textContent;
  return (it.getAttribute("aria-label") || label || it.innerText || "").trim();
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(NAME) == name:
            return
    raise AssertionError(f"Tab does not come to “{name}”")


def all_can_use(page: Page) -> None:
    """Axe finds nothing; the desk is as it was afterwards."""
    is_for_all(page)
    looked_at(page, 1280, "light")
