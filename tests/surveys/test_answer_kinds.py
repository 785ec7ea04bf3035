"""Kinds of question that need more of their page than a list: days, lengths, personal data."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.questionnaire.types.consent import Consent
from tests.surveys import shelf
from tests.surveys.answering import answered, publish, responses
from tests.surveys.drafting import Desk

TODAY = datetime.now(UTC).date()
SOON = {"kind": "date", "id": "soon", "title": "When?", "earliest": "today", "latest": "today+7"}
MAIL = {"kind": "email", "id": "mail", "title": "Your address?"}
TERMS = {"kind": "consent", "id": "terms", "title": "Privacy", "body": "Read *this*."}
KINDS = [
    SOON,
    {"kind": "month", "id": "since", "title": "Since when?"},
    {"kind": "duration", "id": "long", "title": "How long?"},
    {"kind": "country", "id": "home", "title": "Where?"},
    MAIL,
    {"kind": "contact", "id": "who", "title": "Who?", "ask_email": "no"},
    TERMS,
]


def test_what_is_typed_is_stored_in_one_way(app, client):
    asked = publish(app, KINDS)
    digest = Consent.model_validate(TERMS).digest
    typed = {
        "soon": TODAY.isoformat(),
        "since.month": "5",
        "since.year": "2020",
        "long.hours": "1",
        "long.minutes": "30",
        "home": "CI",
        "mail": " ada@example.org",
        "who.name": "Ada",
        "who.phone": "0049 30 1234",
        "terms": digest,
    }
    answered(client, asked, **typed)
    (response,) = responses(app, asked)
    assert response.answers == {
        "soon": TODAY.isoformat(),
        "since": "2020-05",
        "long": 5_400,
        "home": "CI",
        "mail": "ada@example.org",
        "who": {"name": "Ada", "phone": "+49301234"},
        "terms": {"agreed": True, "text": digest},
    }


def test_limits_from_today_are_those_of_the_day_of_the_answer(app, client):
    asked = publish(app, [SOON])
    page = client.get(asked.path).page
    assert page.texts("p", id="q-soon-help") == ["Today or later, at most 7 days ahead."]
    late = (TODAY + timedelta(days=10)).isoformat()
    refused = client.send(page, status=422, soon=late).page
    assert refused.texts("p", id="q-soon-error") == [
        "Error: Choose a day: today or later, at most 7 days ahead"
    ]
    assert refused.find("input", id="q-soon")[0]["value"] == late
    answered(client, asked, soon=(TODAY + timedelta(days=7)).isoformat())


def test_limits_from_today_hold_for_what_was_kept_of_an_earlier_section(app, client):
    asked = publish(app, [SOON], [MAIL])
    first = client.send(client.get(asked.path).page, soon=TODAY.isoformat(), status=303)
    sent = client.send(client.get(first.location).page, mail="ada@example.org", status=303)
    assert "received" in client.get(sent.location).page.heading


def test_the_preview_judges_limits_from_today(app, alice):
    document = {"title": "T", "sections": [{"id": "s1", "questions": [SOON]}]}
    path = f"/surveys/{shelf.shelve(app, alice, document)}/preview/1"
    page = alice.get(path).page
    alice.send(page, path, soon="2001-01-01", status=422)
    alice.send(page, path, soon=TODAY.isoformat(), status=303)


@pytest.mark.parametrize(
    ("anonymous", "told"),
    [
        (True, "is kept beside your other answers, and tells who you are."),
        (False, "is kept beside your other answers."),
    ],
)
def test_respondents_are_told_where_personal_data_are_asked_for(app, client, anonymous, told):
    asked = publish(app, KINDS, anonymous=anonymous)
    said = client.get(asked.path).page.find("footer")[0].text
    assert f"Questions 5 and 6 ask for personal data: what you write there {told}" in said
    one = publish(app, [MAIL], anonymous=anonymous)
    assert "Question 1 asks for personal data" in client.get(one.path).page.find("footer")[0].text
    none = publish(app, [SOON], anonymous=anonymous)
    assert "personal data" not in client.get(none.path).page.find("footer")[0].text


def test_results_never_show_personal_data_and_the_export_does(app, alice, client):
    document = {"title": "T", "sections": [{"id": "s1", "questions": [MAIL]}]}
    survey = shelf.publish(app, alice, document)
    key = shelf.now(app, survey).link_key
    client.send(client.get(f"/s/{key}").page, mail="ada@example.org", status=303)
    results = alice.get(f"/surveys/{survey}/results").page
    assert "100.0 %" in results.text
    assert "ada@example.org" not in results.source
    assert "ada@example.org" in alice.get(f"/surveys/{survey}/responses.csv").get_data(as_text=True)


def test_authors_choose_limits_and_are_told_what_is_personal(app, alice):
    desk = Desk(app, alice, SOON, MAIL)
    form = desk.form("soon")
    assert (form["earliest"], form["latest"], form["latest-by"]) == (["today"], ["after"], ["7"])
    desk.save("soon", **{"earliest": "on", "earliest-on": "2026-05-01", "latest": ""})
    assert (desk.part("soon")["earliest"], desk.part("soon")["latest"]) == ("2026-05-01", None)
    refused = desk.save("soon", 422, **{"earliest": "on", "earliest-on": "2026-02-31"}).page
    said = "Choose a day, or a number of them before or after today."
    assert said in refused.texts("p", class_="error")
    card = desk.open("mail").find("article", id="card-mail")[0]
    assert "This asks for personal data. The survey is anonymous, but" in card.text
    assert "personal data" not in desk.open("soon").find("article", id="card-soon")[0].text
