"""Forms that were not made by a page of ours for this person: none is taken."""

import pytest
from flask import Flask

from tests.browser import Browser
from tests.people import signed_in
from tests.visits import DOORS, KINDS, OF_A_SURVEY, OWN_PAGES, PUBLIC, House, contents, visit


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("token", ["none", "wrong", "bob's"])
@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_no_form_of_an_author_is_taken_without_the_token(
    app: Flask, house: House, people: dict[str, Browser], name: str, token: str
) -> None:
    before = contents(app)
    bobs = people["bob"].get("/surveys/new").page.find("input", name="csrf_token")[0]["value"]
    sent = {"none": {}, "wrong": {"csrf_token": "wrong"}, "bob's": {"csrf_token": bobs}}[token]
    acts = [*OF_A_SURVEY, *OWN_PAGES, *(door for door in DOORS if door.anybody)]
    tried = 0
    for door in acts:
        if door.method != "POST":
            continue
        carried = door._replace(body={**(door.body or {}), **sent})
        for kind in KINDS:
            met = visit(people[name], house, carried, house.alice[kind])
            assert met.status_code == 400, door.endpoint
        tried += 1
    assert tried == len([door for door in DOORS if door.method == "POST"]) - 1
    assert contents(app) == before


@pytest.mark.usefixtures("guarded")
def test_a_page_of_ours_carries_the_token(app: Flask, house: House, alice: Browser) -> None:
    page = alice.get("/surveys/new").page
    assert alice.send(page, "/surveys").status_code == 303


@pytest.mark.usefixtures("guarded")
def test_respondents_need_no_token(house: House, client: Browser) -> None:
    door = next(door for door in PUBLIC if door.method == "POST")
    assert visit(client, house, door, house.alice["published"]).status_code == 303


def test_one_s_own_session_is_needed_not_just_any_cookie(app: Flask, house: House) -> None:
    browser = signed_in(app, "Alice Archer")
    browser.set_cookie("session", "x" * 43)
    assert browser.get(f"/surveys/{house.alice['draft']}/questions").status_code == 303
