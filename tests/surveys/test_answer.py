"""A survey of one section: its page, its submission, who may answer and when."""

import gzip
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import template_rendered
from sqlalchemy.exc import OperationalError

from backend.models import fold, tally
from tests.surveys.answering import (
    AGE,
    HELLO,
    HOUR,
    MORE,
    NEWS,
    NOW,
    VOTE,
    answered,
    change,
    key_of,
    publish,
    responses,
)


def test_a_stranger_answers_and_holds_a_receipt(app, client):
    asked = publish(app, [VOTE, NEWS, AGE, MORE, HELLO])
    receipt = answered(client, asked, vote="c1", news=["radio", "tv"], age="44")
    assert "Your answers were received" in client.get(receipt).text
    (response,) = responses(app, asked)
    assert response.answers == {"vote": "c1", "news": ["tv", "radio"], "age": 44, "more": None}
    assert response.version == 1


def test_the_page_touches_no_cookie_and_is_not_indexed(app, client, alice):
    asked = publish(app)
    for browser in (client, alice):
        response = browser.get(asked.path)
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert response.page.find("meta", name="robots", content="noindex")


def test_a_fresh_page_asks_the_database_nothing(app, client, statements):
    asked = publish(app)
    first = client.get(asked.path).page
    statements.clear()
    second = client.get(asked.path).page
    assert not statements
    assert key_of(first) != key_of(second)
    assert first.source.replace(key_of(first), "") == second.source.replace(key_of(second), "")


def test_a_plain_page_is_drawn_once_for_all(app, client):
    asked, drawn = publish(app), []
    with template_rendered.connected_to(lambda *_, template, **__: drawn.append(template), app):
        for _ in range(3):
            assert client.get(asked.path).page.heading == "National study"
    assert [template.name for template in drawn] == ["surveys/answer/section.html"]


def test_nobody_needs_a_token_to_answer(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    answered(client, publish(app), vote="c1")


def test_a_submission_is_one_statement(app, client, statements):
    asked = publish(app)
    page = client.get(asked.path).page
    statements.clear()
    client.send(page, vote="c1")
    assert len(statements) == 1


def test_the_whole_page_weighs_less_than_50_kilobytes(app, client):
    choices = [{"id": f"c{n}", "label": f"Choice number {n}"} for n in range(40)]
    asked = publish(app, [{**VOTE, "id": f"q{n}", "choices": [
        {**choice, "id": f"q{n}{choice['id']}"} for choice in choices
    ]} for n in range(20)])  # fmt: skip
    page = client.get(asked.path).page
    files = [element["href"] for element in page.find("link")]
    files += [element["src"] for element in page.elements if element["src"]]
    static = Path(app.static_folder)
    bodies = [page.source.encode()]
    bodies += [(static / re.sub(r"^/static/(_\w+/)?", "", f)).read_bytes() for f in files]
    assert sum(len(gzip.compress(body)) for body in bodies) < 50_000


def test_what_is_wrong_is_listed_with_links_and_everything_typed_is_given_back(app, client):
    asked = publish(app, [VOTE, NEWS, AGE, MORE])
    page = client.get(asked.path).page
    again = client.send(
        page, news=["tv", "other"], **{"news.text": "The pub"}, age="old", more="\nTwo\nlines",
        status=422,
    ).page  # fmt: skip
    (summary,) = again.find("div", class_="errors")
    assert "autofocus" in summary.attributes
    links = [link for link in again.find("a") if summary in link.around]
    ids = {element["id"] for element in again.elements}
    assert [link["href"].removeprefix("#") in ids for link in links] == [True, True]
    assert again.texts("title")[0].startswith("Error: ")
    assert key_of(again) == key_of(page)
    sent = again.values(again.find("form")[0])
    assert sent["news"] == ["tv", "other"]
    assert sent["news.text"] == ["The pub"]
    assert sent["age"] == ["old"]
    assert sent["more"] == ["Two\nlines"]
    assert responses(app, asked) == []
    client.send(again, vote="c2", age="30")
    assert responses(app, asked)[0].answers["more"] == "Two\nlines"


def test_the_same_key_with_the_same_answers_is_the_same_receipt(app, client):
    asked = publish(app)
    page = client.get(asked.path).page
    first, second = client.send(page, vote="c1"), client.send(page, vote="c1")
    assert first.location == second.location
    assert len(responses(app, asked)) == 1


def test_the_same_key_with_other_answers_changes_nothing_and_loses_nothing(app, client):
    asked = publish(app, [VOTE, MORE])
    page = client.get(asked.path).page
    receipt = client.send(page, vote="c1").location
    other = client.send(page, vote="c2", more="Second <thoughts>", status=409).page
    assert other.heading == "We have already received your answers"
    assert other.find("a", href=receipt)
    assert other.texts("dd") == ["Dole", "Second <thoughts>"]
    assert responses(app, asked)[0].answers["vote"] == "c1"
    nothing = client.send(page, status=422)
    assert nothing.page.find("div", class_="errors")


def test_a_used_key_with_an_empty_sheet_has_nothing_to_give_back(app, client):
    asked = publish(app, [MORE])
    page = client.get(asked.path).page
    client.send(page, more="Something")
    assert client.send(page, status=409).page.texts("h2") == []


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        ({"closed_at": NOW}, 410, "This survey is closed"),
        ({"closes_at": NOW - HOUR}, 410, "This survey is closed"),
        ({"opens_at": datetime(2126, 3, 9, 8, 5, tzinfo=UTC)}, 403, "not open yet"),
        ({"deleted_at": NOW}, 404, "There is no survey here"),
    ],
)
def test_a_survey_that_takes_no_responses_says_so_kindly(app, client, facts, status, said):
    asked = publish(app)
    page = client.get(asked.path).page
    change(app, asked, **facts)
    assert said in client.get(asked.path, status=status).page.heading
    client.head(asked.path, status=status)
    sent = client.send(page, vote="c1", status=status).page
    assert said in sent.heading
    assert responses(app, asked) == []
    if status == 403:
        assert "It opens on 9 March 2126, 08:05 (UTC)." in sent.text
    if status != 404:
        assert sent.texts("dd") == ["Clinton"]
    assert "Show the receipt" not in sent.texts("a")


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"closed_at": NOW}, 410),
        ({"opens_at": NOW + HOUR}, 403),
        ({"closes_at": NOW - HOUR}, 410),
        ({"deleted_at": NOW}, 410),
    ],
)
def test_the_statement_enforces_what_memory_does_not_know_yet(app, client, facts, status):
    asked = publish(app)
    page = client.get(asked.path).page
    change(app, asked, memory=True, **facts)
    client.send(page, vote="c1", status=status)
    assert responses(app, asked) == []
    client.get(asked.path, status=404 if "deleted_at" in facts else status)


