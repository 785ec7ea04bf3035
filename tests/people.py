"""The people of the tests: Alice and Bob write surveys, Carol works with Alice, Dan answers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import make_transient_to_detached

from backend.extensions import db
from backend.models.audit import ACCOUNTS, sealed_with
from backend.models.collaborator import Collaborator
from backend.models.role import Role
from backend.models.session import Session
from backend.models.survey import Survey
from backend.models.user import User
from devtools.provider.people import Person
from tests.browser import Browser
from tests.kept import Kept

COOKIE = "session"  # over https, which these browsers do not speak, it is `__Host-session`


def signed_in(app: Flask, name: str) -> Browser:
    """A browser in which this person is signed in, by a real row and a real cookie.

    Who has signed in before, in another test, has the same rows again.
    """
    with app.app_context():
        before = app.extensions.setdefault("signed_in_before", {})
        key = name, sealed_with()
    known = before.get(key)
    if known is None or not known.rows.put_back(app):
        known = _really(app, name)
        if known.first:
            before[key] = known
    browser = app.test_client()
    browser.set_cookie(COOKIE, known.token)
    browser.user, browser.token = known.person(), known.token
    return browser


@dataclass(frozen=True)
class SignIn:
    """A sign-in that was: whose, the cookie's value, and what it left in the tables."""

    columns: dict[str, Any]
    token: str
    rows: Kept
    first: bool
    """Whether it is all that there is of the person."""

    def person(self) -> User:
        """Who signed in, as nobody has touched them."""
        user = User(**self.columns)
        make_transient_to_detached(user)
        return user


def _really(app: Flask, name: str) -> SignIn:
    person = Person(name.split()[0].lower(), name, "")
    with app.app_context():
        user = User.from_claims(person.claims(), author=True)
        token = Session.begin(user.id, at=datetime.now(UTC))
        columns = {column.key: getattr(user, column.key) for column in User.__table__.columns}
        theirs = f"user_id = '{user.id}'"
        wheres = [(table, theirs) for table in (Session.__table__, *ACCOUNTS[2:])]
        with db.engine.connect() as connection:
            rows = Kept.of(connection, [(User.__table__, f"id = '{user.id}'"), *wheres])
            head = select(ACCOUNTS.heads.c.number).where(ACCOUNTS.id_of_head == user.id)
            first = connection.scalar(head) == 1
    return SignIn(columns, token, rows, first)


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
