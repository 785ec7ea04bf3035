"""The place that is measured: a fresh database, an author, her published surveys."""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade

from backend import create_app
from backend.extensions import db
from backend.models.draft import begin
from backend.models.session import Session
from backend.models.user import User
from backend.models.version import publish
from devtools.bench.survey import DOCUMENT

COOKIE = "session"  # its name over plain http


@dataclass(frozen=True)
class Published:
    """A survey that takes answers."""

    id: UUID
    key: str

    @property
    def page(self) -> str:
        """Where people answer."""
        return f"/s/{self.key}"

    @property
    def results(self) -> str:
        """Where the author sees the results."""
        return f"/surveys/{self.id}/results"


BOUNDLESS = "1000000000"
"""All clients have one address here. Counting is part of the work, being refused is not."""


class Site:
    """The application in this process, beside the servers that are measured."""

    def __init__(self, database_url: str) -> None:
        """Migrate the database and sign an author in."""
        self.settings = {
            "DATABASE_URL": database_url,
            "DATABASE_URL_DIRECT": database_url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "LIMIT_PAGES": BOUNDLESS,
            "LIMIT_SUBMISSIONS": BOUNDLESS,
        }
        self.app: Flask = create_app(self.settings)
        with self.app.app_context():
            upgrade()
            author = User.from_claims({"tid": "bench", "oid": "author", "name": "An Author"})
            self.author_id = author.id
            self.cookie = f"{COOKIE}={Session.begin(author.id, at=datetime.now(UTC))}"

    @property
    def environment(self) -> dict[str, str]:
        """What a server needs to serve this site."""
        return os.environ | self.settings

    def publish(self) -> Published:
        """A survey that takes answers, without any yet."""
        now = datetime.now(UTC)
        with self.app.app_context():
            survey = begin(self.author_id, DOCUMENT, now)
            publish(survey, self.author_id, now)
            db.session.refresh(survey)
            return Published(survey.id, survey.link_key or "")
