"""A survey of several sections: on, back, continued, sent once."""

from datetime import timedelta

import pytest

from backend.extensions import db
from backend.models.partial import PartialResponse
from tests.surveys.answering import (
    AGE,
    HELLO,
    HOUR,
    MORE,
    NEWS,
    NOW,
    VOTE,
    change,
    key_of,
    publish,
    responses,
)

SECTIONS = ([VOTE, NEWS], [AGE, HELLO], [MORE])


@pytest.fixture
def asked(app):
    return publish(app, *SECTIONS)


@pytest.fixture
def first(client, asked):
    return client.get(asked.path).page


def onward(client, page, **answers):
    """Send a section; gives the page that follows."""
    sent = client.send(page, **answers)
    assert sent.status_code == 303
    return client.get(sent.location).page


def partials(app):
    with app.app_context():
        everywhere = db.session.query(PartialResponse).execution_options(fanout=True)
        return everywhere.count()


def test_one_section_follows_the_other_and_all_become_one_response(app, client, asked, first):
    assert "Section 1 of 3" in first.text
    second = onward(client, first, vote="c1", news=["tv"])
    assert "Section 2 of 3" in second.text
    assert second.heading == "Part 2"
    third = onward(client, second, age="44")
    assert key_of(third) == key_of(first)
    assert responses(app, asked) == []
    receipt = onward(client, third, more="Words")
    assert receipt.heading == "Your answers were received"
    (response,) = responses(app, asked)
    assert response.answers == {"vote": "c1", "news": ["tv"], "age": 44, "more": "Words"}
    assert partials(app) == 0


def test_a_survey_of_one_section_keeps_no_partial_response(app, client, statements):
    asked = publish(app, [VOTE])
    client.send(client.get(asked.path).page, vote="c1")
    assert not any("partial" in statement for statement in statements)


def test_the_end_is_two_statements(client, first, statements):
    third = onward(client, onward(client, first, vote="c1"), age="44")
    statements.clear()
    client.send(third, more="Words", status=303)
    assert len(statements) == 2


def test_a_section_is_checked_before_the_next(app, client, asked, first):
    again = client.send(first, news=["tv"], status=422).page
    assert again.texts("title") == ["Error: National study"]
    assert not again.find("div", class_="notice warning")
    assert partials(app) == 0


def test_back_shows_what_was_answered_and_keeps_what_was_typed(client, first):
    second = onward(client, first, vote="c1", news=["radio"])
    before = onward(client, second, age="44", back="1")
    sent = before.values(before.find("form")[0])
    assert (sent["vote"], sent["news"], sent["section"]) == (["c1"], ["radio"], ["1"])
    second = onward(client, before)
    assert second.values(second.find("form")[0])["age"] == ["44"]


def test_what_is_blank_does_not_hold_up_the_way_back(client, first):
    second = onward(client, first, vote="c1")
    assert "Section 1 of 3" in onward(client, second, back="1").text
    assert "Section 1 of 3" in onward(client, first, back="1").text


def test_back_drops_nothing_that_cannot_be_kept_as_it_is(client, asked, first):
    second = onward(client, first, vote="c1")
    again = client.send(second, age="old", back="1", status=422).page
    assert "If you go back now, what is marked here would be lost" in again.text
    assert again.values(again.find("form")[0])["age"] == ["old"]
    third = onward(client, second, age="44")
    again = client.send(third, more="x" * 20_000, back="1", status=422).page
    assert again.values(again.find("form")[0])["more"] == ["x" * 20_000]
    again = client.send(first, news=["other"], back="1", status=422).page
    assert again.texts("h2", id="errors-title") == ["One thing to put right"]


def test_what_was_emptied_before_going_back_stays_empty(client, first):
    second = onward(client, first, vote="c1")
    onward(client, second, age="44")
    before = onward(client, second, age="", back="1")
    second = onward(client, before)
    assert second.values(second.find("form")[0])["age"] == [""]


def test_a_lone_section_has_no_way_back_past_its_checks(app, client):
    asked = publish(app, [VOTE])
    client.send(client.get(asked.path).page, back="1", status=422)
    assert responses(app, asked) == []


def test_a_section_that_is_missing_at_the_end_is_shown_with_what_is_wrong(
    app, client, asked, first
):
    second = onward(client, first, vote="c1")
    data = {"key": key_of(first), "version": 1, "section": 3, "more": "Kept"}
    gap = client.post(asked.path, data=data, status=422).page
    assert "Section 2 of 3" in gap.text
    assert gap.find("div", class_="errors")
    assert "not complete yet" in gap.text
    third = onward(client, gap, age="7")
    assert third.values(third.find("form")[0])["more"] == ["Kept"]
    onward(client, third)
    assert responses(app, asked)[0].answers["more"] == "Kept"
    assert "received" in onward(client, second, age="7").text


