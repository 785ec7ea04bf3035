from concurrent.futures import ThreadPoolExecutor

import pytest

from backend.models import draft, link, version
from backend.questionnaire.edit import Set
from tests.people import COOKIE
from tests.surveys.shelf import DAY, NOW, answer, now, publish, shelve, whole

ACTS = ["publication", "closure", "reopening"]


@pytest.fixture
def survey(app, alice):
    return shelve(app, alice)


def retitle(app, owner, survey_id, before, after):
    with app.app_context():
        draft.change(survey_id, [Set("", "title", before, after)], owner.user.id, NOW)


def public(app, survey_id):
    """The survey as its public page sees it."""
    with app.app_context():
        return link.find(now(app, survey_id).link_key)


def test_a_survey_is_published_and_its_link_shown(app, alice, survey):
    page = alice.get(f"/surveys/{survey}/share").page
    published = alice.send(page, f"/surveys/{survey}/publication", status=303)
    assert published.location == f"/surveys/{survey}/share"
    shared = alice.get(published.location).page
    assert "Published. Send the link" in shared.text
    assert now(app, survey).link_key in shared.find("input", id="address")[0]["value"]
    assert now(app, survey).version == 1


def test_a_draft_with_problems_is_refused_with_a_way_to_each(app, alice):
    question = {"id": "q1", "kind": "short_text", "title": ""}
    survey = shelve(app, alice, {"title": "", "sections": [{"id": "s1", "questions": [question]}]})
    page = alice.post(f"/surveys/{survey}/publication", status=422).page
    assert page.heading == "Not ready to publish"
    ways = {a.text: a["href"] for a in page.find("a") if a.inside("ul")}
    assert ways == {
        "The survey has no title": f"/surveys/{survey}/questions",
        "Question 1 has no text": f"/surveys/{survey}/questions?open=q1#q-q1",
    }
    assert now(app, survey).version is None


def test_changes_of_a_live_survey_are_said_and_published(app, alice):
    survey = publish(app, alice)
    assert "Publish changes" not in alice.get(f"/surveys/{survey}/share").page.text
    retitle(app, alice, survey, "Lunch", "Dinner")
    page = alice.get(f"/surveys/{survey}/share").page
    assert "Changes not published yet." in page.text
    assert public(app, survey).version == 1
    (way,) = page.find("a", class_="btn primary s")
    before = alice.get(way["href"]).page
    assert before.heading == "Publish the changes?"
    alice.send(before, f"/surveys/{survey}/publication", status=303)
    assert "The changes are published." in alice.get(f"/surveys/{survey}/share").page.text
    assert public(app, survey).version == 2


def test_problems_in_the_changes_leave_what_is_published(app, alice):
    survey = publish(app, alice)
    retitle(app, alice, survey, "Lunch", "")
    page = alice.post(f"/surveys/{survey}/publication", status=422).page
    assert "What is published stays as it is." in page.text
    assert now(app, survey).version == 1


def test_what_publishing_does_is_said_beforehand(app, alice):
    survey = publish(app, alice)
    answer(app, survey, 3)
    edits = [Set("why", "title", "Why?", "Why, then?"), Set("why", "required", True, False)]
    with app.app_context():
        draft.change(survey, edits, alice.user.id, NOW)
    page = alice.get(f"/surveys/{survey}/publication").page
    assert "There are 3 responses so far." in page.text
    assert "The wording is changed. Answers so far (3) and new ones are kept together." in page.text
    assert "An answer is not required any more." in page.text
    (form,) = page.find("form", action=f"/surveys/{survey}/publication")
    assert page.values(form)["revision"] == ["1"]


def test_where_only_texts_around_changed_results_stay(app, alice):
    survey = publish(app, alice)
    retitle(app, alice, survey, "Lunch", "Dinner")
    page = alice.get(f"/surveys/{survey}/publication").page
    assert "Nobody has answered yet." in page.text
    assert "Nothing changes in the results." in page.text


def test_where_nothing_waits_there_is_nothing_to_publish(app, alice, survey):
    for it in (survey, publish(app, alice)):
        page = alice.get(f"/surveys/{it}/publication", status=303)
        assert page.location == f"/surveys/{it}/share"


def test_what_stops_publishing_is_said_before_its_effects(app, alice):
    survey = publish(app, alice)
    retitle(app, alice, survey, "Lunch", "")
    assert alice.get(f"/surveys/{survey}/publication").page.heading == "Not ready to publish"


def test_what_was_changed_since_it_was_looked_at_is_not_published(app, alice):
    survey = publish(app, alice)
    retitle(app, alice, survey, "Lunch", "Dinner")
    page = alice.get(f"/surveys/{survey}/publication").page
    retitle(app, alice, survey, "Dinner", "Supper")
    again = alice.send(page, f"/surveys/{survey}/publication", status=303).location
    assert "changed meanwhile" in alice.get(again).page.text
    assert now(app, survey).version == 1


def test_many_clicks_make_one_version(app, alice, survey):
    def click(_):
        browser = app.test_client()
        browser.set_cookie(COOKIE, alice.token)
        return browser.post(f"/surveys/{survey}/publication", status=303)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, range(8)))
    assert now(app, survey).version == 1


def test_closing_and_reopening_take_effect_at_once(app, alice):
    survey = publish(app, alice)
    assert public(app, survey).closed_at is None
    page = alice.get(f"/surveys/{survey}/share").page
    alice.send(page, f"/surveys/{survey}/closure", status=303)
    assert public(app, survey).closed_at
    page = alice.get(f"/surveys/{survey}/share").page
    assert "The survey is closed." in page.text
    alice.send(page, f"/surveys/{survey}/reopening", status=303)
    assert public(app, survey).closed_at is None
    page = alice.get(f"/surveys/{survey}/share").page
    assert "no longer closed" in page.text
    assert "Open: it takes responses now." in page.text


def test_a_reopened_survey_is_not_said_to_be_open_where_it_is_not(app, alice):
    survey = publish(app, alice, closed_at=NOW, opens_at=NOW + DAY)
    alice.post(f"/surveys/{survey}/reopening", status=303)
    page = alice.get(f"/surveys/{survey}/share").page
    assert "Opens on" in page.text
    assert "takes responses" not in page.text


def test_reopening_forgets_a_closing_date_that_has_passed(app, alice):
    survey = publish(app, alice, closes_at=NOW - DAY)
    alice.post(f"/surveys/{survey}/reopening", status=303)
    assert now(app, survey).closes_at is None


def test_a_draft_cannot_be_closed(alice, survey):
    alice.post(f"/surveys/{survey}/closure", status=409)


@pytest.mark.parametrize("act", ACTS)
def test_another_persons_survey_is_not_found(app, alice, bob, client, act):
    survey = publish(app, alice, whole("Private"))
    before = now(app, survey).closed_at
    bob.post(f"/surveys/{survey}/{act}", status=404)
    assert client.post(f"/surveys/{survey}/{act}", status=303).location.startswith("/login")
    assert now(app, survey).closed_at == before


def test_a_version_is_behind_only_where_the_draft_differs(app, alice):
    survey = publish(app, alice)
    with app.app_context():
        assert not version.is_behind(now(app, survey))
    retitle(app, alice, survey, "Lunch", "Dinner")
    with app.app_context():
        assert version.is_behind(now(app, survey))
