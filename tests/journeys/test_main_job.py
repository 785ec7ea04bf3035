"""The main job: Alice writes a survey, Dan answers it on a phone, and Alice reads what he said.

In a real browser, against two processes of gunicorn, with sign-in over real OpenID Connect.
"""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from backend.questionnaire.types import CATALOGUE
from devtools.bench.server import Server

pytestmark = pytest.mark.browser

CLIPBOARD = ["clipboard-read", "clipboard-write"]
DISHES = ["Soup", "Salad", "Pasta", "Curry"]


@pytest.fixture
def home(gunicorn: Server) -> str:
    return f"http://localhost:{gunicorn.port}"


def test_alice_asks_dan_answers_and_alice_reads_it(page, home):
    desk = page(at=home, permissions=CLIPBOARD)
    alice_signs_in(desk)
    she_writes_three_sections_with_every_kind_of_question(desk)
    she_looks_at_the_preview(desk)
    link = she_publishes_and_copies_the_link(desk)

    phone = page(at=home, width=390, javascript=False)
    dan_answers_the_first_section_and_mends_one_mistake(phone, link)
    he_answers_the_second_goes_back_once_and_forth_again(phone)
    he_sends_it_from_two_tabs_and_after_going_back(phone)

    alice_sees_exactly_one_response(desk)
    every_figure_is_right(desk)
    the_export_has_one_line(desk)


def alice_signs_in(desk: Page) -> None:
    desk.goto("/surveys")
    desk.get_by_role("link", name="Sign in with Microsoft").click()
    desk.get_by_role("button", name="Alice Archer").click()
    expect(desk.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    assert "/surveys" in desk.url


def she_writes_three_sections_with_every_kind_of_question(desk: Page) -> None:
    desk.get_by_role("link", name="New survey").click()
    desk.get_by_role("button", name="Blank").click()
    she_writes(desk, "Title of the survey", "Lunch at work")
    she_writes(desk, "Introduction", "It takes **two** minutes.")
    she_writes_about_the_person(desk)
    she_adds_a_section(desk, 2, "The food")
    she_writes_about_the_food(desk)
    she_adds_a_section(desk, 3, "Last words")
    she_writes_the_last_words(desk)
    she_drags_the_age_to_the_top(desk)
    she_deletes_the_advice_and_takes_that_back(desk)
    everything_is_still_there_after_a_reload(desk)


def she_writes_about_the_person(desk: Page) -> None:
    she_writes(desk, "Title of section 1", "You")
    card = she_adds(desk, 1, "Single choice", "Where do you eat?")
    card.get_by_label("Choice 1").fill("In the canteen")
    card.get_by_label("Choice 1").press("Enter")
    desk.keyboard.type("At my desk")
    card.get_by_label("Choice 2").fill("Outside")
    card.get_by_label("An answer is required").check()
    all_is_saved(desk)
    card = she_adds(desk, 1, "Yes or no", "Do you bring your own lunch?")
    she_sets(card, "Label of “Yes”", "Most days")
    all_is_saved(desk)
    card = she_adds(desk, 1, "Number", "How old are you?")
    she_sets(card, "At least", "16")
    she_sets(card, "At most", "99")
    she_sets(card, "Unit", "years")
    card.get_by_label("An answer is required").check()
    all_is_saved(desk)
    card = she_adds(desk, 1, "Statement", "Thank you so far")
    she_sets(card, "Text", "Now to the **food**.", exact=True)
    all_is_saved(desk)


def she_writes_about_the_food(desk: Page) -> None:
    card = she_adds(desk, 2, "Multiple choice", "What do you like?")
    she_pastes_a_list_of_dishes(desk, card)
    card.get_by_text("More settings").click()
    card.get_by_label("Choose at most").fill("3")
    all_is_saved(desk)
    she_adds(desk, 2, "Likert scale", "The portions are large enough.")
    card = she_adds(desk, 2, "Matrix", "How good is it?")
    rows = card.locator("fieldset.lines", has=desk.get_by_text("Rows", exact=True))
    rows.locator("input[type=text]:visible").nth(0).fill("Taste")
    rows.locator("input[type=text]:visible").nth(1).fill("Price")
    all_is_saved(desk)
    card = she_adds(desk, 2, "Rating", "All in all?")
    she_sets(card, "Label of the highest", "Wonderful")
    all_is_saved(desk)


def she_writes_the_last_words(desk: Page) -> None:
    card = she_adds(desk, 3, "Short text", "Your favourite dish?")
    she_sets(card, "At most this many characters", "40")
    all_is_saved(desk)
    she_adds(desk, 3, "Long text", "Any advice for the kitchen?")


def she_pastes_a_list_of_dishes(desk: Page, card: Locator) -> None:
    desk.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(DISHES))
    card.get_by_label("Choice 1").focus()
    desk.keyboard.press("Control+V")
    written = card.locator("input[type=text][name=choices-label]:visible")
    expect(written).to_have_count(4)  # the two that were blank are filled first
    assert [field.input_value() for field in written.all()] == DISHES
    all_is_saved(desk)


