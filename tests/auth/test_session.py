"""Who is here, how often the database is asked, and when a session ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string, request
from sqlalchemy import event, update

from backend import create_app
from backend.auth.session import current_user, login_required, our_path
from backend.extensions import db
from backend.models.session import Session
from tests.browser import Browser
from tests.server import SECRET

TEXT = {"Content-Type": "text/plain"}
Answer = tuple[str, dict[str, str]]
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def house(app: Flask, database_url: str) -> Iterator[Flask]:
    """An application with a guarded door, a plain one and a public one."""
    house = create_app({"SECRET_KEY": SECRET, "DATABASE_URL": database_url, "TESTING": True})
    house.test_client_class = Browser
    house.config["WTF_CSRF_ENABLED"] = False

    @house.route("/guarded", methods=["GET", "POST"])
    @login_required
    def guarded() -> Answer:
        return f"{current_user().name}, {current_user().name}", TEXT

    @house.get("/plain")
    def plain() -> Answer:
        return "nobody was asked for", TEXT

    @house.get("/s/-/<key>")
    def public(key: str) -> Answer:
        return render_template_string("{{ 'someone' if user else 'nobody' }}"), TEXT

    yield house
    with house.app_context():
        db.engine.dispose()


@pytest.fixture
def asked(house: Flask) -> Iterator[list[str]]:
    """The statements that the house sends to the database."""
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    with house.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def here(house: Flask, browser: Browser) -> Browser:
    """The same person in front of another house."""
    other = house.test_client()
    other.set_cookie("session", browser.token)
    return other


def test_a_signed_in_person_costs_one_query(
    house: Flask, alice: Browser, bob: Browser, asked: list[str]
) -> None:
    assert here(house, alice).get("/guarded").text == "Alice Archer, Alice Archer"
    assert len(asked) == 1


def test_a_page_that_does_not_ask_who_is_here_costs_none(
    house: Flask, alice: Browser, asked: list[str]
) -> None:
    here(house, alice).get("/plain")
    house.test_client().get("/guarded", status=303)
    assert asked == []


def test_a_public_page_touches_no_cookie(house: Flask, alice: Browser) -> None:
    answer = house.test_client().get("/s/-/abc")
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
    assert here(house, alice).get("/s/-/abc").text == "someone"


def test_a_stranger_is_sent_to_sign_in_and_back(client: Browser, house: Flask) -> None:
    stranger = house.test_client()
    assert stranger.get("/guarded?q=a b").location == "/login?next=/guarded?q%3Da%2520b"
    assert stranger.get("/guarded").location == "/login?next=/guarded"
    assert stranger.get("/guarded?q=X").location == "/login?next=/guarded?q%3DX"
    assert stranger.head("/guarded").location == "/login?next=/guarded"
    assert stranger.post("/guarded").location == "/login"


def test_htmx_is_told_to_go_there_itself(house: Flask) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/surveys/1?tab=2"}
    answer = house.test_client().post("/guarded", headers=headers, status=401)
    assert answer.headers["HX-Redirect"] == "/login?next=/surveys/1?tab%3D2"
    assert answer.text == ""
    headers["HX-Current-URL"] = "http://localhost/surveys/1"
    answer = house.test_client().post("/guarded", headers=headers, status=401)
    assert answer.headers["HX-Redirect"] == "/login?next=/surveys/1"


@pytest.mark.parametrize("path", ["/", "/surveys/", "/surveys/?q=a%20b&c=d", "/é"])
def test_a_path_of_ours_is_kept(path: str) -> None:
    assert our_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None, "", "surveys", "//evil.example", "/\\evil.example", "https://evil.example/",
        "/a\nb", "/a b", "/\tevil", "/a\\b", "javascript:alert(1)", "/" + "a" * 500, "/\x00",
    ],
)  # fmt: skip
def test_anything_else_is_not(path: str | None) -> None:
    assert our_path(path) == "/"


@pytest.mark.parametrize(
    ("past", "stays"),
    [
        ({"seen_at": timedelta(minutes=29)}, True),
        ({"seen_at": timedelta(minutes=31)}, False),
        ({"expires_at": timedelta(seconds=1)}, False),
    ],
)
def test_a_session_ends_when_idle_and_after_twelve_hours(
    past: dict[str, timedelta], stays: bool, house: Flask, alice: Browser
) -> None:
    change(house, **{name: datetime.now(UTC) - age for name, age in past.items()})
    assert here(house, alice).get("/guarded", status=200 if stays else 303)


def test_being_here_is_written_once_a_minute(
    house: Flask, alice: Browser, asked: list[str]
) -> None:
    change(house, seen_at=datetime.now(UTC) - timedelta(seconds=61))
    asked.clear()
    browser = here(house, alice)
    browser.get("/guarded")
    browser.get("/guarded")
    assert [statement.split()[0] for statement in asked] == ["SELECT", "UPDATE", "SELECT"]


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("given", [False, True])
def test_an_operator_was_named_here_or_given_the_role_on_signing_in(
    house: Flask, alice: Browser, given: bool, named: bool
) -> None:
    change(house, operator=given)
    house.config["OPERATORS"] = {(alice.user.tid, alice.user.oid if named else "another")}
    with house.test_request_context(headers={"Cookie": f"session={alice.token}"}):
        assert current_user().operator == (given or named)


def test_a_cookie_that_means_nothing_is_nobody(house: Flask) -> None:
    browser = house.test_client()
    browser.set_cookie("session", "x" * 43)
    browser.get("/guarded", status=303)


@pytest.mark.parametrize(
    ("agent", "name"), [(LINUX, "Chrome, Linux"), ("curl/8", ""), ("", ""), ("iPhone", "iPhone")]
)
def test_a_browser_has_a_short_name(agent: str, name: str, house: Flask) -> None:
    from backend.auth import session

    with house.test_request_context(headers={"User-Agent": agent}):
        assert session._agent() == name


def test_over_https_the_cookies_are_locked_to_the_host(
    house: Flask, sign_in: Callable[[str], Browser]
) -> None:
    from backend.auth import session

    with house.test_request_context(base_url="https://localhost/"):
        session.begin(SimpleNamespace(id=sign_in("Eve Evans").user.id), operator=False)
        cookies = house.process_response(house.make_response("")).headers.getlist("Set-Cookie")
        assert request.is_secure
    [cookie] = [cookie for cookie in cookies if cookie.startswith("__Host-session=")]
    assert "; Secure;" in cookie
    assert "Path=/" in cookie


def test_over_https_a_plain_cookie_is_not_read(house: Flask, alice: Browser) -> None:
    here(house, alice).get("/guarded", base_url="https://localhost/", status=303)


def change(house: Flask, **values: object) -> None:
    with house.app_context():
        db.session.execute(update(Session).values(**values))
        db.session.commit()