def test_a_retry_after_the_survey_closed_still_gives_the_receipt(app, client):
    asked = publish(app, cap=1)
    page = client.get(asked.path).page
    receipt = client.send(page, vote="c1").location
    change(app, asked, closed_at=NOW)
    assert client.send(page, vote="c1").location == receipt
    client.get(receipt, status=200)


def test_a_full_survey_says_so(app, client):
    asked = publish(app, cap=2)
    late = client.get(asked.path).page
    for _ in range(2):
        answered(client, asked, vote="c1")
    assert "full" in client.send(late, vote="c1", status=410).page.heading
    assert "full" in client.get(asked.path, status=410).page.heading
    with app.app_context():
        fold.fold_all(asked.survey_id)
    change(app, asked)
    client.get(asked.path, status=410)
    change(app, asked, cap=3)
    answered(client, asked, vote="c2")
    assert len(responses(app, asked)) == 3


def test_who_may_answer_is_decided_by_the_statement_too(app, client):
    asked = publish(app)
    page = client.get(asked.path).page
    change(app, asked, memory=True, access="organisation")
    assert "has just been changed" in client.send(page, vote="c1", status=409).page.text
    assert responses(app, asked) == []


def test_a_cap_that_memory_does_not_know_yet_is_counted(app, client):
    asked = publish(app)
    pages = [client.get(asked.path).page for _ in range(2)]
    change(app, asked, memory=True, cap=1)
    client.send(pages[0], vote="c1", status=303)
    client.send(pages[1], vote="c1", status=410)
    assert len(responses(app, asked)) == 1


def test_an_unknown_link_is_not_found(app, client):
    publish(app)
    for path in ("/s/nobody1234", "/s/%00", "/s/" + "a" * 5000, "/s/%F0%9F%90%9D", "/s/a b"):
        assert client.get(path, status=404).page.heading == "There is no survey here"
        assert client.post(path, data={}, status=404).page.heading == "There is no survey here"


def test_an_anonymous_response_keeps_the_day_alone(app, client):
    asked = publish(app)
    page = client.get(asked.path).page
    assert "Your answers are anonymous" in page.text
    receipt = client.get(client.send(page, vote="c1").location)
    (response,) = responses(app, asked)
    assert (response.submitted_at, response.respondent_id) == (None, None)
    (shown,) = receipt.page.find("time")
    assert shown["datetime"] == response.submitted_on.isoformat()


def test_a_named_response_keeps_the_moment(app, client):
    asked = publish(app, anonymous=False)
    page = client.get(asked.path).page
    assert "kept with the time" in page.text
    receipt = client.get(client.send(page, vote="c1").location)
    (response,) = responses(app, asked)
    assert response.submitted_at.date() == response.submitted_on
    assert "(UTC)" in receipt.page.text


def test_a_receipt_shows_the_closing_text_and_not_the_answers(app, client):
    asked = publish(app, [MORE], document={"closing": "Thank *you*"})
    receipt = client.get(answered(client, asked, more="secret"))
    assert receipt.page.texts("em") == ["you"]
    assert "secret" not in receipt.text
    assert receipt.headers["Referrer-Policy"] == "no-referrer"
    assert receipt.page.find("meta", name="robots", content="noindex")