def she_drags_the_age_to_the_top(desk: Page) -> None:
    desk.get_by_role("link", name="Done").click()
    expect(desk.locator("article.open")).to_have_count(0)
    first = desk.locator("section.section").first
    age = first.locator("article", has_text="How old are you?")
    she_drags(desk, age.locator(".handle"), first.locator("article").first)
    titles = first.locator("article :is(legend, label.label)")
    expect(titles).to_contain_text(["How old", "Where do you eat?", "Do you bring"])
    outline = desk.locator("#outline ol").first.locator("li")
    expect(outline).to_contain_text(["How old", "Where do you eat?", "Do you bring", "Thank you"])


def she_deletes_the_advice_and_takes_that_back(desk: Page) -> None:
    card = she_opens(desk, "Any advice for the kitchen?")
    card.get_by_role("button", name="Delete").click()
    expect(desk.locator(".said")).to_contain_text("Deleted.")
    expect(desk.get_by_text("Any advice for the kitchen?")).to_have_count(0)
    desk.locator(".said").get_by_role("button", name="Undo").click()
    expect(desk.locator("#outline")).to_contain_text("Any advice for the kitchen?")


def everything_is_still_there_after_a_reload(desk: Page) -> None:
    desk.reload()
    outline = desk.locator("#outline")
    expect(outline.locator("h3")).to_have_text(["You", "The food", "Last words"])
    expect(outline.locator("li")).to_have_count(10)
    expect(desk.get_by_label("Title of the survey")).to_have_value("Lunch at work")
    expect(desk.locator("#problems")).to_be_hidden()


def she_looks_at_the_preview(desk: Page) -> None:
    desk.get_by_role("link", name="Preview").click()
    seen = desk.frame_locator("iframe")
    expect(seen.get_by_role("heading", name="Lunch at work")).to_be_visible()
    seen.get_by_label("In the canteen").check()
    seen.get_by_role("textbox", name="How old are you?").fill("30")
    seen.get_by_role("button", name="Next").click()
    expect(seen.get_by_role("heading", name="The food")).to_be_visible()


def she_publishes_and_copies_the_link(desk: Page) -> str:
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_role("status").first).to_contain_text("Published.")
    desk.get_by_role("button", name="Copy").click()
    expect(desk.locator("[data-copy-text]")).to_have_text("Copied")
    link = desk.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://localhost:\d+/s/[\w-]+", link)
    return str(link)


