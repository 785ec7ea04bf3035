"""Limits that the database counts, each met by real requests, and over when its time has come."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from backend.extensions import db
from backend.limits.limits import Limits
from backend.models.limit import Limit
from tests.browser import Browser
from tests.limits.conftest import Build, Clock
from tests.surveys.answering import publish

AWAY = "postgresql://nobody:x@127.0.0.1:9/nowhere"


def begun(browser: Browser, **options: object) -> TestResponse:
    return super(Browser, browser).open("/login", **options)


def failed(browser: Browser, **options: object) -> TestResponse:
    return super(Browser, browser).open("/getAToken?state=wrong&code=wrong", **options)


def lost(browser: Browser, **options: object) -> TestResponse:
    return super(Browser, browser).open("/s/nosuchlink", **options)


def written(browser: Browser, **options: object) -> TestResponse:
    return super(Browser, browser).open("/surveys", method="POST", data={"from": ""}, **options)


Deed = Callable[..., TestResponse]
DEEDS = [(begun, 403), (failed, 403), (lost, 404), (written, 303)]


def here(house: Flask, somebody: Browser) -> Browser:
    browser = house.test_client()
    browser.set_cookie("session", somebody.token)
    return browser


@pytest.mark.parametrize(("deed", "usual"), DEEDS)
def test_it_is_refused_beyond_the_limit_and_later_allowed(
    house: Flask, clock: Clock, alice: Browser, deed: Deed, usual: int
) -> None:
    browser = here(house, alice) if deed is written else house.test_client()
    met = [deed(browser) for _ in range(12)]
    assert [answer.status_code for answer in met] == [usual] * 10 + [429] * 2
    assert met[-1].headers["Retry-After"] == "60"
    assert "Too many requests" in met[-1].text
    assert "try again in 1 minute." in met[-1].text
    clock.now += 59
    assert deed(browser).status_code == 429
    clock.now += 1
    assert [deed(browser).status_code for _ in range(2)] == [usual, 429]


@pytest.mark.parametrize(("deed", "usual"), DEEDS[:3])
def test_other_addresses_are_not_held_responsible(house: Flask, deed: Deed, usual: int) -> None:
    browser = house.test_client()
    while deed(browser).status_code != 429:
        pass
    elsewhere = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    assert deed(browser, **elsewhere).status_code == usual


@pytest.mark.parametrize(("deed", "usual"), DEEDS[:3])
def test_what_a_client_says_about_its_address_is_believed_if_configured(
    build: Build, deed: Deed, usual: int
) -> None:
    said = [{"headers": {"X-Forwarded-For": f"203.0.113.{n}"}} for n in range(12)]
    liar = build().test_client()
    assert [deed(liar, **one).status_code for one in said][-1] == 429
    behind_a_proxy = build(PROXY_HOPS="1").test_client()
    assert {deed(behind_a_proxy, **one).status_code for one in said} == {usual}
    forged = {"headers": {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}}
    met = [deed(behind_a_proxy, **forged).status_code for _ in range(10)]
    assert met == [usual] * 9 + [429]


def test_writing_is_counted_by_person_and_reading_is_not(
    house: Flask, alice: Browser, bob: Browser
) -> None:
    while written(here(house, alice)).status_code != 429:
        pass
    assert here(house, alice).get("/surveys", status=200)
    assert written(here(house, bob)).status_code == 303
    assert here(house, alice).post("/logout", status=303)


def test_another_process_knows_at_once(build: Build) -> None:
    one, other = build().test_client(), build().test_client()
    while lost(one).status_code != 429:
        pass
    assert lost(other).status_code == 429


def test_guessed_receipts_are_counted_like_guessed_links(house: Flask, app: Flask) -> None:
    asked = publish(app)
    browser = house.test_client()
    for number in range(10):
        browser.get(f"{asked.path}/receipt{number}", status=404)
    page = browser.get(f"{asked.path}/receipt", status=429).page
    assert page.heading == "Too many requests"
    lost(browser)
    assert browser.get(asked.path, status=200)  # a right link is served in any case


def test_the_provider_s_failure_is_nobody_s_fault(
    house: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.auth import microsoft, routes

    def away(_: object) -> None:
        raise microsoft.SignInFailed("gone", microsoft.AWAY, routes.AWAY_STATUS)

    monkeypatch.setattr(microsoft, "complete", away)
    browser = house.test_client()
    assert {failed(browser).status_code for _ in range(12)} == {424}


def test_zero_is_no_limit(build: Build) -> None:
    browser = build(LIMIT_WRONG_LINKS="0").test_client()
    assert {lost(browser).status_code for _ in range(12)} == {404}


def test_without_the_database_nothing_is_counted_and_nothing_fails(build: Build) -> None:
    browser = build(DATABASE_URL=AWAY).test_client()
    assert {begun(browser).status_code for _ in range(12)} == {403}


def test_no_address_is_kept_anywhere(house: Flask) -> None:
    address = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    lost(house.test_client(), **address)
    begun(house.test_client(), **address)
    limits: Limits = house.extensions["limits"]
    with house.app_context():
        ids = db.session.scalars(select(Limit.id)).all()
    assert len(ids) == 2
    for told in (*ids, *limits.memory._kept):
        assert len(told) == 16
        assert b"203" not in told
