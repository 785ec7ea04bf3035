"""One's own sessions: seen, and ended, at once and everywhere, and nobody else's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update

from backend import create_app
from backend.auth.account import ago
from backend.extensions import db
from backend.models.session import Session
from tests.browser import Browser
from tests.server import SECRET

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)
PATH = "/account/sessions"


@pytest.fixture
def phone(app: Flask, sign_in: Callable[[str], Browser]) -> Browser:
    """Alice's other browser."""
    phone = sign_in("Alice Archer")
    with app.app_context():
        mine = Session.id == bytes.fromhex(key(phone))
        db.session.execute(update(Session).where(mine).values(agent="Safari, iPhone"))
        db.session.commit()
    return phone


@pytest.fixture
def other_process(app: Flask, database_url: str) -> Iterator[Flask]:
    """Another process of the same installation."""
    other = create_app({"SECRET_KEY": SECRET, "DATABASE_URL": database_url})
    other.test_client_class = Browser
    yield other
    with other.app_context():
        db.engine.dispose()


def key(browser: Browser) -> str:
    from backend.models.session import _hash

    return _hash(browser.token).hex()


def is_in(browser: Browser) -> bool:
    return browser.get("/surveys").status_code == 200


def noted(app: Flask) -> list[tuple[str, dict[str, object]]]:
    with app.app_context():
        told = "SELECT act, detail FROM account_entries WHERE act = 'revoked'"
        return [tuple(row) for row in db.session.execute(text(told))]


def test_the_page_shows_where_one_is_signed_in_and_nobody_else(
    alice: Browser, phone: Browser, bob: Browser
) -> None:
    page = alice.get(PATH).page
    assert page.heading == "My sessions"
    names = [one.text for one in page.find("th", scope="row")]
    assert names == ["A browser without a name", "Safari, iPhone"]
    assert page.texts("span", class_="badge open") == ["This browser"]
    assert key(bob) not in page.source
    assert alice.token not in page.source
    assert "after 30 minutes without use" in page.text
    assert PATH in [a["href"] for a in alice.get("/surveys").page.find("a")]


def test_alone_one_is_offered_nothing_to_end(alice: Browser) -> None:
    page = alice.get(PATH).page
    assert not [form for form in page.find("form") if form["action"].startswith(PATH)]


def test_one_browser_is_signed_out_at_once_in_every_process(
    app: Flask, alice: Browser, phone: Browser, bob: Browser, other_process: Flask
) -> None:
    elsewhere = other_process.test_client()
    elsewhere.set_cookie("session", phone.token)
    assert is_in(elsewhere)
    sent = alice.send(alice.get(PATH).page, f"{PATH}/{key(phone)}/end", status=303)
    assert sent.location == PATH
    assert "You are signed out there." in alice.get(PATH).page.text
    assert not is_in(elsewhere)
    assert not is_in(phone)
    assert is_in(alice)
    assert is_in(bob)
    assert noted(app) == [("revoked", {"session": key(phone)[:8]})]


def test_all_others_are_signed_out_at_once(
    app: Flask, alice: Browser, phone: Browser, bob: Browser
) -> None:
    alice.send(alice.get(PATH).page, f"{PATH}/others/end", status=303)
    assert "signed out everywhere but here" in alice.get(PATH).page.text
    assert (is_in(alice), is_in(phone), is_in(bob)) == (True, False, True)
    alice.post(f"{PATH}/others/end", status=303)
    assert noted(app) == [("revoked", {"sessions": 1})]


def test_another_person_s_session_is_not_found_and_goes_on(
    app: Flask, alice: Browser, bob: Browser
) -> None:
    for id in (key(bob), "00" * 32, "zz", "abc", " ", "%00"):
        alice.post(f"{PATH}/{id}/end", status=404)
    assert is_in(bob)
    assert noted(app) == []


def test_ending_one_s_own_is_signing_out(alice: Browser) -> None:
    alice.post(f"{PATH}/{key(alice)}/end", status=303)
    assert not is_in(alice)


def test_no_form_of_another_site_ends_a_session(
    app: Flask, alice: Browser, phone: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    alice.post(f"{PATH}/{key(phone)}/end", status=400)
    alice.post(f"{PATH}/others/end", status=400)
    assert is_in(phone)
    alice.send(alice.get(PATH).page, f"{PATH}/{key(phone)}/end", status=303)
    assert not is_in(phone)


def test_what_has_ended_by_itself_is_not_shown(app: Flask, alice: Browser) -> None:
    idle = timedelta(minutes=30)
    with app.app_context():
        Session.begin(alice.user.id, NOW - 12 * 60 * MINUTE)
        token = Session.begin(alice.user.id, NOW - idle)
        [one] = Session.all_of(alice.user.id, None, NOW, idle)
        assert (one.id, one.is_here) == (key(alice), False)
        seen = Session.all_of(alice.user.id, token, NOW - MINUTE, idle)
        assert [one.is_here for one in seen] == [True, False]


def test_a_short_idle_time_does_not_end_a_session_in_use(app: Flask, alice: Browser) -> None:
    with app.app_context():
        token = Session.begin(alice.user.id, NOW)
        for number in range(1, 10):
            assert Session.user(token, NOW + number * MINUTE / 1.5, MINUTE), number


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (MINUTE, "1 minute ago"),
        (59 * MINUTE, "59 minutes ago"),
        (60 * MINUTE, "1 hour ago"),
        (719 * MINUTE, "11 hours ago"),
    ],
)
def test_how_long_ago_something_was_is_said_in_words(past: timedelta, said: str) -> None:
    assert ago(NOW - past, NOW) == said
