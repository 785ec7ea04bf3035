"""What an operator sees, who that is, and what the pages never show."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from backend.extensions import db
from backend.models import census, operation
from backend.models.audit import OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_writing import note_operator
from backend.models.fold import fold
from backend.models.session import Session
from backend.surveys.admin import size
from tests.people import COOKIE
from tests.surveys.shelf import NOW, answer, publish, shelve, whole

PATHS = ("/admin", "/admin/surveys", "/admin/people")


@pytest.fixture
def carol(app, sign_in):
    """Carol, who signed in with the role of an operator."""
    browser = sign_in("Carol Chen")
    with app.app_context():
        token = Session.begin(browser.user.id, at=datetime.now(UTC), operator=True)
    browser.set_cookie(COOKIE, token)
    return browser


@pytest.fixture
def named(app, sign_in):
    """Frank, whom the configuration names."""
    browser = sign_in("Frank Fuchs")
    before = app.config["OPERATORS"]
    app.config["OPERATORS"] = frozenset([(browser.user.tid, browser.user.oid)])
    yield browser
    app.config["OPERATORS"] = before


def test_operators_by_role_and_by_name_come_in(carol, named):
    for browser in (carol, named):
        for path in PATHS:
            browser.get(path, status=200)


def test_who_has_the_same_object_id_elsewhere_is_not_named(app, alice, bob):
    before = app.config["OPERATORS"]
    app.config["OPERATORS"] = frozenset([("another", alice.user.oid), (alice.user.tid, "x")])
    try:
        for browser in (alice, bob):
            for path in PATHS:
                browser.get(path, status=404)
    finally:
        app.config["OPERATORS"] = before


def test_the_role_ends_with_the_session(carol):
    assert "Operation" in carol.get("/surveys").text
    carol.post("/logout", status=303)
    carol.get("/admin", status=303)


def test_the_menu_leads_there_only_operators(alice):
    assert "/admin" not in alice.get("/surveys").text


def test_the_overview_tells_how_the_house_is(app, alice, carol):
    survey_id = publish(app, alice)
    answer(app, survey_id, 3)
    shelve(app, alice, deleted_at=NOW - timedelta(days=33))
    page = carol.get("/admin").page
    assert "3 waiting" in page.text
    assert "1 overdue: run it every day" in page.text
    assert "none yet" in page.text
    with app.app_context():
        fold(survey_id)
        db.session.rollback()
        note_operator(Act.PURGED, surveys=1)
        note_operator(Act.BACKED_UP, digest="0")
        db.session.commit()
    page = carol.get("/admin").page
    assert "0 waiting" in page.text
    assert page.text.count("today") == 2
    assert len({*db.metadata.tables} & {*page.texts("code")}) == operation.LARGEST


def test_surveys_are_listed_with_owner_state_and_figures(app, alice, bob, carol):
    first = publish(app, alice, whole("Lunch"))
    answer(app, first, 4)
    with app.app_context():
        fold(first)
        db.session.execute(text("ANALYZE responses"))
        db.session.commit()
    answer(app, first, 1, at=NOW - timedelta(days=1))
    shelve(app, bob, whole("Dinner"), deleted_at=NOW)
    shelve(app, bob, {"title": ""})
    page = carol.get("/admin/surveys").page
    rows = page.texts("tr")[1:]
    assert [row.split(" ")[0] for row in rows] == ["Untitled", "Dinner", "Lunch"]
    assert "Bob Baker Deleted 0" in rows[1]
    assert "Alice Archer Open 5" in rows[2]
    assert "Why?" not in page.source
    assert "Because." not in page.source
    assert str(first) not in page.source


def test_without_statistics_no_size_is_guessed(app, alice, monkeypatch):
    answer(app, publish(app, alice))
    monkeypatch.setattr(census, "BYTES", text("SELECT NULL::float"))
    with app.app_context():
        (owned,) = census.surveys(1, NOW).rows
    assert (owned.responses, owned.size) == (1, None)


def test_people_are_listed_with_when_they_were_seen(app, alice, carol):
    publish(app, alice)
    with app.app_context():
        Session.end(alice.token)
    page = carol.get("/admin/people").page
    row = next(row for row in page.texts("tr") if "Alice" in row)
    assert row.startswith("Alice Archeralice@example.org 1 today today")


def test_pages_are_of_fifty_and_beyond_the_last_there_is_none(app, alice, carol):
    for number in range(51):
        shelve(app, alice, whole(f"Survey {number}"))
    first, second = (carol.get(f"/admin/surveys?page={n}").page for n in (1, 2))
    assert first.text.count("Draft") == 50
    assert second.text.count("Draft") == 1
    assert first.find("a", rel="next")
    assert second.find("a", rel="prev")
    assert "No surveys here" in carol.get("/admin/surveys?page=99999999").text
    carol.get("/admin/people?page=-1", status=200)


def test_no_page_reads_responses(app, alice, carol):
    answer(app, publish(app, alice))
    said = []

    def hear(connection, cursor, statement, *rest):
        said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        for path in PATHS:
            carol.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    assert len(said) < 40
    assert not [statement for statement in said if "FROM responses" in statement]
    assert not [statement for statement in said if "answers" in statement]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1536, "1.5 KB"), (20 * 1024**2, "20 MB"),
     (3 * 1024**4, "3.0 TB"), (4000 * 1024**4, "4,000 TB")],
)  # fmt: skip
def test_sizes_are_in_words(number, words):
    assert size(number) == words


def test_the_operator_s_chain_is_not_a_person(app, carol):
    with app.app_context():
        note_operator(Act.PURGED, surveys=1)
        db.session.commit()
        assert operation.overview(NOW, timedelta(minutes=30)).people == 1
    assert str(OPERATOR) not in carol.get("/admin/people").text
