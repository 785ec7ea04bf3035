import pytest

from backend.extensions import db
from backend.models import version
from backend.models.draft import change
from backend.models.errors import NotFound
from backend.models.link import Link
from backend.models.survey import Survey
from backend.models.version import Unpublishable, Version, all_asked, is_behind, questionnaire
from backend.questionnaire.edit import Insert, Set, removal
from backend.questionnaire.tree import Place
from tests.surveys.shelf import DAY, NOW, document, publish, shelve


@pytest.fixture
def survey(app, alice, bob):
    publish(app, bob)
    return shelve(app, alice)


def get(survey_id):
    return db.session.get_one(Survey, survey_id)


def retitle(survey_id, by, before, after):
    change(survey_id, [Set("", "title", before, after)], by.user.id, NOW)


def test_the_first_publication_makes_version_1_and_a_link(app, alice, survey):
    with app.app_context():
        first = version.publish(get(survey), alice.user.id, NOW)
        assert (first.number, first.published_by, first.published_at) == (1, alice.user.id, NOW)
        assert db.session.get_one(Link, get(survey).link_key).survey_id == survey
        assert (get(survey).version, get(survey).published_at) == (1, NOW)


def test_the_next_one_makes_version_2_under_the_same_link(app, alice, survey):
    with app.app_context():
        version.publish(get(survey), alice.user.id, NOW)
        key = get(survey).link_key
        retitle(survey, alice, "Lunch", "Dinner")
        assert is_behind(get(survey))
        assert version.publish(get(survey), alice.user.id, NOW + DAY).number == 2
        assert (get(survey).link_key, get(survey).published_at) == (key, NOW)
        assert not is_behind(get(survey))


def test_publishing_what_is_published_makes_no_version(app, alice, survey):
    with app.app_context():
        version.publish(get(survey), alice.user.id, NOW)
        assert version.publish(get(survey), alice.user.id, NOW).number == 1
        assert db.session.get(Version, (survey, 2)) is None


def test_a_draft_is_behind_nothing(app, survey):
    with app.app_context():
        assert not is_behind(get(survey))


def test_a_draft_with_problems_is_not_published(app, alice, survey):
    with app.app_context():
        retitle(survey, alice, "Lunch", "")
        with pytest.raises(Unpublishable) as refused:
            version.publish(get(survey), alice.user.id, NOW)
        assert [problem.message for problem in refused.value.problems] == [
            "The survey has no title"
        ]
        assert get(survey).version is None


def test_a_version_never_changes_and_is_parsed_once(app, alice, survey):
    with app.app_context():
        version.publish(get(survey), alice.user.id, NOW)
        retitle(survey, alice, "Lunch", "Dinner")
        assert questionnaire(survey, 1).title == "Lunch"
        assert questionnaire(survey, 1) is questionnaire(survey, 1)
        with pytest.raises(NotFound):
            questionnaire(survey, 2)


def test_what_older_versions_asked_stays_asked(app, alice, survey):
    with app.app_context():
        version.publish(get(survey), alice.user.id, NOW)
        tree = document(app, survey)
        second = {"id": "how", "kind": "short_text", "title": "How?"}
        edits = [Insert(second, Place("one", "questions", "why")), removal(tree, "why")]
        change(survey, edits, alice.user.id, NOW)
        version.publish(get(survey), alice.user.id, NOW)
        assert {question.id for question in all_asked(survey, 2).asked} == {"how", "why"}
