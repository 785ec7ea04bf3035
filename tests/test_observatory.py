"""tests/observatory.py: the points that the published rules give to answers that we know."""

from http.cookies import SimpleCookie

import pytest

from tests.observatory import Answer, points, score

CSP = "Content-Security-Policy"
GOOD = {
    CSP: "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Type": "text/html; charset=utf-8",
}
FULL = "Secure; HttpOnly; SameSite=Lax"


def answer(*cookies: str, body: str = "", **changed: str | None) -> Answer:
    """A good answer, changed; what is None is not there."""
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    headers = {**GOOD, **named}
    kept = [(name, value) for name, value in headers.items() if value is not None]
    return Answer(kept, body, SimpleCookie("\n".join(cookies)))


def test_the_best_without_cookies_and_hashes_has_130_points() -> None:
    assert score(answer()) == 130


def test_cookies_and_hashes_give_what_is_left() -> None:
    assert score(answer(f"__Host-session=1; {FULL}")) == 135
    script = '<script src="/a.js" integrity="sha384-x"></script>'
    assert score(answer(f"__Host-session=1; {FULL}", body=script)) == 140


def test_an_answer_without_any_header_has_thirty_points() -> None:
    assert score(Answer([])) == 100 - 25 - 20 - 5 - 20


def test_what_is_given_counts_from_ninety_points_on() -> None:
    assert score(answer(X_Content_Type_Options=None, Referrer_Policy="origin")) == 100 - 10 + 25
    assert score(answer(Strict_Transport_Security=None)) == 80


POLICIES = {
    "default-src 'none'": 10,
    "default-src 'self'": 5,
    "": -25,
    "script-src 'self'": -20,
    "default-src 'none'; script-src 'unsafe-inline'": -20,
    "default-src 'none'; script-src 'unsafe-inline' 'nonce-x'": 10,
    "default-src 'none'; script-src data:": -20,
    "default-src 'none'; object-src *": -20,
    "default-src 'none'; script-src 'strict-dynamic'": -25,
    "default-src 'none'; script-src 'strict-dynamic' 'nonce-x' https: 'self'": 10,
    "default-src 'none'; connect-src http://a.example": -20,
    "default-src 'none'; script-src 'self' 'unsafe-eval'": -10,
    "default-src 'none'; img-src http://a.example": -10,
    "default-src 'none'; style-src 'unsafe-inline'": 0,
    "default-src 'self' https:, default-src 'none'": 10,
}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_has_its_points(policy: str) -> None:
    given = points(answer(**{CSP: policy}))
    assert given["content-security-policy"] == POLICIES[policy]


COOKIES = {
    f"session=1; {FULL}": 5,
    "session=1; Secure; HttpOnly": 0,
    "theme=1": -5,
    "session=1; HttpOnly; SameSite=Lax": -10,
    "theme=1; Secure; SameSite=Sometimes": -20,
    "theme=1; SameSite=None": -20,
    "csrf=1; Secure": -20,
    "session=1; Secure; SameSite=Lax": -30,
}


@pytest.mark.parametrize("cookie", COOKIES)
def test_a_cookie_has_its_points(cookie: str) -> None:
    assert points(answer(cookie))["cookies"] == COOKIES[cookie]


def test_without_strict_transport_security_a_cookie_is_not_kept_safe() -> None:
    assert points(answer("theme=1", Strict_Transport_Security=None))["cookies"] == -20
    assert points(answer("session=1; HttpOnly", Strict_Transport_Security=None))["cookies"] == -40


SCRIPTS = {
    "": 0,
    '<script src="/a.js"></script>': 0,
    '<script type="module" src="/a.js" integrity="sha384-x"></script>': 5,
    '<script src="https://b.example/a.js"></script>': -5,
    '<script src="https://b.example/a.js" integrity="sha384-x"></script>': 5,
    '<script src="//b.example/a.js" integrity="sha384-x"></script>': -20,
    '<script src="//b.example/a.js"></script>': -50,
}


@pytest.mark.parametrize("body", SCRIPTS)
def test_scripts_have_their_points(body: str) -> None:
    assert points(answer(body=body))["subresource-integrity"] == SCRIPTS[body]
    assert points(answer(body=body, Content_Type="text/plain"))["subresource-integrity"] == 0


HEADERS: list[tuple[str, str | None, int]] = [
    ("referrer-policy", None, 0),
    ("referrer-policy", "unsafe-url, no-referrer", 5),
    ("referrer-policy", "no-referrer, unsafe-url", -5),
    ("referrer-policy", "whatever", -5),
    ("strict-transport-security", "max-age=3600", -10),
    ("strict-transport-security", "max-age=x", -20),
    ("strict-transport-security", "max-age=63072000, max-age=63072000", -20),
    ("x-content-type-options", "sniff", -5),
    ("cross-origin-resource-policy", "cross-origin", 0),
    ("cross-origin-resource-policy", "everybody", -5),
]


@pytest.mark.parametrize(("name", "value", "given"), HEADERS)
def test_a_header_has_its_points(name: str, value: str | None, given: int) -> None:
    title = name.title()
    assert points(answer(**{title: value}))[name] == given


def test_reading_with_cookies_from_anywhere_takes_fifty() -> None:
    open_door = {
        "Access-Control-Allow-Origin": "https://b.example",
        "Access-Control-Allow-Credentials": "true",
    }
    assert points(answer(**open_door))["cross-origin-resource-sharing"] == -50


def test_a_page_that_may_be_framed_takes_twenty() -> None:
    assert points(answer(**{CSP: "default-src 'none'"}))["x-frame-options"] == -20
    with_header = answer(**{CSP: "default-src 'none'", "X-Frame-Options": "DENY"})
    assert points(with_header)["x-frame-options"] == 0
