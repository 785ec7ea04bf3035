"""Applications with small limits, at a clock that a test sets."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from backend import create_app
from backend.extensions import db
from backend.models import link
from tests.browser import Browser
from tests.server import SECRET

NOON = 1_800_014_400.0
"""A moment far from midnight, when names change; in seconds since 1970."""
SMALL = {
    "LIMIT_PAGES": "2",
    "LIMIT_SUBMISSIONS": "1",
    "LIMIT_WRONG_LINKS": "1",
    "LIMIT_SIGN_INS": "1",
    "LIMIT_FAILED_SIGN_INS": "1",
    "LIMIT_WRITES": "1",
}
"""So many a minute, and ten times as many at once."""


class Clock:
    """Stands until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of all applications of a test; what was read of a survey stays fresh."""
    monkeypatch.setattr(link, "FRESH", 3600.0)
    return Clock()


Build = Callable[..., Flask]


@pytest.fixture
def build(app: Flask, database_url: str, clock: Clock) -> Iterator[Build]:
    """Makes applications as processes of their own have them, on one database."""
    made: list[Flask] = []

    def build(**settings: Any) -> Flask:
        given = {**SMALL, "SECRET_KEY": SECRET, "DATABASE_URL": database_url, **settings}
        house = create_app({"WTF_CSRF_ENABLED": False, **given})
        house.test_client_class = Browser
        house.extensions["limits"].clock = clock
        house.extensions["public_limits"]._due = clock.now + 60
        made.append(house)
        return house

    yield build
    link._known.clear()
    for house in made:
        with house.app_context():
            db.engine.dispose()


@pytest.fixture
def house(build: Build) -> Flask:
    """One of them."""
    return build()
