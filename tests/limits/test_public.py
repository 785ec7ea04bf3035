"""Limits of public pages: met by real requests, shared by processes, kept without a database."""

import logging

import pytest
from flask import Flask
from sqlalchemy import select

from backend.extensions import db
from backend.models import link
from backend.models.limit import Limit
from tests.browser import Browser
from tests.limits.conftest import Build, Clock
from tests.surveys.answering import MORE, VOTE, Asked, key_of, publish, responses

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def asked(app: Flask, clock: Clock) -> Asked:
    """A survey that is known to this process."""
    asked = publish(app, [VOTE, MORE])
    app.test_client().get(asked.path)
    return asked


def exhaust(browser: Browser, asked: Asked, method: str = "GET") -> int:
    """Ask until it is too much; gives how often it was not."""
    for number in range(100):
        answer = super(Browser, browser).open(asked.path, method=method)
        if answer.status_code == 429:
            return number
    raise AssertionError("there is no end to it")


def merge(house: Flask, clock: Clock) -> None:
    house.extensions["public_limits"]._due = clock.now
    house.test_client().get("/s/x", status=404).close()


def sent(browser: Browser, asked: Asked, status: int, **environ: str) -> object:
    form = {"key": "alicesrespondent234567", "version": "1", "section": "1"}
    form |= {"vote": "c1", "more": "What I typed"}
    answer = browser.post(asked.path, data=form, status=status, environ_overrides=environ)
    return getattr(answer, "page", None)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_pages_are_refused_beyond_the_limit_and_later_allowed(
    house: Flask, clock: Clock, asked: Asked, method: str
) -> None:
    browser = house.test_client()
    assert exhaust(browser, asked, method) == 20
    answer = browser.open(asked.path, method=method, status=429)
    assert answer.headers["Retry-After"] == "30"
    assert method != "GET" or "try again in 30 seconds." in answer.page.text
    clock.now += 29
    browser.get(asked.path, status=429)
    clock.now += 1
    browser.get(asked.path, status=200)
    browser.get(asked.path, status=429)


def test_what_was_typed_is_given_back_and_can_be_sent_later(
    house: Flask, clock: Clock, app: Flask, asked: Asked
) -> None:
    browser = house.test_client()
    exhaust(browser, asked, "POST")
    page = sent(browser, asked, 429)
    assert "everything you typed is here" in page.text
    assert "What I typed" in page.texts("textarea")
    assert key_of(page) == "alicesrespondent234567"
    assert responses(app, asked) == []
    clock.now += 60
    browser.send(page, status=303)
    assert len(responses(app, asked)) == 1


def test_a_refused_form_says_when_to_come_back(house: Flask, asked: Asked) -> None:
    browser = house.test_client()
    exhaust(browser, asked, "POST")
    form = {"key": "alicesrespondent234567", "version": "1", "section": "1", "vote": "c1"}
    assert browser.post(asked.path, data=form, status=429).headers["Retry-After"] == "60"


def test_pages_submissions_surveys_and_addresses_are_counted_apart(
    house: Flask, app: Flask, asked: Asked
) -> None:
    other = publish(app)
    browser = house.test_client()
    browser.get(other.path)
    exhaust(browser, asked)
    sent(browser, asked, 303)
    browser.get(other.path, status=200)
    browser.get(asked.path, status=200, environ_overrides=ELSEWHERE)
    browser.get(asked.path, status=429)
    browser.get("/", status=200)


def test_twenty_images_count_as_one_page(house: Flask, asked: Asked) -> None:
    browser = house.test_client()
    for _ in range(19):
        browser.get(asked.path, status=200)
    for _ in range(20):
        browser.get(f"{asked.path}/images/{'0' * 32}", status=404)
    browser.get(f"{asked.path}/images/{'0' * 32}", status=429)
    browser.get(asked.path, status=429)


def test_links_that_are_not_known_share_one_bucket(build: Build, clock: Clock) -> None:
    browser = build(LIMIT_WRONG_LINKS="0").test_client()
    for number in range(20):
        browser.get(f"/s/nothing{number}", status=404)
    browser.get("/s/more", status=429)


def test_a_forged_address_gives_no_new_bucket(build: Build, asked: Asked) -> None:
    browser = build().test_client()
    exhaust(browser, asked)
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP"):
        browser.get(asked.path, status=429, headers={name: "203.0.113.7"})
    behind = build(PROXY_HOPS="1").test_client()
    said = {"X-Forwarded-For": "203.0.113.7"}
    for _ in range(20):
        behind.get(asked.path, status=200, headers=said)
    behind.get(asked.path, status=429, headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})
    behind.get(asked.path, status=200, headers={"X-Forwarded-For": "203.0.113.8"})


def test_two_processes_share_what_they_let_pass_after_a_merge(
    build: Build, clock: Clock, asked: Asked
) -> None:
    one, other = build(), build()
    exhaust(one.test_client(), asked)
    other.test_client().get(asked.path, status=200)
    for _ in range(4):
        other.test_client().get(asked.path, status=200)
    merge(one, clock)
    merge(other, clock)
    other.test_client().get(asked.path, status=429)
    clock.now += 660
    other.test_client().get(asked.path, status=200)


def test_a_minute_later_the_next_reply_is_followed_by_a_merge(
    house: Flask, clock: Clock, asked: Asked
) -> None:
    browser = house.test_client()
    for _ in range(3):
        browser.get(asked.path)
    assert rows(house) == 0
    clock.now += 59
    browser.get(asked.path).close()
    assert rows(house) == 0
    clock.now += 1
    browser.get(asked.path).close()
    assert rows(house) == 1
    house.extensions["public_limits"].merge()  # somebody else was about to: once is enough
    clock.now += 60
    browser.get("/login", status=403).close()
    assert rows(house) == 2  # the sign-in


def test_whoever_simply_answers_stands_in_no_table(
    build: Build, clock: Clock, asked: Asked
) -> None:
    house = build(LIMIT_PAGES="600", LIMIT_SUBMISSIONS="120")
    browser = house.test_client()
    for _ in range(30):
        browser.get(asked.path)
    for _ in range(9):
        sent(browser, asked, 303)
    house.extensions["public_limits"]._due = clock.now
    browser.get(asked.path).close()
    assert rows(house) == 0


def test_without_the_database_the_limits_go_on_in_memory(
    build: Build, clock: Clock, asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    house = build(DATABASE_URL="postgresql://nobody:x@127.0.0.1:9/nowhere")
    house.logger.setLevel(logging.WARNING)
    browser = house.test_client()
    for _ in range(10):
        browser.get(asked.path, status=200)
    clock.now += 60
    browser.get(asked.path, status=200).close()
    assert "public pages are not merged" in caplog.text
    assert exhaust(browser, asked) == 11
    browser.get(asked.path, status=429)
    clock.now += 30
    browser.get(asked.path, status=200)


def test_zero_is_no_limit(build: Build, asked: Asked) -> None:
    browser = build(LIMIT_PAGES="0").test_client()
    for _ in range(25):
        browser.get(asked.path, status=200)


def rows(house: Flask) -> int:
    with house.app_context():
        return len(db.session.scalars(select(Limit.id)).all())


def test_the_surveys_stay_known_in_these_tests(asked: Asked) -> None:
    assert link.known(asked.key)
