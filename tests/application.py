"""The application as tests have it: on a database of theirs, before a provider that can lie."""

import contextlib
from collections.abc import Iterator

from flask import Flask

from devtools.provider import Provider
from tests.browser import Browser
from tests.server import SECRET


@contextlib.contextmanager
def application(database_url: str, provider: Provider) -> Iterator[Flask]:
    """The application; its connections end with the block."""
    from backend import create_app
    from backend.extensions import db

    app = create_app(
        {
            "TESTING": True,
            "DATABASE_URL": database_url,
            "SECRET_KEY": SECRET,
            "WTF_CSRF_ENABLED": False,
            **dict.fromkeys(("LIMIT_PAGES", "LIMIT_SUBMISSIONS", "LIMIT_WRITES"), "1000000"),
            **provider.environment(),
        }
    )
    app.test_client_class = Browser
    yield app
    with app.app_context():
        db.engine.dispose()
