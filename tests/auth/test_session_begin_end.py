"""Signing in and out by hand: what stays of the visit, and what the cookie says."""

from collections.abc import Iterator
from http.cookies import Morsel, SimpleCookie

import pytest
from flask import Flask, make_response, session
from sqlalchemy import func, select

from backend.auth.session import _agent, begin, cookie_name, current_user, end, login_required
from backend.extensions import db
from backend.models.session import Session
from tests.browser import Browser

SYSTEMS = [(name, name) for name in ("Android", "iPhone", "iPad", "Windows", "Linux")]
SYSTEMS += [("Mac OS", "macOS")]
BROWSERS = [
    ("Edg", "Chrome", "Edge"),
    ("OPR", "Chrome", "Opera"),
    ("Firefox", "", "Firefox"),
    ("Chrome", "Safari", "Chrome"),
    ("Safari", "", "Safari"),
]
"""Browsers, each with one that it also calls itself."""


@pytest.fixture
def request_of(app: Flask) -> Iterator[object]:
    """`with request_of(browser)`: a request of that browser's, or of nobody's."""

    def request_of(browser: Browser | None = None, base_url: str = "http://localhost/") -> object:
        secure = base_url.startswith("https")
        cookie = {"Cookie": f"{cookie_name(secure)}={browser.token}"} if browser else {}
        return app.test_request_context("/", headers=cookie, base_url=base_url)

    return request_of


def sent(app: Flask) -> Morsel:
    """The session's cookie that the answer to the present request sets."""
    answer = app.process_response(make_response(""))
    cookies = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        cookies.load(line)
    return cookies["session"]


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Session))


def test_signing_out_clears_the_visit_the_row_and_the_cookie(app, alice, request_of) -> None:
    with request_of(alice):
        session["csrf_token"] = session["flow"] = "left"
        assert current_user().id == alice.user.id
        end()
        assert dict(session) == {}
        assert current_user() is None
        assert count() == 0
        cookie = sent(app)
    assert (cookie.value, cookie["max-age"], cookie["httponly"]) == ("", "0", True)


def test_signing_out_of_nothing_asks_the_database_nothing(alice, request_of) -> None:
    with request_of():
        end()
        assert count() == 1


def test_signing_in_sets_a_cookie_for_twelve_hours(app, alice, bob, request_of) -> None:
    with request_of(bob):
        begin(alice.user, operator=False)
        assert current_user() is alice.user
        cookie = sent(app)
        assert len(cookie.value) == 43
        assert cookie.value not in (alice.token, bob.token)
    assert (cookie["max-age"], cookie["httponly"], cookie["secure"]) == ("43200", True, "")
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


@pytest.mark.parametrize(
    ("before", "after"), [({"csrf_token": "t", "flow": "f"}, {"csrf_token": "t"}), ({}, {})]
)
def test_who_was_here_keeps_the_token_of_forms_and_nothing_else(
    alice, request_of, before, after
) -> None:
    with request_of(alice):
        session.update(before)
        begin(alice.user, operator=False)
        assert dict(session) == after


def test_nobody_else_keeps_it(alice, bob, request_of) -> None:
    for browser in (bob, None):
        with request_of(browser):
            session["csrf_token"] = "t"
            begin(alice.user, operator=False)
            assert dict(session) == {}


def test_the_log_learns_who_is_here_and_nothing_of_strangers(alice, request_of) -> None:
    with request_of(alice) as context:
        current_user()
        assert alice.user.id in context.request.environ.values()
    with request_of() as context:
        current_user()
        assert None not in context.request.environ.values()


def test_the_name_locks_the_cookie_to_the_host_over_https_only() -> None:
    assert (cookie_name(), cookie_name(True)) == ("session", "__Host-session")


def test_a_guarded_view_says_so_and_keeps_its_name() -> None:
    def view() -> str:
        """Look."""

    assert login_required(view).login_required is True
    assert (login_required(view).__name__, login_required(view).__doc__) == ("view", "Look.")


@pytest.mark.parametrize(("system", "called"), SYSTEMS)
@pytest.mark.parametrize(("browser", "besides", "name"), BROWSERS)
def test_a_short_name_for_each_browser_on_each_system(
    app, browser, besides, name, system, called
) -> None:
    written = f"Mozilla/5.0 ({system}) {besides}/140.0 {browser}/1"
    with app.test_request_context(headers={"User-Agent": written}):
        assert _agent() == f"{name}, {called}"
