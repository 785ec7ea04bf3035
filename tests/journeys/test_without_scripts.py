"""An author's whole work with scripts switched off: slower to use, and complete."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from backend.questionnaire.types import CATALOGUE
from tests.surveys.shelf import document

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page, alice) -> Page:
    return page(user=alice, javascript=False)


def test_a_survey_is_written_with_every_verb_of_the_editor(app, desk):
    alice_begins_a_blank_survey(desk)
    she_saves_the_texts(desk)
    for kind in CATALOGUE.values():
        she_adds(desk, 1, kind.label, f"About {kind.label.lower()}?")
    expect(outline(desk)).to_have_text(
        [f"About {kind.label.lower()}?" for kind in CATALOGUE.values()]
    )
    she_writes_choices_and_moves_one(desk)
    she_pastes_choices(desk)
    she_is_told_what_is_wrong_and_nothing_is_lost(desk)
    she_moves_duplicates_deletes_and_takes_back(desk)
    she_makes_it_another_kind(desk)
    she_arranges_sections(desk)
    (survey_id,) = re.findall(r"/surveys/([0-9a-f-]+)/", desk.url)
    titles = [section["title"] for section in document(app, survey_id)["sections"]]
    assert titles == ["Later", "First"]


def test_a_survey_lives_its_life(desk):
    alice_begins_a_blank_survey(desk)
    survey = desk.url.partition("/questions")[0]
    it_cannot_be_published_yet_and_says_why(desk)
    she_adds(desk, 1, "Short text", "Why?")
    she_sets_the_settings(desk)
    address = she_publishes(desk)
    somebody_answers(desk, address)
    desk.goto(f"{survey}/results")
    expect(desk.locator(".figure dd").first).to_have_text("1")
    expect(desk.locator(".texts li")).to_have_text("Because.")
    she_closes_and_reopens(desk, survey, address)
    she_changes_and_publishes_again(desk, survey, address)
    she_deletes_and_restores(desk, survey, address)


def alice_begins_a_blank_survey(desk: Page) -> None:
    desk.goto("/")
    desk.get_by_role("link", name="New survey").click()
    desk.get_by_role("button", name="Blank").click()
    expect(desk.get_by_role("heading", name="Untitled survey")).to_be_attached()


def she_saves_the_texts(desk: Page) -> None:
    whole = desk.locator("#card-whole")
    whole.get_by_label("Title of the survey").fill("Lunch")
    whole.get_by_label("Introduction").fill("Two minutes.")
    whole.get_by_role("button", name="Save").last.click()
    desk.locator("#card-closing").get_by_label("Closing text").fill("Thank you!")
    desk.locator("#card-closing").get_by_role("button", name="Save").last.click()
    expect(desk).to_have_title("Questions – Lunch")
    expect(desk.get_by_role("textbox", name="Closing text")).to_have_value("Thank you!")
    expect(desk.get_by_label("Introduction", exact=True)).to_have_value("Two minutes.")


def she_writes_choices_and_moves_one(desk: Page) -> None:
    card = she_opens(desk, "About single choice?")
    for row, words in enumerate(["Pasta", "Salad"]):
        lines(card).nth(row).fill(words)
    card.get_by_role("button", name="Add a choice").click()
    lines(card).nth(2).fill("Soup")
    card.get_by_label("An answer is required").check()
    she_saves(card)
    it_reads(card, "Pasta", "Salad", "Soup")
    she_presses_of_a_choice(card, "Soup", "Move up")
    it_reads(card, "Pasta", "Soup", "Salad")
    she_presses_of_a_choice(card, "Pasta", "Move down")
    it_reads(card, "Soup", "Pasta", "Salad")
    card.get_by_role("button", name="Remove Pasta").click()
    it_reads(card, "Soup", "Salad")
    expect(card.get_by_label("An answer is required")).to_be_checked()


def she_pastes_choices(desk: Page) -> None:
    card = she_opens(desk, "About multiple choice?")
    for row, words in enumerate(["Tea", "Coffee"]):
        lines(card).nth(row).fill(words)
    card.get_by_text("or paste a list").click()
    card.get_by_label("One choice a line").fill("Water\n\n  Milk  \n")
    card.get_by_role("button", name="Add these").click()
    it_reads(card, "Tea", "Coffee", "Water", "Milk")


def she_is_told_what_is_wrong_and_nothing_is_lost(desk: Page) -> None:
    card = she_opens(desk, "About number?")
    card.get_by_label("At least").fill("eighteen")
    card.get_by_label("Unit").fill("years")
    she_saves(card)
    expect(card.locator(".error", has_text="Write a number, such as 2.5.")).to_be_visible()
    expect(card.get_by_label("At least")).to_have_value("eighteen")
    expect(card.get_by_label("Unit")).to_have_value("years")
    card.get_by_label("At least").fill("18")
    she_saves(card)
    expect(card.get_by_label("At least")).to_have_value("18")
    expect(card.get_by_label("Unit")).to_have_value("years")


def she_moves_duplicates_deletes_and_takes_back(desk: Page) -> None:
    before = outline(desk).all_inner_texts()
    place = before.index("About rating?")
    twice = [*before[: place + 1], *before[place:]]
    card = she_opens(desk, "About rating?")
    card.get_by_label("Label of the highest").fill("Great")
    card.get_by_role("button", name="Move up").click()
    expect(outline(desk).nth(place - 1)).to_have_text("About rating?")
    card.get_by_role("button", name="Move down").click()
    expect(outline(desk)).to_have_text(before)
    card.get_by_role("button", name="Duplicate").click()
    expect(outline(desk)).to_have_text(twice)
    expect(card.get_by_label("Label of the highest")).to_have_value("Great")
    card.get_by_role("button", name="Delete").click()
    expect(desk.locator(".said")).to_contain_text("Deleted.")
    expect(outline(desk)).to_have_text(before)
    desk.locator(".said").get_by_role("button", name="Undo").click()
    expect(outline(desk)).to_have_text(twice)
    desk.locator("#undo").get_by_role("button", name="Undo").click()
    expect(outline(desk)).to_have_text(before)
    expect(desk.locator(".said")).to_contain_text("taken back")


def she_makes_it_another_kind(desk: Page) -> None:
    card = she_opens(desk, "About yes or no?")
    card.locator(".kind summary").click()
    card.locator(".kind .items").get_by_role("button", name="Long text").click()
    expect(desk.locator("article.open[aria-label='Long text, open']")).to_be_visible()
    expect(desk.locator("article.open textarea.title")).to_have_value("About yes or no?")


def she_arranges_sections(desk: Page) -> None:
    desk.get_by_role("button", name="Add a section").click()
    for number, title in ((1, "First"), (2, "Later")):
        head = desk.locator("section.section header").nth(number - 1)
        head.get_by_label(f"Title of section {number}", exact=True).fill(title)
        head.get_by_role("button", name="Save").last.click()
    desk.locator("section.section header").nth(1).locator("summary").click()
    desk.get_by_role("button", name="Move up").locator("visible=true").click()
    expect(desk.locator("#outline h3")).to_have_text(["Later", "First"])
    desk.locator("section.section header").nth(0).locator("summary").click()
    desk.get_by_role("button", name="Duplicate").locator("visible=true").click()
    expect(desk.locator("#outline h3")).to_have_count(3)
    desk.locator("section.section header").nth(1).locator("summary").click()
    desk.get_by_role("button", name="Delete").locator("visible=true").click()
    expect(desk.locator("#outline h3")).to_have_text(["Later", "First"])


def it_cannot_be_published_yet_and_says_why(desk: Page) -> None:
    desk.get_by_role("button", name="Publish").click()
    problems = desk.locator(".problems a")
    expect(problems).not_to_have_count(0)
    desk.get_by_role("link", name="Go to the questions").click()
    desk.get_by_label("Title of the survey").fill("Lunch")
    desk.locator("#card-whole").get_by_role("button", name="Save").last.click()


def she_sets_the_settings(desk: Page) -> None:
    desk.get_by_role("link", name="Settings").click()
    desk.get_by_label("Most responses").fill("0")
    desk.get_by_label("Closing text").fill("Enjoy your meal.")
    desk.get_by_role("button", name="Save").click()
    summary = desk.locator(".errors")
    expect(summary.get_by_role("link")).to_have_text(re.compile("Enter a number from 1 to"))
    expect(desk.get_by_label("Closing text")).to_have_value("Enjoy your meal.")
    desk.get_by_label("Most responses").fill("50")
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".notice")).to_contain_text("The settings are saved.")


def she_publishes(desk: Page) -> str:
    desk.get_by_role("link", name="Share").click()
    desk.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(desk.locator(".notice")).to_contain_text("Published.")
    expect(desk.locator("img.qr")).to_be_visible()
    return desk.get_by_label("Address to send").input_value()


def somebody_answers(desk: Page, address: str) -> None:
    desk.goto(address)
    desk.get_by_role("textbox", name="Why?").fill("Because.")
    desk.get_by_role("button", name="Send my answers").click()
    expect(desk.get_by_text("Enjoy your meal.")).to_be_visible()


def she_closes_and_reopens(desk: Page, survey: str, address: str) -> None:
    desk.goto(f"{survey}/share")
    desk.get_by_role("button", name="Close now").click()
    expect(desk.locator(".notice")).to_contain_text("closed")
    desk.goto(address)
    expect(desk.get_by_role("heading", name="This survey is closed")).to_be_visible()
    desk.goto(f"{survey}/share")
    desk.get_by_role("button", name="Reopen").click()
    desk.goto(address)
    expect(desk.get_by_role("heading", name="Lunch")).to_be_visible()


def she_changes_and_publishes_again(desk: Page, survey: str, address: str) -> None:
    desk.goto(f"{survey}/questions")
    card = she_opens(desk, "Why?")
    card.locator("textarea.title").fill("Why indeed?")
    she_saves(card)
    desk.goto(address)
    expect(desk.get_by_role("textbox", name="Why?")).to_be_visible()
    desk.goto(f"{survey}/questions")
    desk.locator("header.top").get_by_role("link", name="Publish changes").click()
    expect(desk.get_by_role("heading", name="What it does to the results")).to_be_visible()
    desk.get_by_role("button", name="Publish version 2").click()
    expect(desk.locator(".notice")).to_contain_text("The changes are published.")
    desk.goto(address)
    expect(desk.get_by_role("textbox", name="Why indeed?")).to_be_visible()


def she_deletes_and_restores(desk: Page, survey: str, address: str) -> None:
    desk.goto(f"{survey}/settings")
    desk.get_by_role("link", name="Delete …").click()
    expect(desk.get_by_text("1 response and all questions")).to_be_visible()
    desk.get_by_role("button", name="Delete the survey").click()
    expect(desk.get_by_role("heading", name="Deleted surveys")).to_be_visible()
    desk.goto(address)
    expect(desk.get_by_role("heading", name="There is no survey here")).to_be_visible()
    desk.goto("/surveys/deleted")
    desk.get_by_role("button", name="Restore Lunch").click()
    expect(desk.locator(".notice")).to_contain_text("The survey is back")
    desk.goto(address)
    expect(desk.get_by_role("heading", name="Lunch")).to_be_visible()


def she_adds(desk: Page, section: int, kind: str, title: str) -> None:
    form = desk.locator("section.section").nth(section - 1).locator("form.add")
    form.get_by_text("kinds …").click()
    (name,) = [name for name, type_ in CATALOGUE.items() if type_.label == kind]
    form.locator(f".items button[value={name}]").click()
    card = desk.locator(f"article.open[aria-label='{kind}, open']")
    card.locator("textarea.title").fill(title)
    she_saves(card)


def she_opens(desk: Page, title: str) -> Locator:
    if desk.locator("article.open textarea.title").count():
        desk.get_by_role("link", name="Done").click()
    desk.get_by_role("link", name=f"Edit “{title}”").click()
    return desk.locator("article.open")


def she_saves(card: Locator) -> None:
    card.locator(".tools").get_by_role("button", name="Save").click()


def she_presses_of_a_choice(card: Locator, choice: str, verb: str) -> None:
    row = card.locator(".option", has=card.page.get_by_label(f"Move {choice}"))
    row.locator("summary").click()
    row.get_by_role("button", name=verb).click()


def lines(card: Locator) -> Locator:
    return card.locator("input[name=choices-label]:visible")


def it_reads(card: Locator, *choices: str) -> None:
    """Wait until these are the choices; an empty line stands ready after them."""
    for place, words in enumerate((*choices, "")):
        expect(lines(card).nth(place)).to_have_value(words)


def outline(desk: Page) -> Locator:
    return desk.locator("#outline li a span")
