"""Surveys for the tests of what authors do with them: on the shelf, published, answered."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from backend.extensions import db
from backend.models import draft, link, response, version
from backend.models.response import Sent
from backend.models.survey import Survey
from tests.browser import Browser

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
QUESTION = {"id": "why", "kind": "short_text", "title": "Why?", "required": True}


def whole(title: str = "Lunch", **more: Any) -> dict[str, Any]:
    """A questionnaire that can be published."""
    return {"title": title, "sections": [{"id": "one", "questions": [QUESTION]}], **more}


def shelve(
    app: Flask, owner: Browser, document: Any = None, at: datetime = NOW, **settings: Any
) -> UUID:
    """A draft of this person's, with settings as given."""
    with app.app_context():
        survey = draft.begin(owner.user.id, whole() if document is None else document, at)
        for name, value in settings.items():
            setattr(survey, name, value)
        db.session.commit()
        return survey.id


def publish(app: Flask, owner: Browser, document: Any = None, **settings: Any) -> UUID:
    """A published survey of this person's."""
    survey_id = shelve(app, owner, document, **settings)
    with app.app_context():
        survey = db.session.get_one(Survey, survey_id)
        version.publish(survey, owner.user.id, settings.get("at", NOW))
    return survey_id


def answer(app: Flask, survey_id: UUID, number: int = 1, at: datetime = NOW) -> None:
    """Record so many responses, in one day."""
    with app.app_context():
        public = link.read(db.session.get_one(Survey, survey_id).link_key or "")
        assert public
        for n in range(number):
            response.record(public, Sent(f"{at}{n}", 1, {"why": "Because."}, at))


def now(app: Flask, survey_id: UUID) -> Survey:
    """The survey as it is stored now."""
    with app.app_context():
        survey = db.session.get_one(Survey, survey_id)
        db.session.expunge(survey)
        return survey


def document(app: Flask, survey_id: UUID) -> dict[str, Any]:
    """The draft's document as it is stored now."""
    with app.app_context():
        return draft.Draft.of(survey_id).document
