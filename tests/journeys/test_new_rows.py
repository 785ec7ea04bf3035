"""New rows of a list get a key that no other tab draws, even at the same moment."""

import pytest

from tests.surveys.drafting import Desk, sample

pytestmark = pytest.mark.browser


def test_two_tabs_at_the_same_moment_draw_different_keys(app, alice, page):
    desk = Desk(app, alice, sample("single_choice"))
    drawn = []
    for _ in range(2):
        tab = page(user=alice)
        tab.add_init_script("Date.now = () => 1700000000000")
        tab.goto(f"{desk.url}?open=q1")
        tab.get_by_role("button", name="Add a choice").click()
        row = tab.locator("#form-q1 input[name=choices-id]:not([value=new-blank])").nth(2)
        drawn.append(row.get_attribute("value"))
    assert all(key.startswith("new-") and 15 <= len(key) < 20 for key in drawn)
    assert drawn[0] != drawn[1]