def dan_answers_the_first_section_and_mends_one_mistake(phone: Page, link: str) -> None:
    phone.goto(link)
    expect(phone.get_by_text("Section 1 of 3")).to_be_visible()
    assert phone.context.cookies() == []
    phone.get_by_role("textbox", name="How old are you?").fill("7")
    phone.get_by_role("radio", name="Most days").check()
    phone.get_by_role("button", name="Next").click()
    expect(phone).to_have_title("Error: Lunch at work")
    expect(phone.locator(".errors h2")).to_have_text("2 things to put right")
    expect(phone.get_by_role("radio", name="Most days")).to_be_checked()
    expect(phone.get_by_role("textbox", name="How old are you?")).to_have_value("7")
    phone.locator(".errors").get_by_role("link", name="Write a number from 16 to 99").click()
    phone.get_by_role("textbox", name="How old are you?").fill("41")
    phone.get_by_role("radio", name="At my desk").check()
    phone.get_by_role("button", name="Next").click()


def he_answers_the_second_goes_back_once_and_forth_again(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="The food")).to_be_visible()
    phone.get_by_role("checkbox", name="Soup").check()
    phone.get_by_role("checkbox", name="Curry").check()
    phone.get_by_role("button", name="Back").click()
    expect(phone.get_by_role("radio", name="At my desk")).to_be_checked()
    phone.get_by_role("radio", name="Outside").check()
    phone.get_by_role("button", name="Next").click()
    expect(phone.get_by_role("checkbox", name="Soup")).to_be_checked()
    phone.get_by_role("radio", name="Agree", exact=True).check()
    phone.get_by_role("radio", name="Taste: ").nth(4).check()
    phone.get_by_role("radio", name="Price: ").nth(1).check()
    phone.get_by_role("group", name="All in all?").locator(".star").nth(3).click()
    nothing_sticks_out(phone)
    phone.get_by_role("button", name="Next").click()


def he_sends_it_from_two_tabs_and_after_going_back(phone: Page) -> None:
    expect(phone.get_by_role("heading", name="Last words")).to_be_visible()
    other_tab = phone.context.new_page()
    other_tab.goto(phone.url)
    for tab in (phone, other_tab):
        tab.get_by_role("textbox", name="Your favourite dish?").fill("=Curry")
        tab.get_by_role("textbox", name="Any advice").fill("More <b>greens</b>,\nfewer queues.")
    receipts = []
    for tab in (phone, other_tab):
        tab.get_by_role("button", name="Send my answers").click()
        expect(tab.get_by_role("heading", name="Your answers were received")).to_be_visible()
        receipts.append(tab.url)
    phone.go_back()  # browsers give the page back as it was, or with its fields empty
    phone.get_by_role("button", name="Send my answers").click()
    if phone.get_by_text("We have already received your answers").count():
        phone.get_by_role("link", name="Show the receipt").click()
    expect(phone.get_by_role("heading", name="Your answers were received")).to_be_visible()
    phone.reload()
    assert {*receipts, phone.url} == {receipts[0]}


def alice_sees_exactly_one_response(desk: Page) -> None:
    desk.get_by_role("link", name="Results").click()
    figure = desk.locator(".figure").first
    expect(figure.locator("dt")).to_have_text("response")
    expect(figure.locator("dd")).to_have_text("1")


def every_figure_is_right(desk: Page) -> None:
    assert behind(desk, "Where do you eat?") == [
        ["In the canteen", "0", "0.0", "0.0 to 79.3"],
        ["At my desk", "0", "0.0", "0.0 to 79.3"],
        ["Outside", "1", "100.0", "20.7 to 100.0"],
    ]
    assert [row[:3] for row in behind(desk, "Do you bring your own lunch?")] == [
        ["Most days", "1", "100.0"],
        ["No", "0", "0.0"],
    ]
    assert ["41", "1"] in behind(desk, "How old are you?")
    chosen = {row[0]: row[1] for row in behind(desk, "What do you like?")}
    assert chosen == {"Soup": "1", "Salad": "0", "Pasta": "0", "Curry": "1"}
    (portions,) = behind(desk, "The portions are large enough.")
    assert portions[1:6] == ["0 (0.0 %)", "0 (0.0 %)", "0 (0.0 %)", "1 (100.0 %)", "0 (0.0 %)"]
    taste, price = behind(desk, "How good is it?")
    assert taste[0] == "Taste"
    assert taste[5] == price[2] == "1 (100.0 %)"
    assert [row[1] for row in behind(desk, "All in all?")] == ["0", "0", "0", "1", "0"]
    expect(panel(desk, "Your favourite dish?").locator("li")).to_have_text("=Curry")
    advice = panel(desk, "Any advice for the kitchen?").locator("li")
    expect(advice).to_contain_text("More <b>greens</b>, fewer queues.")
    for shown in desk.locator(".base").all():
        assert shown.inner_text().replace("\xa0", " ").startswith("n = 1 ·")