def test_an_unknown_receipt_is_not_found(app, client):
    asked = publish(app)
    for key in ("x" * 22, "%00", "a"):
        page = client.get(f"{asked.path}/{key}", status=404).page
        assert page.heading == "There are no answers here"


def test_only_the_organisation_may_answer(app, client, dan):
    asked = publish(app, access="organisation", anonymous=False, tid=dan.user.tid)
    assert client.get(asked.path, status=303).location == f"/login?next={asked.path}"
    page = dan.get(asked.path).page
    assert "kept with your name" in page.text
    dan.send(page, vote="c1")
    (response,) = responses(app, asked)
    assert response.respondent_id == dan.user.id


def test_an_anonymous_survey_of_the_organisation_keeps_no_name(app, dan):
    asked = publish(app, access="organisation", tid=dan.user.tid)
    page = dan.get(asked.path).page
    assert "Who you are is not kept" in page.text
    dan.send(page, vote="c1")
    assert responses(app, asked)[0].respondent_id is None


def test_who_was_signed_out_while_answering_loses_nothing(app, client, dan):
    asked = publish(app, [VOTE, MORE], access="organisation", tid=dan.user.tid)
    page = dan.get(asked.path).page
    again = client.send(page, vote="c2", more="Long thoughts", status=403).page
    assert "You have been signed out" in again.text
    sent = again.values(again.find("form")[0])
    assert (sent["vote"], sent["more"]) == (["c2"], ["Long thoughts"])
    dan.send(again)
    assert len(responses(app, asked)) == 1


def test_another_organisation_is_turned_away(app, dan):
    asked = publish(app, access="organisation", tid="elsewhere")
    assert "another organisation" in dan.get(asked.path, status=403).page.heading
    data = {"key": "k" * 22, "version": 1, "section": 1, "vote": "c1"}
    sent = dan.post(asked.path, data=data, status=403).page
    assert sent.texts("dd") == ["Clinton"]
    data["vote"] = "nonsense"
    assert dan.post(asked.path, data=data, status=403).page.texts("dd") == ["nonsense"]
    assert responses(app, asked) == []


def test_a_new_version_between_page_and_submission_keeps_the_old_answers(app, client):
    from backend.extensions import db
    from backend.models import draft, link, version
    from backend.models.survey import Survey
    from tests.surveys.answering import whole

    asked = publish(app, [VOTE])
    page = client.get(asked.path).page
    with app.app_context():
        survey = db.session.get_one(Survey, asked.survey_id)
        document = draft.Draft.locked(survey.id)
        document.document = whole([AGE])
        db.session.commit()
        version.publish(survey, asked.owner_id, NOW)
    client.send(page, vote="c2")
    (response,) = responses(app, asked)
    assert (response.version, response.answers) == (1, {"vote": "c2"})
    link.forget(asked.key)
    assert client.get(asked.path).page.find("input", name="age")


def test_a_fold_comes_after_the_answer_and_may_fail(app, client, monkeypatch):
    asked = publish(app)
    monkeypatch.setattr(fold, "is_due", lambda survey_id: True)
    client.send(client.get(asked.path).page, vote="c1").close()
    with app.app_context():
        assert tally.current(asked.survey_id, 1).waiting == 0
    monkeypatch.setattr(fold, "fold", _fail)
    client.send(client.get(asked.path).page, vote="c1").close()
    with app.app_context():
        assert tally.current(asked.survey_id, 1).responses == 2


def test_a_response_waits_until_a_fold_is_due(app, client):
    asked = publish(app)
    client.send(client.get(asked.path).page, vote="c1").close()
    with app.app_context():
        assert tally.current(asked.survey_id, 1).waiting == 1


def _fail(survey_id):
    raise OperationalError("fold", {}, Exception("away"))


def test_head_and_options_are_answered(app, client):
    asked = publish(app)
    assert client.head(asked.path).data == b""
    assert {"GET", "HEAD", "POST"} <= client.options(asked.path).allow
    client.delete(asked.path, status=405)


def test_texts_of_the_author_find_their_own_direction(app, client):
    hebrew = {**VOTE, "title": "שאלה <b>"}
    asked = publish(app, [hebrew], document={"title": "סקר", "introduction": "שלום"})
    page = client.get(asked.path).page
    assert page.find("html")[0]["dir"] == "rtl"
    assert page.find("h1")[0]["dir"] == "auto"
    assert re.search(r'<legend dir="auto">.*שאלה &lt;b&gt;', page.source)


def test_the_promise_tells_the_organisation_what_signing_in_leaves_behind(app, client, dan):
    said = "Whoever runs the database could compare when you signed in"
    within = publish(app, access="organisation", tid=dan.user.tid)
    page = dan.get(within.path).page
    assert said in page.text
    assert "nothing tells your answers from those of others" not in page.text
    page = client.get(publish(app).path).page
    assert said not in page.text
    assert "nothing tells your answers from those of others" in page.text


def test_no_promise_is_made_of_anonymity_where_names_are_kept(app, dan):
    named = publish(app, access="organisation", tid=dan.user.tid, anonymous=False)
    assert "Whoever runs the database" not in dan.get(named.path).page.text
