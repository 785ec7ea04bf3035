"""The published schema, as it is served, held against what is stored."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from sqlalchemy import select

from backend.extensions import db
from backend.models.draft import Draft, begin
from backend.models.published import Version
from backend.models.version import publish
from backend.questionnaire.types import CATALOGUE
from tests.browser import Browser
from tests.questionnaire.documents import documents, own

ADDRESS = "/questionnaire.schema.json"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def validator(client: Browser):
    return Draft202012Validator(client.get(ADDRESS).json)


def everything():
    """Every sample of every kind."""
    samples = [s for kind in CATALOGUE.values() for s in kind.samples()]
    asked = [own(question, f"q{number}") for number, (question, _) in enumerate(samples)]
    return {"title": "Everything", "sections": [{"id": "s1", "questions": asked}]}


def faults(validator, *tables):
    rows = [
        row
        for t in tables
        for row in db.session.scalars(select(t.document).execution_options(fanout=True))
    ]
    assert rows
    return [fault.message for row in rows for fault in validator.iter_errors(row)]


def test_anybody_reads_the_schema_once_a_day(client):
    first = client.get(ADDRESS)
    assert first.mimetype == "application/schema+json"
    assert first.json["$id"].endswith(ADDRESS)
    assert first.cache_control.max_age == 86_400
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}, status=304)
    assert again.data == b""


def test_every_draft_and_every_version_keeps_to_the_schema(app, alice, validator):
    with app.app_context():
        survey = begin(alice.user.id, everything(), NOW)
        publish(survey, alice.user.id, NOW)
        assert faults(validator, Draft, Version) == []


def test_whatever_is_stored_keeps_to_the_schema(app, alice, validator):
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(documents())
    def stored(document):
        with app.app_context():
            begin(alice.user.id, document, NOW)

    stored()
    with app.app_context():
        assert faults(validator, Draft) == []
