"""The tests' own tools: people are signed in, a test leaves nothing behind, faults are seen."""

import psycopg2
import pytest

from backend.extensions import db
from backend.models.user import User
from tests.faults import faults
from tests.page import Page

GOOD = '<!doctype html><html lang="en"><head><title>T</title></head><body><main><h1>T</h1>{}</main>'


def test_alice_is_signed_in_and_a_stranger_is_not(alice, bob, client):
    assert "Alice Archer" in alice.get("/login", follow_redirects=True).text
    assert alice.user.id != bob.user.id
    assert "Alice" not in client.get("/login").text


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_after_it(context, turn):
    assert db.session.query(User).count() == 0
    User.from_claims({"tid": "t", "oid": "o", "name": "Noise"})


def test_the_applications_role_is_no_administrator(database_url):
    connection = psycopg2.connect(f"postgresql://{database_url.partition('://')[2]}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, current_setting('jit') FROM pg_roles WHERE rolname = user")
        assert cursor.fetchone() == (False, "off")
    connection.close()


def test_a_good_page_has_no_faults():
    body = '<form action="/login"><label for="a">A</label><input id="a" name="a"></form>'
    assert faults(Page(GOOD.format(body))) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>Another</h1>", "it has 2 first headings"),
        ('<p id="a"></p><p id="a"></p>', "the id 'a' stands 2 times"),
        ('<input name="a">', "a input has no label: a"),
        ('<label>A <input></label><input name="b">', "a input has no label: b"),
        ("<select></select>", "a select has no label: {}"),
        ('<textarea id="b"></textarea><label for="b"></label>', "a textarea has no label: "),
        ("<button></button>", "a button has no name: {}"),
        ('<p style="color: red"></p>', "a p has a style attribute"),
        ('<p onclick="go()"></p>', "a p has a handler: onclick"),
        ("<script>go()</script>", "there is an inline script"),
        ("<style>p {}</style>", "there is an inline style sheet"),
        ('<a href=" JavaScript:go()">a</a>', "a a leads to a script"),
        ('<p aria-describedby="no"></p>', "a p's aria-describedby names 'no', which is not there"),
    ],
)
def test_a_fault_is_seen(body, fault):
    assert any(found.startswith(fault) for found in faults(Page(GOOD.format(body))))


def test_a_page_without_a_title_or_a_language_is_seen():
    found = faults(Page("<p>Hello"))
    assert len(found) == 5


def test_a_form_gives_what_a_browser_would_send():
    page = Page(
        '<form><input name="a" value="1"><input type="checkbox" name="b" checked>'
        '<input type="radio" name="c" value="x"><input type="submit" name="go">'
        '<textarea name="d">\nTwo &amp; three</textarea>'
        '<select name="e"><option value="1">One<option value="2" selected>Two</select></form>'
    )
    assert page.values(page.find("form")[0]) == {
        "a": ["1"],
        "b": ["on"],
        "d": ["Two & three"],
        "e": ["2"],
    }


@pytest.mark.browser
def test_a_real_browser_sees_the_same_person(page, alice):
    opened = page(alice, width=390, javascript=False)
    opened.goto("/login")
    assert "Alice Archer" in opened.content()


@pytest.mark.browser
def test_a_person_is_chosen_at_the_provider(page, live_server):
    opened = page()
    opened.goto("/login")
    opened.get_by_role("link", name="Sign in").or_(
        opened.get_by_role("button", name="Sign in")
    ).first.click()
    opened.get_by_role("button", name="Bob Baker").click()
    opened.wait_for_url(live_server + "/**")
    assert "Bob Baker" in opened.content()