def test_every_section_is_checked_again_at_the_end(app, client, asked):
    data = {"key": "k" * 22, "version": 1, "section": 3, "more": "First"}
    gap = client.post(asked.path, data=data, status=422).page
    assert "Section 1 of 3" in gap.text
    assert responses(app, asked) == []


def test_an_optional_section_that_was_never_shown_is_shown(app, client):
    asked = publish(app, [MORE], [NEWS])
    data = {"key": "k" * 22, "version": 1, "section": 2, "news": "tv"}
    gap = client.post(asked.path, data=data, status=422).page
    assert "Section 1 of 2" in gap.text
    assert not gap.find("div", class_="errors")


def test_a_section_of_text_alone_is_passed_through(app, client):
    asked = publish(app, [HELLO], [VOTE])
    second = onward(client, client.get(asked.path).page)
    onward(client, second, vote="c2")
    assert responses(app, asked)[0].answers == {"vote": "c2"}


def test_sending_the_end_twice_is_one_response_and_one_receipt(app, client, asked, first):
    third = onward(client, onward(client, first, vote="c1"), age="44")
    receipts = {client.send(third, more="Words").location for _ in range(3)}
    assert len(receipts) == 1
    assert len(responses(app, asked)) == 1
    assert partials(app) == 0


def test_a_used_key_changes_nothing_in_any_section(app, client, asked, first):
    second = onward(client, first, vote="c1")
    third = onward(client, second, age="44")
    receipt = client.send(third).location
    assert client.send(first, vote="c1").location == receipt
    assert client.send(first, vote="c2", status=409).page.find("a", href=receipt)
    assert client.send(second, age="45", back="1", status=409).page.texts("dd") == ["45"]
    assert client.send(third, more="More", status=409).page.texts("dd") == ["More"]
    assert client.get(f"{asked.path}/{key_of(first)}/2").location == receipt
    assert partials(app) == 0
    assert responses(app, asked)[0].answers["vote"] == "c1"


def test_who_has_begun_goes_on_where_they_were(client, asked, first):
    address = f"{asked.path}/{key_of(first)}"
    client.get(address, status=404)
    assert client.get(f"{address}/2").location == address
    onward(client, first, vote="c1")
    assert client.get(address).location == f"{address}/2"
    for number in (0, 3, 99):
        assert client.get(f"{address}/{number}").location == f"{address}/2"
    onward(client, client.get(f"{address}/2").page, age="44")
    assert client.get(address).location == f"{address}/3"
    client.get(f"{address}/{10**30}", status=404)


def test_what_was_begun_expires(app, client, asked, first):
    onward(client, first, vote="c1")
    with app.app_context():
        (partial,) = db.session.query(PartialResponse).filter_by(survey_id=asked.survey_id)
        assert timedelta(days=7) < partial.expires_at - NOW <= timedelta(days=8, minutes=1)
        assert partial.expires_at.time().isoformat() == "00:00:00"
        partial.expires_at = NOW - HOUR
        db.session.commit()
    client.get(f"{asked.path}/{key_of(first)}", status=404)


@pytest.mark.parametrize("number", [1, 3])
def test_a_survey_that_closes_meanwhile_takes_no_section(app, client, asked, first, number):
    second = onward(client, first, vote="c1")
    third = onward(client, second, age="44")
    page = {1: first, 3: third}[number]
    change(app, asked, closed_at=NOW)
    answers = {1: {"vote": "c2"}, 3: {"more": "Late"}}[number]
    sent = client.send(page, status=410, **answers).page
    assert sent.texts("dd") == [{1: "Dole", 3: "Late"}[number]]
    client.get(f"{asked.path}/{key_of(first)}/2", status=410)
    assert partials(app) == 1
    change(app, asked, closed_at=None)
    onward(client, third, more="In time")
    assert responses(app, asked)[0].answers["vote"] == "c1"


def test_a_closed_survey_shows_no_gap(app, client, asked):
    change(app, asked, closed_at=NOW)
    data = {"key": "k" * 22, "version": 1, "section": 3, "more": "First"}
    client.post(asked.path, data=data, status=410)
    assert partials(app) == 0


def test_a_later_section_is_for_the_organisation_too(app, client, dan):
    asked = publish(app, [VOTE], [MORE], access="organisation", tid=dan.user.tid)
    page = dan.get(asked.path).page
    address = dan.send(page, vote="c1").location
    dan.get(address, status=200)
    assert client.get(address, status=303).location == f"/login?next={address}"


def test_the_promise_says_that_sections_are_kept_for_a_while(client, first):
    assert "Sections that you have finished are kept for a week" in first.text
