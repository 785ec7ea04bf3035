"""An editor in quick hands: by the keyboard alone, with the mouse, and from an outline."""

import pytest
from playwright.sync_api import Page, expect

from tests.surveys.drafting import Desk, sample

pytestmark = pytest.mark.browser

OUTLINE = """# Before
How did you come? *
- On foot
- By train

# After
How was it? (rating 1-10)
"""


def titled(id, title):
    return sample("rating", id) | {"title": title}


@pytest.fixture
def desk(app, alice):
    questions = [titled(f"q{n}", f"Question {n}?") for n in (1, 2, 3)]
    sections = [
        {"id": "s1", "title": "First", "questions": questions},
        {"id": "s2", "title": "Second", "questions": [titled("q4", "Question 4?")]},
    ]
    return Desk(app, alice, sections=sections)


def opened(page, alice, path: str, **screen) -> Page:
    tab = page(user=alice, **screen)
    tab.goto(path)
    return tab


def settled(tab: Page) -> None:
    tab.wait_for_load_state("networkidle")


def order(desk, *wanted):
    assert desk.order == [list(questions.split()) for questions in wanted]


def test_questions_are_arranged_by_the_keyboard_alone(desk, page, alice):
    tab = opened(page, alice, desk.url)
    tab.locator("body").focus()
    press = tab.keyboard.press
    press("Tab")
    press("j")
    press("j")
    expect(tab.get_by_role("link", name="Edit “Question 2?”")).to_be_focused()
    press("Alt+ArrowDown")
    expect(tab.locator("[data-speaks]")).to_have_text("Moved. Now 3 of 3 in section 1 of 2.")
    expect(tab.get_by_role("link", name="Edit “Question 2?”")).to_be_focused()
    press("Alt+ArrowDown")
    expect(tab.locator("[data-speaks]")).to_have_text("Moved. Now 1 of 2 in section 2 of 2.")
    order(desk, "q1 q3", "q2 q4")
    press("d")
    expect(tab.locator("article.q")).to_have_count(5)
    settled(tab)
    press("Control+z")
    expect(tab.locator("[data-speaks]")).to_have_text("Your last change is taken back.")
    expect(tab.locator("article.q")).to_have_count(4)
    press("x")
    expect(tab.get_by_label("Select “Question 2?”")).to_be_checked()
    press("j")
    press("Space")
    expect(tab.locator("[data-count]")).to_have_text("2 questions selected")
    tab.get_by_label("Move to").select_option("First")
    tab.get_by_label("as number").fill("1")
    press("Tab")
    press("Enter")
    expect(tab.get_by_text("The selected questions are moved.").first).to_be_visible()
    order(desk, "q2 q4 q1 q3", "")
    press("Enter")  # the button that takes it back has the focus
    expect(tab.get_by_text("Your last change is taken back.").first).to_be_visible()
    order(desk, "q1 q3", "q2 q4")


def test_keys_alone_rest_while_one_writes_and_can_be_switched_off(desk, page, alice):
    tab = opened(page, alice, f"{desk.url}?open=q1")
    tab.locator("#q1-title").press("End")
    tab.locator("#q1-title").press_sequentially(" dj?")
    tab.keyboard.press("Control+s")
    expect(tab.locator("#q1-title")).to_have_value("Question 1? dj?")
    expect(tab.locator(".toast")).to_have_text("Saved.")
    tab.keyboard.press("Escape")
    tab.keyboard.press("?")
    sheet = tab.get_by_role("dialog")
    expect(sheet.get_by_text("Duplicate the question")).to_be_visible()
    sheet.get_by_label("Act on single keys").uncheck()
    tab.keyboard.press("Escape")
    tab.locator("#card-q1").focus()
    tab.keyboard.press("d")
    tab.keyboard.press("?")
    expect(sheet).to_be_hidden()
    order(desk, "q1 q2 q3", "q4")


def test_sections_and_lists_are_dragged_and_pasted(desk, page, alice):
    tab = opened(page, alice, desk.url)
    tab.locator("#outline h3").nth(1).drag_to(
        tab.locator("#outline h3").nth(0), target_position={"x": 20, "y": 2}
    )
    expect(tab.locator("[data-speaks]")).to_have_text("Moved. Section 1 of 2.")
    order(desk, "q4", "q1 q2 q3")
    tab.locator("#head-s2 .section-handle").scroll_into_view_if_needed()
    handle = tab.locator("#head-s2 .section-handle").bounding_box()
    tab.mouse.move(handle["x"] + 20, handle["y"] + 20)
    tab.mouse.down()
    tab.mouse.move(handle["x"] + 20, handle["y"] + 40, steps=4)
    expect(tab.locator(".sections.folded")).to_be_visible()
    other = tab.locator("#head-s1").bounding_box()
    tab.mouse.move(handle["x"] + 10, other["y"] + other["height"] - 4, steps=8)
    tab.mouse.up()
    expect(tab.locator("[data-speaks]")).to_have_text("Moved. Section 2 of 2.")
    expect(tab.locator(".sections.folded")).to_have_count(0)
    order(desk, "q1 q2 q3", "q4")


def test_an_outline_is_pasted(desk, page, alice):
    tab = opened(page, alice, desk.url, width=390)
    tab.get_by_role("link", name="Paste an outline").click()
    tab.get_by_label("Outline", exact=True).fill(OUTLINE)
    expect(tab.get_by_role("heading", name="2 questions in 2 sections")).to_be_visible()
    tab.get_by_role("button", name="Add all").click()
    expect(tab.get_by_text("The outline is added.").first).to_be_visible()
    assert [len(questions) for questions in desk.order] == [3, 1, 1, 1]
    assert [c["label"] for c in desk.tree["sections"][2]["questions"][0]["choices"]] == [
        "On foot",
        "By train",
    ]
