"""The database goes away: what is typed is given back, and nothing is done twice unasked."""

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from backend.auth import microsoft
from backend.extensions import db
from backend.models import link
from backend.models.ids import uuid7
from backend.models.survey import Survey
from tests.browser import Browser
from tests.outage import away, breaking, breaking_commits
from tests.surveys.answering import MORE, VOTE, Asked, answered, key_of, publish, responses

NEW = "/surveys/new"


def surveys(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Survey).count()


def later(monkeypatch, seconds: float) -> None:
    now = link.monotonic()
    monkeypatch.setattr(link, "monotonic", lambda: now + seconds)


def test_a_page_is_shown_while_the_database_is_away(app, client: Browser, monkeypatch) -> None:
    asked = publish(app)
    client.get(asked.path)
    with away(app) as attempts:
        later(monkeypatch, link.FRESH + 1)
        for _ in range(3):
            assert "National study" in client.get(asked.path).page.text
        assert len(attempts) == 1
        later(monkeypatch, link.REMEMBERED + link.FRESH)
        assert client.get(asked.path, status=503).headers["Retry-After"] == "5"
    client.get(asked.path)


def test_what_was_never_read_cannot_be_shown(app, client: Browser) -> None:
    asked = publish(app)
    with away(app):
        said = client.get(asked.path, status=503)
        assert said.page.text.count("We will be back in a moment")
    client.get(asked.path)


def test_an_answer_is_given_back_under_its_key_and_counts_once(
    app, client: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    asked = publish(app, [VOTE, MORE])
    page = client.get(asked.path).page
    with away(app):
        back = client.send(page, vote="c2", more="Fewer queues.", status=503)
        again = client.send(back.page, status=503)
    assert back.headers["Retry-After"] == "5"
    assert "We could not store your answers just now." in back.page.text
    assert [one.getMessage()[:10] for one in caplog.records] == ["database: "] * 2
    assert key_of(again.page) == key_of(page)
    for _ in range(2):
        client.send(again.page, status=303)
    [stored] = responses(app, asked)
    assert stored.answers == {"vote": "c2", "more": "Fewer queues."}


def test_an_answer_to_what_is_not_in_memory_is_given_back_too(app, client: Browser) -> None:
    asked = publish(app, [VOTE, MORE])
    page = client.get(asked.path).page
    link.forget(asked.key)
    with away(app):
        back = client.send(page, vote="c2", more="Fewer <queues>.", status=503)
    assert back.headers["Retry-After"] == "5"
    assert "Fewer <queues>." in back.page.text
    assert key_of(back.page) == key_of(page)
    client.send(back.page, status=303)
    assert len(responses(app, asked)) == 1


def test_a_wrong_statement_is_no_outage(app, client: Browser, monkeypatch) -> None:
    asked = publish(app)
    page = client.get(asked.path).page
    monkeypatch.setattr("backend.models.storing.RECORD", "SELECT 1 FROM nowhere")
    client.send(page, vote="c1", status=500)


def test_another_sites_form_is_not_given_back(app, client: Browser) -> None:
    asked = publish(app)
    with away(app):
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            said = client.post(asked.path, data={"vote": "bad words"}, headers=headers, status=503)
            assert "bad words" not in said.page.text


def test_what_is_too_long_is_not_given_back(app, client: Browser) -> None:
    asked = publish(app)
    with away(app):
        said = client.post(asked.path, data={"vote": "x" * 2_000_000}, status=503)
    assert "We will be back in a moment" in said.page.text


def test_a_program_hears_it_in_its_own_language(app, client: Browser) -> None:
    with away(app):
        headers = {"Accept": "application/json"}
        said = client.post("/s/some", data={"vote": "c1"}, headers=headers, status=503)
    assert said.json["status"] == 503


def test_an_authors_text_is_given_back_and_saved_once_it_is_sent_again(app, alice) -> None:
    page = alice.get(NEW).page
    with away(app):
        back = alice.send(page, "/surveys", title="A title of many words", status=503)
    assert back.headers["Retry-After"] == "5"
    assert "A title of many words" in back.page.text
    assert surveys(app) == 0
    alice.send(back.page, status=303)
    assert surveys(app) == 1


def test_an_authors_write_is_not_tried_twice(app, alice) -> None:
    page = alice.get(NEW).page
    with breaking(app, "INSERT INTO surveys"):
        back = alice.send(page, "/surveys", title="A title of many words", status=503)
    assert "please send it again in a few seconds" in back.page.text
    assert surveys(app) == 0


def test_a_write_that_broke_while_it_was_committed_is_in_doubt(app, alice) -> None:
    page = alice.get(NEW).page
    with breaking_commits(app):
        back = alice.send(page, "/surveys", title="A title of many words", status=503)
    assert "may have been saved or not" in back.page.text
    assert "A title of many words" in back.page.text


def test_what_only_reads_is_tried_once_more(app, alice, client) -> None:
    asked = publish(app)
    receipt = answered(client, asked, vote="c1")
    with breaking(app, "FROM responses"):
        client.get(receipt)
    with breaking(app, "FROM sessions"):
        alice.get("/surveys")
    with breaking(app, "FROM sessions", times=2):
        alice.get("/surveys", status=503)


def test_a_submission_is_tried_once_more_and_then_given_back(app, client: Browser) -> None:
    asked = publish(app)
    page = client.get(asked.path).page
    with breaking(app, "INTO responses", times=2):
        back = client.send(page, vote="c1", status=503)
    assert responses(app, asked) == []
    client.send(back.page, status=303)
    assert len(responses(app, asked)) == 1


@pytest.mark.parametrize("sections", [[[VOTE], [MORE]]])
def test_a_section_is_given_back_too(app, client: Browser, sections) -> None:
    asked: Asked = publish(app, *sections)
    page = client.get(asked.path).page
    with away(app):
        back = client.send(page, vote="c1", status=503)
    last = client.get(client.send(back.page, status=303).location).page
    with away(app):
        back = client.send(last, more="Words of mine", status=503)
    client.send(back.page, status=303)
    [stored] = responses(app, asked)
    assert stored.answers == {"vote": "c1", "more": "Words of mine"}


def test_signing_in_is_not_tried_twice(app, client: Browser, provider, monkeypatch) -> None:
    tried = []

    def once(arguments: object) -> None:
        tried.append(arguments)
        raise DBAPIError("SELECT", {}, Exception(), connection_invalidated=True)

    monkeypatch.setattr(microsoft, "complete", once)
    client.get("/getAToken?code=x", status=503)
    assert len(tried) == 1


def test_who_may_not_enter_is_led_back_but_a_respondent_has_nowhere_to_go(alice, client) -> None:
    lost = alice.get(f"/surveys/{uuid7()}/questions", status=404).page
    assert [(a.text, a["href"]) for a in lost.find("a", class_="btn")] == [
        ("My surveys", "/surveys")
    ]
    assert not client.get("/s/nothing", status=404).page.find("a", class_="btn")
