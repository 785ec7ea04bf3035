"""Published surveys for the tests of what respondents do, and what of their answers is stored."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask

from backend.extensions import db
from backend.models import draft, link, version
from backend.models.response import Response
from backend.models.survey import Settings, Survey
from backend.models.user import User
from tests.browser import Browser
from tests.page import Page

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)

VOTE = {
    "kind": "single_choice",
    "id": "vote",
    "title": "Whom do you vote for?",
    "required": True,
    "choices": [{"id": "c1", "label": "Clinton"}, {"id": "c2", "label": "Dole"}],
}
NEWS = {
    "kind": "multiple_choice",
    "id": "news",
    "title": "Where do you get your news?",
    "other": True,
    "choices": [{"id": "tv", "label": "Television"}, {"id": "radio", "label": "Radio"}],
}
AGE = {"kind": "number", "id": "age", "title": "How old are you?", "required": True}
MORE = {"kind": "long_text", "id": "more", "title": "Anything to add?"}
HELLO = {"kind": "statement", "id": "hello", "title": "Welcome", "body": "Have a seat."}


class Asked(NamedTuple):
    """A published survey: its public path, and what names it."""

    path: str
    key: str
    survey_id: UUID
    owner_id: UUID


def publish(
    app: Flask, *sections: list[dict[str, Any]], document: Any = None, **settings: Any
) -> Asked:
    """A survey of these sections by somebody else, published, with another beside it."""
    with app.app_context():
        claims = {"tid": settings.pop("tid", "t1"), "oid": "author", "name": "Author"}
        owner = User.from_claims(claims)
        _publish(owner, [[{**VOTE, "id": "noise"}]], {}, {})
        return _publish(owner, sections or [[VOTE]], document or {}, settings)


def _publish(owner: User, sections: Any, document: Any, settings: Any) -> Asked:
    survey = draft.begin(owner.id, whole(*sections, **document), NOW)
    survey.configure(Settings(**settings))
    version.publish(survey, owner.id, NOW)
    key = survey.link_key or ""
    return Asked(f"/s/{key}", key, survey.id, owner.id)


def whole(*sections: list[dict[str, Any]], **document: Any) -> dict[str, Any]:
    """The document of a questionnaire."""
    parts = [
        {"id": f"s{n}", "title": f"Part {n}", "questions": list(questions)}
        for n, questions in enumerate(sections, 1)
    ]
    return {"title": "National study", "sections": parts} | document


def change(app: Flask, asked: Asked, *, memory: bool = False, **facts: Any) -> None:
    """Change facts of a survey; with `memory`, this process goes on believing the old ones."""
    with app.app_context():
        survey = db.session.get_one(Survey, asked.survey_id)
        for name, value in facts.items():
            setattr(survey, name, value)
        db.session.commit()
    if memory:
        kept = link._known[asked.key]
        link._known[asked.key] = kept._replace(until=kept.until + 3600)
    else:
        link.forget(asked.key)


def responses(app: Flask, asked: Asked) -> list[Response]:
    """The stored responses of a survey."""
    with app.app_context():
        found = db.session.query(Response).filter_by(survey_id=asked.survey_id).all()
        db.session.expunge_all()
        return found


def key_of(page: Page) -> str:
    """The submission key that a page's form carries."""
    return page.find("input", name="key")[0]["value"]


def answered(client: Browser, asked: Asked, **answers: Any) -> str:
    """Answer a survey of one section; gives the address of the receipt."""
    sent = client.send(client.get(asked.path).page, **answers)
    assert sent.status_code == 303, sent.page.text
    return str(sent.location)
