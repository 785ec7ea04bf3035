"""What every test can ask for: the application, people's browsers, and real ones.

Nothing is rolled back: the hot path has connections of its own, so what a test committed is
deleted after it.
"""

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect

from devtools.provider import Provider
from tests import statement_lint
from tests.application import application
from tests.browser import Browser
from tests.server import Server, running

pytest_plugins = ["tests.backup.places", "tests.chromium", "tests.identities", "tests.visits"]
STACK = pytest.StashKey[contextlib.ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--browser` adds the journeys in a real browser."""
    parser.addoption("--browser", action="store_true", help="add the journeys in a real browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the journeys out unless they are asked for."""
    if config.getoption("--browser"):
        return
    journeys = [item for item in items if item.get_closest_marker("browser")]
    if journeys:
        items[:] = [item for item in items if item not in journeys]
        config.hook.pytest_deselected(items=journeys)


def pytest_configure(config: pytest.Config) -> None:
    """Keep a place for what ends with the run."""
    config.stash[STACK] = contextlib.ExitStack()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that the workers shared."""
    config.stash[STACK].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Start one server for all workers of pytest-xdist, and tell each of it."""
    stash = node.config.stash
    if SERVER not in stash:
        stash[SERVER] = stash[STACK].enter_context(running())
    node.workerinput["server"] = stash[SERVER].told()


SERVER = pytest.StashKey[Server]()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """The PostgreSQL server of this run; `server.database(name)` makes a migrated database."""
    told = getattr(request.config, "workerinput", {}).get("server")
    with contextlib.nullcontext(Server(**told)) if told else running() as server:
        yield server


@pytest.fixture(scope="session")
def database_url(server: Server) -> Iterator[str]:
    """The URL of this worker's own database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with server.database(worker) as url:
        yield url


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """The OpenID Connect provider to which the application sends people; it can lie."""
    with Provider() as provider, pytest.MonkeyPatch.context() as patch:
        for name in ("REQUESTS_CA_BUNDLE", "NO_PROXY"):
            patch.setenv(name, provider.environment()[name])
        yield provider


@pytest.fixture(scope="session")
def app(database_url: str, provider: Provider) -> Iterator[Flask]:
    """The application on this worker's database, one for the session."""
    from backend.extensions import db

    with application(database_url, provider) as app:
        statement_lint.install(dict(db.metadata.tables))
        yield app


@pytest.fixture(autouse=True)
def _clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Delete what a test with a database has committed."""
    app = request.getfixturevalue("app") if "app" in request.fixturenames else None
    yield
    if app:
        _delete_all(app)


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context, for tests that call models; do not mix it with a browser."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], Browser]:
    """`sign_in("Eve Evans")` gives a browser in which she is signed in."""
    from tests.people import signed_in

    return lambda name: signed_in(app, name)


@pytest.fixture
def alice(sign_in: Callable[[str], Browser]) -> Browser:
    """Alice, who writes surveys: her browser, and herself as `alice.user`."""
    return sign_in("Alice Archer")


@pytest.fixture
def bob(sign_in: Callable[[str], Browser]) -> Browser:
    """Bob, who writes other surveys."""
    return sign_in("Bob Baker")


@pytest.fixture
def carol(sign_in: Callable[[str], Browser]) -> Browser:
    """Carol, who works with Alice where a test says so."""
    return sign_in("Carol Chen")


@pytest.fixture
def dan(sign_in: Callable[[str], Browser]) -> Browser:
    """Dan, who answers."""
    return sign_in("Dan Diaz")


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _delete_all(app: Flask) -> None:
    """Empty the tables that have rows; asking a table costs less than emptying it again."""
    from backend.extensions import db

    with app.app_context():
        db.session.remove()
        with db.engine.begin() as connection:
            if "emptying" not in app.extensions:
                there = set(inspect(connection).get_table_names())
                names = [table.name for table in reversed(db.metadata.sorted_tables)]
                app.extensions["emptying"] = _emptying([name for name in names if name in there])
            connection.exec_driver_sql(app.extensions["emptying"])


def _emptying(names: list[str]) -> str:
    once = 'IF EXISTS (SELECT FROM "{0}") THEN DELETE FROM "{0}"; END IF;'
    return f"DO $$ BEGIN {' '.join(once.format(name) for name in names)} END $$"
