"""The people of the tests: Alice and Bob write surveys, Carol works with Alice, Dan answers."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from backend.extensions import db
from backend.models.collaborator import Collaborator
from backend.models.role import Role
from backend.models.session import Session
from backend.models.survey import Survey
from backend.models.user import User
from devtools.provider.people import Person
from tests.browser import Browser

COOKIE = "session"  # over https, which these browsers do not speak, it is `__Host-session`


def signed_in(app: Flask, name: str) -> Browser:
    """A browser in which this person is signed in, by a real row and a real cookie."""
    person = Person(name.split()[0].lower(), name, "")
    with app.app_context():
        user = User.from_claims(person.claims(), author=True)
        token = Session.begin(user.id, at=datetime.now(UTC))
        db.session.refresh(user)
        db.session.expunge(user)
    browser = app.test_client()
    browser.set_cookie(COOKIE, token)
    browser.user, browser.token = user, token
    return browser


def works_on(app: Flask, browser: Browser, survey_id: UUID, role: Role) -> None:
    """Make this person a collaborator of the survey, by its owner."""
    with app.app_context():
        key, at = (survey_id, browser.user.id), datetime.now(UTC)
        there = db.session.get(Collaborator, key)
        by = db.session.get_one(Survey, survey_id).owner_id
        if there is None:
            there = Collaborator(survey_id=key[0], user_id=key[1], added_at=at, added_by=by)
            db.session.add(there)
        there.role = role
        db.session.commit()
