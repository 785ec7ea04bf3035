"""Over https every answer of every route would have 130 points in Mozilla's HTTP Observatory."""

from http.cookies import SimpleCookie

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from backend.extensions import db
from tests.browser import Browser
from tests.observatory import Answer, directives, points, score
from tests.people import COOKIE
from tests.visits import A_KEY, DOORS, KINDS, METHODS, Door, House, sent

pytestmark = pytest.mark.no_cover

HTTPS = "https://localhost/"
ENOUGH = 130
MEBIBYTE = 2**20
MET: set[int] = set()
"""The statuses that the tests of this file have met."""


@pytest.fixture
def browsers(people: dict[str, Browser]) -> dict[str, Browser]:
    """Everybody's browser, as it is over https."""
    for browser in people.values():
        browser.delete_cookie(COOKIE)
        if browser.token:
            browser.set_cookie(f"__Host-{COOKIE}", browser.token, secure=True)
    return people


def judged(met: TestResponse) -> TestResponse:
    """An answer whose headers are as they should be."""
    where = f"{met.request.method} {met.request.path}: {met.status}"
    set_cookies = met.headers.getlist("Set-Cookie")
    body = met.get_data(as_text=True) if met.mimetype == "text/html" else ""
    answer = Answer(list(met.headers), body, SimpleCookie("\n".join(set_cookies)))
    assert score(answer) >= ENOUGH, (where, points(answer))
    assert not any("unsafe" in one for some in directives(answer).values() for one in some), where
    for cookie in set_cookies:
        assert is_locked(cookie), (where, cookie)
    return met


def is_locked(cookie: str) -> bool:
    """Whether a cookie goes to this host alone, by https alone, and no script reads it."""
    name, *attributes = cookie.split("; ")
    told = {attribute.lower() for attribute in attributes}
    return (
        name.startswith("__Host-")
        and {"secure", "httponly", "path=/"} <= told
        and bool({"samesite=lax", "samesite=strict"} & told)
        and not any(one.startswith("domain=") for one in told)
    )


def visited(browser: Browser, house: House, door: Door, kind: str, method: str) -> TestResponse:
    """The answer at a door over https, with all that belongs there."""
    survey_id = house.alice[kind]
    body = door.body if method == door.method == "POST" else None
    if door.endpoint == "surveys.submit" and body:
        body = {**body, "key": A_KEY}
    url = house.url(door.endpoint, survey_id, **door.values)
    return sent(browser, url, method, data=body, base_url=HTTPS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["alice", "nobody"])
def test_every_door_has_enough_points(
    who: str, kind: str, house: House, browsers: dict[str, Browser]
) -> None:
    for door in DOORS:
        for method in METHODS:
            if method in ("GET", door.method) or kind == "draft":
                met = judged(visited(browsers[who], house, door, kind, method))
                MET.add(met.status_code)


def test_a_sign_in_from_its_beginning_to_its_end(app: Flask, browsers: dict[str, Browser]) -> None:
    nobody = browsers["nobody"]
    begun = judged(sent(nobody, "/login", "GET", base_url=HTTPS))
    assert begun.headers.getlist("Set-Cookie")
    judged(sent(nobody, "/getAToken?state=x&code=y", "GET", base_url=HTTPS))
    judged(sent(browsers["alice"], "/logout", "POST", data={}, base_url=HTTPS))


REFUSED = {
    400: ("POST", "/surveys", {"data": {"title": "x"}}),
    404: ("GET", "/nothing-here", {}),
    405: ("DELETE", "/login", {}),
    413: ("POST", "/surveys", {"data": {"title": "x" * 2 * MEBIBYTE}}),
}


@pytest.mark.parametrize("status", REFUSED)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_refusal_has_enough_points(
    status: int,
    accept: str,
    app: Flask,
    browsers: dict[str, Browser],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    method, path, options = REFUSED[status]
    headers = {"Accept": accept}
    met = sent(browsers["alice"], path, method, headers=headers, base_url=HTTPS, **options)
    assert judged(met).status_code == status


@pytest.fixture
def hurried(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may do anything twice: every limit is reached."""
    limits = app.extensions["limits"]
    for name in limits.costs:
        monkeypatch.setitem(limits.costs, name, 10_000.0)


@pytest.mark.usefixtures("hurried")
def test_a_limit_has_enough_points(house: House, browsers: dict[str, Browser]) -> None:
    public = next(door for door in DOORS if door.endpoint == "surveys.answer")
    for who, door in (("nobody", public), ("alice", DOORS[1])):
        visited(browsers[who], house, door, "published", door.method)
        met = judged(visited(browsers[who], house, door, "published", door.method))
        assert met.status_code == 429


def test_a_failure_has_enough_points(
    app: Flask, browsers: dict[str, Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db.session, "get", None)
    monkeypatch.setattr(db.session, "scalar", None)
    monkeypatch.setattr(db.session, "execute", None)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    met = judged(sent(browsers["alice"], "/surveys", "GET", base_url=HTTPS))
    assert met.status_code == 500


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/x"])
def test_probes_have_enough_points(path: str, app: Flask) -> None:
    judged(sent(app.test_client(), path, "GET", base_url=HTTPS))


def test_a_file_that_is_known_already_has_enough_points(app: Flask) -> None:
    client = app.test_client()
    first = judged(sent(client, "/static/icon.svg", "GET", base_url=HTTPS))
    headers = {"If-None-Match": first.headers["ETag"]}
    again = judged(sent(client, "/static/icon.svg", "GET", base_url=HTTPS, headers=headers))
    assert again.status_code == 304


def test_both_successes_and_refusals_were_looked_at() -> None:
    if MET:  # this worker has run the doors
        assert {200, 303, 404, 405} <= MET
