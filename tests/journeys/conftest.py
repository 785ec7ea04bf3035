"""The application as it runs in production, and people who sit down before it."""

import os
from collections.abc import Iterator

import pytest
from flask import Flask

from devtools.bench.server import Server, serving
from devtools.provider import Provider
from tests.server import SECRET


@pytest.fixture(scope="session")
def environment(app: Flask, database_url: str, provider: Provider) -> dict[str, str]:
    """What a process needs to serve the application on this worker's database."""
    settings = {"DATABASE_URL": database_url, "SECRET_KEY": SECRET}
    return os.environ | settings | provider.environment()


@pytest.fixture(scope="module")
def gunicorn(environment: dict[str, str]) -> Iterator[Server]:
    """The application served by two processes, whose forms need their tokens."""
    with serving("backend:create_app()", environment) as server:
        yield server
