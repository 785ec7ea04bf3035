"""Many hands at once, over real HTTP: one key is one response, and a cap is never exceeded."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from backend.extensions import db
from backend.models import fold, tally
from tests.surveys.answering import MORE, VOTE, publish, responses


def post(server, asked, key, section=1, **answers):
    """Send a form; gives the status and the address of what follows."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    body = urlencode({"key": key, "version": 1, "section": section, **answers})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    connection.request("POST", asked.path, body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers["Location"]


def together(*calls):
    """Make all calls at once; gives what each gave."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [made.result() for made in [pool.submit(call) for call in calls]]


def test_fifty_posts_of_one_key_are_one_response(app, live_server):
    asked, key = publish(app), secrets.token_urlsafe(16)
    sent = together(*[lambda: post(live_server, asked, key, vote="c1")] * 50)
    assert set(sent) == {(303, f"{asked.path}/{key}")}
    assert len(responses(app, asked)) == 1


def test_fifty_ends_of_several_sections_are_one_response(app, live_server):
    asked, key = publish(app, [VOTE], [MORE]), secrets.token_urlsafe(16)
    post(live_server, asked, key, vote="c1")
    sent = together(*[lambda: post(live_server, asked, key, section=2, more="End")] * 50)
    assert set(sent) == {(303, f"{asked.path}/{key}")}
    assert [response.answers for response in responses(app, asked)] == [
        {"vote": "c1", "more": "End"}
    ]


def test_two_answers_of_one_key_store_one_of_them(app, live_server):
    asked, key = publish(app), secrets.token_urlsafe(16)
    sent = together(
        *[lambda: post(live_server, asked, key, vote="c1")] * 5,
        *[lambda: post(live_server, asked, key, vote="c2")] * 5,
    )
    assert sorted(status for status, _ in sent) == [303] * 5 + [409] * 5
    assert len(responses(app, asked)) == 1


def test_a_cap_is_never_exceeded(app, live_server):
    asked = publish(app, cap=7)
    sent = together(
        *[lambda: post(live_server, asked, secrets.token_urlsafe(16), vote="c1")] * 30,
        *[lambda: _fold(app, asked)] * 3,
    )
    assert [status for status, _ in sent[:30]].count(303) == 7
    assert len(responses(app, asked)) == 7


def test_all_that_were_acknowledged_are_counted(app, live_server, monkeypatch):
    monkeypatch.setattr(fold, "LONG", 10)
    asked = publish(app)
    sent = together(*[lambda: post(live_server, asked, secrets.token_urlsafe(16), vote="c1")] * 60)
    assert {status for status, _ in sent} == {303}
    with app.app_context():
        current = tally.current(asked.survey_id, 1)
    assert current.responses == current.tallies["vote"]["choice:c1"] == 60


def test_a_connection_that_breaks_under_a_submission_is_replaced(app, client, broken_once):
    asked = publish(app)
    page = client.get(asked.path).page
    broken_once()
    client.send(page, vote="c1", status=303)
    assert len(responses(app, asked)) == 1


def _fold(app, asked):
    with app.app_context():
        fold.fold(asked.survey_id)
        db.session.remove()
    return 0, ""
