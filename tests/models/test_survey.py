from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from backend.extensions import db
from backend.models import version
from backend.models.errors import Conflict
from backend.models.survey import Settings, Survey
from tests.surveys.shelf import DAY, NOW, publish, shelve

SETTINGS = Settings(cap=5)


@pytest.fixture
def draft(app, alice, bob):
    shelve(app, bob)
    return shelve(app, alice)


@pytest.fixture
def live(app, alice):
    return publish(app, alice)


def get(survey_id):
    return db.session.get_one(Survey, survey_id)


def test_a_survey_is_its_owners_deleted_or_not(app, alice, bob, draft):
    with app.app_context():
        get(draft).delete(NOW)
        assert Survey.owned(draft, alice.user.id)
        assert Survey.owned(draft, bob.user.id) is None


def test_a_draft_is_configured(app, draft):
    with app.app_context():
        get(draft).configure(SETTINGS._replace(anonymous=False))
        assert (get(draft).cap, get(draft).anonymous) == (5, False)


def test_it_has_to_close_after_it_opens(app, draft):
    with app.app_context(), pytest.raises(Conflict, match="close after it opens"):
        get(draft).configure(SETTINGS._replace(opens_at=NOW, closes_at=NOW))


def test_anonymity_is_fixed_by_the_first_publication(app, live):
    with app.app_context():
        get(live).configure(SETTINGS)
        with pytest.raises(Conflict, match="anonymous"):
            get(live).configure(SETTINGS._replace(anonymous=False))


def test_a_publication_meanwhile_fixes_anonymity_too(app, alice, draft):
    def publish_it():
        with app.app_context():
            version.publish(get(draft), alice.user.id, NOW)

    with app.app_context():
        survey = get(draft)
        assert survey.published_at is None
        with ThreadPoolExecutor(1) as other:
            other.submit(publish_it).result()
        with pytest.raises(Conflict, match="anonymous"):
            survey.configure(SETTINGS._replace(anonymous=False))
        assert get(draft).cap is None


def test_its_state_follows_from_what_has_happened(app, draft, live):
    with app.app_context():
        assert get(draft).state(NOW) == "draft"
        survey = get(live)
        assert survey.state(NOW) == "open"
        survey.opens_at = NOW + DAY
        assert (survey.state(NOW), survey.state(NOW + DAY)) == ("scheduled", "open")
        survey.closes_at = NOW + 2 * DAY
        assert survey.state(NOW + 2 * DAY) == "closed"
        survey.close(NOW)
        assert survey.state(NOW + DAY) == "closed"


def test_a_draft_cannot_be_closed(app, draft):
    with app.app_context(), pytest.raises(Conflict, match="never published"):
        get(draft).close(NOW)


def test_closing_twice_keeps_the_first_moment(app, live):
    with app.app_context():
        get(live).close(NOW)
        get(live).close(NOW + DAY)
        assert get(live).closed_at == NOW


def test_reopening_keeps_a_closing_date_to_come(app, live):
    with app.app_context():
        survey = get(live)
        survey.closes_at = NOW + DAY
        survey.close(NOW)
        survey.reopen(NOW)
        assert (survey.closed_at, survey.closes_at) == (None, NOW + DAY)
        survey.reopen(NOW + DAY)
        assert survey.closes_at is None


def test_a_deletion_can_be_taken_back_for_30_days(app, draft):
    with app.app_context():
        survey = get(draft)
        survey.delete(NOW)
        survey.delete(NOW + DAY)
        assert survey.deleted_at == NOW
        with pytest.raises(Conflict, match="30 days"):
            survey.restore(NOW + 30 * DAY + timedelta(seconds=1))
        survey.restore(NOW + 30 * DAY)
        assert survey.deleted_at is None
        survey.restore(NOW)
        assert survey.deleted_at is None
