"""The statement that makes a response of a submission, where the pages cannot show it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.models import link, response
from backend.models.response import Response, Sent, response_id
from tests.surveys.answering import NOW, change, publish, responses


def public(app, asked):
    with app.app_context():
        found = link.read(asked.key)
    assert found
    return found


def test_an_id_is_no_way_back_to_the_key():
    survey_id = uuid4()
    assert response_id(survey_id, "a" * 22) == response_id(survey_id, "a" * 22)
    assert response_id(survey_id, "a" * 22) != response_id(uuid4(), "a" * 22)


def test_numbers_and_signs_come_back_as_they_were_sent(app):
    asked = publish(app)
    answers = {"vote": "ß", "age": 1.5, "more": None, "mat": {"r1": 1, "r2": {"na": True}}}
    with app.app_context():
        for _ in range(2):
            response.record(public(app, asked), Sent("k" * 22, 1, answers, NOW))
    assert [stored.answers for stored in responses(app, asked)] == [answers]


def test_a_wrong_statement_is_not_tried_twice(app):
    asked = publish(app)
    with app.app_context(), pytest.raises(DBAPIError):
        response.record(public(app, asked), Sent("k" * 22, 10**12, {}, NOW))
    assert responses(app, asked) == []


def test_an_anonymous_response_says_nothing_but_the_day(app):
    asked = publish(app)
    at = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
    with app.app_context():
        response.record(public(app, asked), Sent("k" * 22, 1, {}, at, by=asked.owner_id))
        row = db.session.query(Response).filter_by(survey_id=asked.survey_id).one()
        assert (row.submitted_on, row.submitted_at, row.respondent_id) == (at.date(), None, None)


def test_a_survey_that_opened_meanwhile_takes_the_response(app):
    """What was read just now decides, not what is in memory: a cap that is gone included."""
    asked = publish(app, cap=1)
    known = public(app, asked)
    with app.app_context():
        response.record(known, Sent("a" * 22, 1, {}, NOW))
    change(app, asked, cap=None)
    with app.app_context():
        response.record(known, Sent("b" * 22, 1, {}, NOW))
    assert len(responses(app, asked)) == 2
