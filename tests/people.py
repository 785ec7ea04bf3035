"""The people of the tests: Alice and Bob write surveys, Dan answers, Carol is somebody else."""

from datetime import UTC, datetime
from uuid import NAMESPACE_DNS, uuid5

from backend.auth.session import cookie_name
from flask import Flask

from backend.extensions import db
from backend.models.session import Session
from backend.models.user import User
from tests.browser import Browser

TENANT = "5d1c7a52-9f0e-4b67-8a53-1f6f0a6c2e11"


def signed_in(app: Flask, name: str) -> Browser:
    """A browser in which this person is signed in, by a real row and a real cookie."""
    first = name.split()[0].lower()
    oid = str(uuid5(NAMESPACE_DNS, first))
    with app.app_context():
        user = User.from_claims(
            {"tid": TENANT, "oid": oid, "name": name, "email": f"{first}@example.org"}
        )
        token = Session.begin(user.id, at=datetime.now(UTC))
        db.session.refresh(user)
        db.session.expunge(user)
        name_of_cookie = cookie_name()
    browser = app.test_client()
    browser.set_cookie(name_of_cookie, token)
    browser.user, browser.token = user, token
    return browser
