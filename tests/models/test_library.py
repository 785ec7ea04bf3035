from datetime import UTC, date, datetime, timedelta

from backend.extensions import db
from backend.models import library
from backend.models.fold import fold
from backend.models.ids import uuid7
from backend.models.library import Listed, mine, responses
from backend.models.role import Right, Role
from backend.models.survey import Survey
from tests.people import works_on
from tests.surveys.shelf import NOW, answer, publish, shelve, whole


def test_what_is_folded_and_what_waits_are_both_counted(app, alice, bob):
    answer(app, publish(app, bob), 4)
    survey = publish(app, alice)
    answer(app, survey, 2, at=NOW - timedelta(days=2))
    with app.app_context():
        fold(survey)
    answer(app, survey, 1, at=NOW - timedelta(days=1))
    with app.app_context():
        assert responses(survey) == 3
        (listed,) = mine(alice.user.id, "", 1, NOW).surveys
        assert (listed.responses, listed.last_on) == (3, (NOW - timedelta(days=1)).date())
        fold(survey)
        (listed,) = mine(alice.user.id, "", 1, NOW).surveys
        assert (listed.responses, listed.last_on) == (3, (NOW - timedelta(days=1)).date())


def test_a_survey_without_responses_has_none(app, alice):
    survey = shelve(app, alice)
    with app.app_context():
        assert responses(survey) == 0
        (listed,) = mine(alice.user.id, "", 1, NOW).surveys
        assert (listed.responses, listed.last_on, listed.answered_last) == (0, None, False)


def test_the_newest_thing_is_a_response_or_an_edit():
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    listed = Listed(uuid7(), "", "open", 1, date(2026, 11, 2), at, None)
    assert listed.answered_last
    assert not listed._replace(last_on=date(2026, 11, 1)).answered_last


def test_what_is_shared_stands_among_one_s_own_page_by_page(app, alice, bob, carol, monkeypatch):
    monkeypatch.setattr(library, "PAGE", 2)
    for n in range(5):
        owner = (alice, bob)[n % 2]
        survey = shelve(app, owner, whole(f"Survey {n}"), at=NOW - timedelta(days=n))
        works_on(app, carol, survey, Role.EDITOR)
        if owner is bob:
            works_on(app, alice, survey, Role.ANALYST)
    works_on(app, alice, shelve(app, bob, deleted_at=NOW), Role.EDITOR)
    shelve(app, bob, whole("Survey of his own"))
    with app.app_context():
        pages = [mine(alice.user.id, "survey", n, NOW) for n in (1, 2, 3)]
        found = [one for page in pages for one in page.surveys]
        assert [one.title for one in found] == [f"Survey {n}" for n in range(5)]
        assert {page.total for page in pages} == {5}
        assert [one.owner for one in found[:2]] == ["Alice Archer", "Bob Baker"]
        assert [one.role for one in found[:2]] == [Role.OWNER, Role.ANALYST]
        assert [one.may(Right.EDIT) for one in found[:2]] == [True, False]


def test_no_surveys_make_one_empty_page(app, alice):
    with app.app_context():
        listing = mine(alice.user.id, "", 1, NOW)
        assert (listing.surveys, listing.page, listing.pages, listing.total) == ([], 1, 1, 0)


def test_deleted_surveys_are_listed_last_deleted_first_with_their_responses(app, alice, bob):
    shelve(app, bob, whole("His"), deleted_at=NOW)
    shelve(app, alice, whole("Long ago"), deleted_at=NOW - timedelta(days=31))
    older = publish(app, alice, whole("Older"))
    answer(app, older, 2)
    with app.app_context():
        db.session.get_one(Survey, older).delete(NOW - timedelta(days=30))
    shelve(app, alice, whole("Newer"), deleted_at=NOW)
    with app.app_context():
        found = library.deleted(alice.user.id, NOW)
    assert [(survey.title, survey.responses) for survey in found] == [("Newer", 0), ("Older", 2)]
    assert found[1].until == NOW


def test_whether_any_can_be_restored_is_known_without_counting(app, alice, bob):
    shelve(app, bob, whole("His"), deleted_at=NOW)
    shelve(app, alice, whole("Long ago"), deleted_at=NOW - timedelta(days=31))
    shelve(app, alice, whole("Still there"))
    with app.app_context():
        assert not library.any_deleted(alice.user.id, NOW)
    shelve(app, alice, whole("Newer"), deleted_at=NOW)
    with app.app_context():
        assert library.any_deleted(alice.user.id, NOW)
