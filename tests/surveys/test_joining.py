"""Joining by a link: made, shown once, opened, used."""

from urllib.parse import urlsplit

import pytest

from tests.surveys.shelf import publish, whole
from tests.visits import elsewhere


@pytest.fixture
def survey(app, alice, bob):
    publish(app, bob)
    return publish(app, alice, whole("Lunch"))


def made(alice, survey, role="analyst"):
    """The path of a fresh link, as the page shows it."""
    posted = alice.post(f"/surveys/{survey}/joining-links", data={"role": role}, status=303)
    (field,) = alice.get(posted.location).page.find("input", id="link")
    link = urlsplit(field["value"])
    return f"{link.path}?{link.query}"


def test_a_link_is_shown_once_and_then_only_that_it_waits(survey, alice):
    made(alice, survey)
    page = alice.get(f"/surveys/{survey}/people").page
    assert not page.find("input", id="link")
    assert "Link for an analyst" in page.text


def test_who_opens_it_is_asked_first(survey, alice, dan):
    link = made(alice, survey)
    page = dan.get(link).page
    assert page.heading == "Work on “Lunch”?"
    assert "Alice Archer asks you to join as analyst" in page.text
    dan.get(f"/surveys/{survey}/people", status=404)
    token = page.find("input", name="token")[0]["value"]
    dan.post(f"/surveys/{survey}/joining", data={"token": token}, status=303)
    dan.get(f"/surveys/{survey}/results", status=200)
    dan.get(f"/surveys/{survey}/questions", status=403)


def test_who_is_in_is_taken_there_and_the_link_is_not_used_up(survey, alice, dan):
    link = made(alice, survey, "editor")
    assert alice.get(link, status=303).location == f"/surveys/{survey}/people"
    alice.post(link, status=303)
    dan.post(link, status=303)
    assert dan.post(link, status=303).location == f"/surveys/{survey}/people"
    dan.get(f"/surveys/{survey}/questions", status=200)


def test_it_opens_nothing_for_another_organisation_or_twice(app, survey, alice, bob, dan):
    link = made(alice, survey)
    erin = elsewhere(app)
    for browser in (erin, dan):
        met = browser.get(link, status=404 if browser is erin else 200)
    met = erin.post(link, status=404)
    assert "Ask for a new one" in met.page.text
    dan.post(link, status=303)
    bob.get(link, status=404)
    bob.post(link, status=404)


def test_a_withdrawn_link_leads_nowhere(survey, alice, dan):
    link = made(alice, survey)
    page = alice.get(f"/surveys/{survey}/people").page
    (form,) = [form for form in page.find("form") if form["action"].endswith("/withdrawal")]
    alice.post(form["action"], status=303)
    dan.get(link, status=404)
    alice.post(f"/surveys/{survey}/joining-links/nothex/withdrawal", status=404)


def test_a_deleted_survey_cannot_be_joined(survey, alice, dan):
    link = made(alice, survey)
    alice.post(f"/surveys/{survey}/deletion", status=303)
    for browser in (alice, dan):
        browser.get(link, status=404)
        browser.post(link, status=404)


def test_a_stranger_signs_in_first_and_comes_back(survey, alice, client):
    link = made(alice, survey)
    going = client.get(link, status=303).location
    assert going.startswith("/login?next=")
    assert "joining" in going
