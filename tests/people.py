"""The people of the tests: Alice and Bob write surveys, Dan answers, Carol is somebody else."""

from datetime import UTC, datetime

from flask import Flask

from backend.extensions import db
from backend.models.session import Session
from backend.models.user import User
from devtools.provider.people import Person
from tests.browser import Browser

COOKIE = "session"  # over https, which these browsers do not speak, it is `__Host-session`


def signed_in(app: Flask, name: str) -> Browser:
    """A browser in which this person is signed in, by a real row and a real cookie."""
    person = Person(name.split()[0].lower(), name, "")
    with app.app_context():
        user = User.from_claims(person.claims())
        token = Session.begin(user.id, at=datetime.now(UTC))
        db.session.refresh(user)
        db.session.expunge(user)
    browser = app.test_client()
    browser.set_cookie(COOKIE, token)
    browser.user, browser.token = user, token
    return browser
