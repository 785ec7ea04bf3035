"""Signing in and out, over real HTTP, with a provider that tells the truth."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from backend.auth.microsoft import Microsoft
from backend.extensions import db
from backend.models.session import Session
from backend.models.user import User
from tests.auth.conftest import Visitor
from tests.browser import Browser
from tests.page import Page


def people(app: Flask) -> list[User]:
    with app.app_context():
        return list(db.session.scalars(select(User)))


def sessions(app: Flask) -> list[Session]:
    with app.app_context():
        return list(db.session.scalars(select(Session)))


def test_it_signs_in_and_goes_on_to_where_the_person_was_going(
    visitor: Visitor, app: Flask
) -> None:
    answer = visitor.sign_in("alice", going="/surveys/?q=staff")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/surveys/?q=staff")
    assert visitor.signed_in
    assert [(user.name, user.email) for user in people(app)] == [
        ("Alice Archer", "alice@example.org")
    ]


def test_it_goes_nowhere_else(visitor: Visitor) -> None:
    answer = visitor.sign_in("alice", going="https://elsewhere.example.org/")
    assert answer.headers["Location"] == "/"


def test_the_cookie_carries_an_id_alone_and_the_row_its_hash(visitor: Visitor, app: Flask) -> None:
    visitor.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
    answer = visitor.sign_in("alice")
    cookies = answer.raw.headers.getlist("Set-Cookie")
    cookie = next(cookie for cookie in cookies if cookie.startswith("session="))
    assert cookie.endswith("; Max-Age=43200; HttpOnly; Path=/; SameSite=Lax")
    assert len(visitor.cookies["session"]) == 43
    [row] = sessions(app)
    assert visitor.cookies["session"].encode() not in row.id
    assert row.agent == "Firefox, Linux"


def test_signing_in_leaves_nothing_of_the_visit_before(visitor: Visitor, app: Flask) -> None:
    start = visitor.begin()
    before = visitor.cookies["visit"]
    visitor.get(visitor.choose("alice", start))
    assert "visit" not in visitor.cookies
    assert len(before) < 4000


def test_a_second_sign_in_changes_the_id(visitor: Visitor, app: Flask) -> None:
    visitor.sign_in("alice")
    first = visitor.cookies["session"]
    old = Visitor(visitor.address)
    old.sign_in("alice")
    assert old.cookies["session"] != first
    assert len(people(app)) == 1


def idle(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(Session).values(seen_at=datetime.now(UTC) - timedelta(hours=1)))
        db.session.commit()


def test_what_waits_in_a_window_is_saved_once_the_same_person_is_back(
    visitor: Visitor, app: Flask
) -> None:
    visitor.sign_in("alice")
    typed = {"csrf_token": token(visitor), "title": "Fruit"}
    editor = visitor.post("/surveys", data=typed).headers["Location"]
    page = Page(visitor.get(editor).text)
    form = page.find("form", id="form-whole")[0]
    waiting = page.values(form) | {"title": "Vegetables"}
    alone = {"HX-Request": "true", "X-Autosave": "1"}
    idle(app)
    assert visitor.post(form["action"], data=waiting, headers=alone).status_code == 401
    visitor.sign_in("alice")
    assert visitor.post(form["action"], data=waiting, headers=alone).status_code == 200
    assert "Vegetables" in visitor.get(editor).text


def test_what_waited_for_somebody_else_is_not_taken(visitor: Visitor, app: Flask) -> None:
    visitor.sign_in("alice")
    hers = {"csrf_token": token(visitor), "title": "Fruit"}
    idle(app)
    visitor.sign_in("bob")
    assert visitor.post("/surveys", data=hers).status_code == 400
    assert visitor.post("/surveys", data=hers | {"csrf_token": token(visitor)}).status_code == 303


def test_a_stranger_s_token_is_not_kept(visitor: Visitor) -> None:
    visitor.sign_in("alice")
    hers = token(visitor)
    visitor.cookies.pop("session")
    visitor.sign_in("alice")
    assert visitor.post("/surveys", data={"csrf_token": hers}).status_code == 400


def token(visitor: Visitor) -> str:
    return Page(visitor.get("/surveys/new").text).find("input", name="csrf_token")[0]["value"]


def test_whoever_is_signed_in_is_not_asked_again(visitor: Visitor) -> None:
    visitor.sign_in("alice")
    answer = visitor.get("/login?next=/surveys/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/surveys/")


def test_signing_out_ends_the_row_and_goes_to_the_provider(visitor: Visitor, app: Flask) -> None:
    visitor.sign_in("alice")
    stolen = visitor.cookies["session"]
    asked = Page(visitor.get("/logout").text)
    answer = visitor.post("/logout", data=asked.values(asked.find("form")[-1]))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logout")
    assert "session" not in visitor.cookies
    assert sessions(app) == []
    goodbye = visitor.get("/logout")
    assert "/oauth2/v2.0/logout?" in goodbye.headers["Refresh"]
    assert Page(goodbye.text).heading == "You are signed out"
    visitor.cookies.set("session", stolen)
    assert not visitor.signed_in


def test_signing_out_needs_the_token_of_a_form(visitor: Visitor, app: Flask) -> None:
    visitor.sign_in("alice")
    assert visitor.post("/logout").status_code == 400
    assert len(sessions(app)) == 1


def test_signing_out_twice_is_no_error(client: Browser) -> None:
    client.post("/logout", status=303)
    assert client.get("/logout").page.heading == "You are signed out"


def test_without_settings_it_says_so(
    client: Browser, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    unready = {"CLIENT_ID": "", "CLIENT_SECRET": "", "AUTHORITY": "", "OIDC_AUTHORITY": ""}
    monkeypatch.setitem(app.config, "AUTH", Microsoft(unready))
    page = client.get("/login", status=403).page
    assert "not set up yet" in page.text


def test_who_signs_in_to_answer_is_no_author_until_they_come_to_write(
    visitor: Visitor, app: Flask
) -> None:
    visitor.sign_in("alice", going="/s/somekey")
    assert [user.author for user in people(app)] == [False]
    for going in ("/surveys", "/s/somekey"):
        visitor.cookies.clear()
        visitor.sign_in("alice", going=going)
        assert [user.author for user in people(app)] == [True]
