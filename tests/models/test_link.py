from datetime import timedelta

import pytest

from backend.extensions import db
from backend.models import link
from backend.models.survey import Survey
from tests.surveys.shelf import DAY, NOW, answer, now, publish


@pytest.fixture
def survey(app, alice, bob):
    publish(app, bob)
    return publish(app, alice, closes_at=NOW + DAY)


@pytest.fixture
def key(app, survey):
    return now(app, survey).link_key


def settle(survey_id, **facts):
    for name, value in facts.items():
        setattr(db.session.get_one(Survey, survey_id), name, value)
    db.session.commit()


def test_a_key_leads_to_its_survey(app, alice, survey, key):
    with app.app_context():
        found = link.find(key)
        assert (found.survey_id, found.version, found.anonymous) == (survey, 1, True)
        assert found.tenant_id == alice.user.tid
        assert (found.state(NOW), found.state(NOW + DAY)) == ("open", "closed")


@pytest.mark.parametrize("written", ["", "nosuchkey1", "a\0b", "x" * 65, "ключ", "../etc"])
def test_what_is_no_key_leads_nowhere(app, survey, written):
    with app.app_context():
        assert link.find(written) is None


def test_what_was_read_serves_for_a_moment_and_can_be_forgotten(app, survey, key, monkeypatch):
    with app.app_context():
        link.find(key)
        settle(survey, closed_at=NOW)
        assert link.find(key).closed_at is None
        link.forget(key)
        assert link.find(key).closed_at == NOW
        settle(survey, closed_at=None)
        later = link.monotonic() + link.FRESH + 1
        monkeypatch.setattr(link, "monotonic", lambda: later)
        assert link.find(key).closed_at is None


def test_a_draft_has_no_key_to_forget():
    link.forget(None)


def test_a_deleted_survey_has_no_public_page(app, survey, key):
    with app.app_context():
        settle(survey, deleted_at=NOW - timedelta(days=1))
        assert link.read(key) is None


def test_a_survey_is_full_when_its_cap_is_reached(app, survey, key):
    with app.app_context():
        settle(survey, cap=2)
    answer(app, survey, 1)
    with app.app_context():
        assert not link.read(key).full
    answer(app, survey, 1, at=NOW - DAY)
    with app.app_context():
        assert link.read(key).full


def test_only_so_many_are_remembered(app, survey, key, monkeypatch):
    monkeypatch.setattr(link, "KEPT", 1)
    with app.app_context():
        link.find(key)
        link.find("another-key")
        assert list(link._known) == ["another-key"]