def the_export_has_one_line(desk: Page) -> None:
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Export").click()
    written = Path(download.value.path()).read_text(encoding="utf-8-sig")
    head, *lines = csv.reader(io.StringIO(written))
    assert len(lines) == 1
    said = dict(zip(head, lines[0], strict=True))
    assert said["How old are you?"] == "41"
    assert said["Where do you eat?"] == "Outside"
    assert said["Your favourite dish?"] == "'=Curry"


def she_writes(desk: Page, label: str, text: str) -> None:
    """Write into a text that is edited where it stands, and see it saved."""
    desk.get_by_label(label, exact=True).fill(text)
    all_is_saved(desk)


def she_adds(desk: Page, section: int, kind: str, title: str) -> Locator:
    """Add a question to a section; the cursor is in its text, so that one types on."""
    form = desk.locator("section.section").nth(section - 1).locator("form.add")
    form.get_by_text("kinds …").click()
    (name,) = [name for name, type_ in CATALOGUE.items() if type_.label == kind]
    form.locator(f".items button[value={name}]").click()
    card = desk.locator(f"article.open[aria-label='{kind}, open']")
    expect(card.locator("textarea.title")).to_be_focused()
    desk.keyboard.type(title)
    all_is_saved(desk)
    return card


def she_adds_a_section(desk: Page, number: int, title: str) -> None:
    desk.get_by_role("button", name="Add a section").click()
    she_writes(desk, f"Title of section {number}", title)


def she_opens(desk: Page, title: str) -> Locator:
    desk.get_by_role("link", name=f"Edit “{title}”").click()
    card = desk.locator("article.open")
    expect(card.locator("textarea.title")).to_have_value(title)
    return card


def she_sets(card: Locator, label: str, value: str, exact: bool = False) -> None:
    card.get_by_label(label, exact=exact).fill(value)


def she_drags(desk: Page, handle: Locator, above: Locator) -> None:
    """Drag by the handle, slowly enough for the others to make room, to above another card."""
    above.scroll_into_view_if_needed()
    handle.hover()
    desk.mouse.down()
    box = above.bounding_box()
    assert box
    for y in (12, 4, 8, 4, 8):  # a hand is never quite still
        desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + y, steps=12)
    desk.mouse.up()


def all_is_saved(desk: Page) -> None:
    """Leave the field, as one does, and wait until the bar says that it is saved."""
    with desk.expect_response(lambda reply: "x-autosave" in reply.request.headers):
        desk.evaluate("document.activeElement.dispatchEvent(new Event('change', {bubbles: true}))")
    expect(desk.locator("[data-save-state]")).to_have_text("Saved")


def nothing_sticks_out(tab: Page) -> None:
    """No page is wider than the screen."""
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def panel(desk: Page, title: str) -> Locator:
    return desk.locator("section.panel", has=desk.get_by_role("heading", name=title))


def behind(desk: Page, title: str) -> list[list[str]]:
    """The table behind a picture, without its head."""
    table = panel(desk, title).locator("details.behind").first
    table.locator("summary").click()
    rows = table.locator("tbody tr").all()
    return [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
