from datetime import timedelta

import pytest

from backend.models import library
from tests.surveys.shelf import DAY, NOW, answer, publish, shelve, whole


@pytest.fixture
def noise(app, bob):
    answer(app, publish(app, bob, whole("Somebody else's")), 2)


def titles(page):
    return [link.text for link in page.find("a", class_="title")]


def test_a_stranger_is_welcomed(client):
    assert client.get("/").page.heading == "Ask well. Learn truly."


def test_the_signed_in_are_taken_to_their_surveys(alice):
    assert alice.get("/", status=303).location == "/surveys"


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/surveys", status=303).location.startswith("/login")


def test_an_empty_library_invites(alice, noise):
    page = alice.get("/surveys").page
    assert "What would you like to know?" in page.text
    assert not page.find("input", name="q")


def test_a_survey_is_shown_with_its_state_its_responses_and_when_it_last_moved(app, alice, noise):
    survey = publish(app, alice, whole("Lunch"))
    answer(app, survey, 3, at=NOW)
    shelve(app, alice, whole(""), at=NOW - 40 * DAY)
    page = alice.get("/surveys").page
    rows = page.texts("tr")[1:]
    edited = NOW - 40 * DAY
    assert rows[0].startswith("Lunch Open 3 Response today")
    assert rows[1].startswith(f"Untitled survey Draft 0 Edited {edited.day} {edited:%B %Y}")


def test_the_title_leads_to_the_results_once_there_are_any(app, alice):
    answered, draft = publish(app, alice, whole("A")), shelve(app, alice, whole("B"))
    answer(app, answered)
    hrefs = {link["href"] for link in alice.get("/surveys").page.find("a", class_="title")}
    assert hrefs == {f"/surveys/{answered}/results", f"/surveys/{draft}/questions"}


def test_what_moved_last_comes_first(app, alice, noise):
    old = publish(app, alice, whole("Old but answered"), at=NOW - 9 * DAY)
    shelve(app, alice, whole("Edited lately"), at=NOW - 2 * DAY)
    shelve(app, alice, whole("Forgotten"), at=NOW - 8 * DAY)
    answer(app, old, at=NOW - DAY)
    expected = ["Old but answered", "Edited lately", "Forgotten"]
    assert titles(alice.get("/surveys").page) == expected
    assert "Response yesterday" in alice.get("/surveys").page.text


@pytest.mark.parametrize(
    ("words", "found"),
    [("lun", ["100% Lunch"]), ("%", ["100% Lunch"]), ("_", ["a_b"]), ("\\", []), ("zebra", [])],
)
def test_a_search_finds_words_of_a_title_as_they_are_written(app, alice, words, found):
    for title in ("100% Lunch", "a_b", "Plain"):
        shelve(app, alice, whole(title))
    assert titles(alice.get("/surveys", query_string={"q": words}).page) == found


def test_a_search_without_a_result_says_so(app, alice):
    shelve(app, alice)
    page = alice.get("/surveys?q=%00zebra%0B").page
    assert "No title has “zebra” in it" in page.text
    assert page.find("input", name="q")[0]["value"] == "zebra"


def test_many_surveys_come_in_pages(app, alice, monkeypatch, noise):
    monkeypatch.setattr(library, "PAGE", 2)
    for n in range(5):
        shelve(app, alice, whole(f"Survey {n}"), at=NOW - timedelta(days=n))
    first, last = alice.get("/surveys").page, alice.get("/surveys?page=3&q=survey").page
    assert titles(first) == ["Survey 0", "Survey 1"]
    assert first.find("a", rel="next")[0]["href"] == "/surveys?page=2"
    assert not first.find("a", rel="prev")
    assert titles(last) == ["Survey 4"]
    assert last.find("a", rel="prev")[0]["href"] == "/surveys?q=survey&page=2"
    assert "Page 3 of 3, 5 surveys" in last.text


@pytest.mark.parametrize("page", ["0", "-3", "99", "9" * 40, "x"])
def test_a_page_that_is_not_there_is_the_first(app, alice, page):
    shelve(app, alice)
    assert titles(alice.get(f"/surveys?page={page}").page) == ["Lunch"]


def test_deleted_surveys_are_out_of_sight_with_a_way_to_them(app, alice):
    assert "Deleted surveys" not in alice.get("/surveys").page.texts("a")
    shelve(app, alice, deleted_at=NOW)
    page = alice.get("/surveys").page
    assert not titles(page)
    assert "Deleted surveys" in page.texts("a")


def test_the_library_counts_in_one_statement(app, alice, statements):
    for title in "abc":
        answer(app, publish(app, alice, whole(title)))
    statements.clear()
    assert len(titles(alice.get("/surveys").page)) == 3
    assert len([sql for sql in statements if "tallies" in sql]) == 1
    assert len(statements) == 3
