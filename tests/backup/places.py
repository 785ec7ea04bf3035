"""Databases to restore into, and programs of PostgreSQL that are there, too old, or missing."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from backend import create_app
from backend.extensions import db
from devtools.databases import create_database, drop_database, on_database
from devtools.owner import Owner, programs
from devtools.provider import Provider
from tests import server as servers
from tests.application import application
from tests.server import SECRET, Server

_numbers = itertools.count()


def wants_tools(request: pytest.FixtureRequest) -> bool:
    """Whether a test of our own programs would be on a server that is not of their version."""
    known = getattr(request.node, "callspec", None)
    asked = {*request.fixturenames, known and known.params.get("way")}
    return bool(servers.THEIRS) and "with_tools" in asked


@pytest.fixture(scope="session")
def brought() -> Iterator[Server]:
    """A server that has the version of our programs."""
    with servers.brought() as server:
        yield server


@pytest.fixture(scope="session")
def brought_app(brought: Server, provider: Provider) -> Iterator[Flask]:
    """The application on that server."""
    with brought.database("tools") as url, application(url, provider) as app:
        yield app


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, server: Server, database_url: str, provider: Provider
) -> Iterator[Callable[..., Flask]]:
    """`elsewhere()` is the application on a database without tables; `migrated` has them."""
    made: list[tuple[Flask, str]] = []
    server = request.getfixturevalue("brought") if wants_tools(request) else server

    def make(migrated: bool = False) -> Flask:
        name = f"{make_url(database_url).database}_{next(_numbers)}"
        template = server.template if migrated else None
        create_database(server.admin_url, name, owner=server.role, template=template)
        settings = {"DATABASE_URL": on_database(server.role_url, name), "SECRET_KEY": SECRET}
        made.append((create_app(settings), name))
        return made[-1][0]

    yield make
    for app, name in made:
        with app.app_context():
            db.engine.dispose()
        drop_database(server.admin_url, name)


@pytest.fixture
def with_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the server's own version are installed."""
    monkeypatch.setenv("PATH", str(programs(Owner.here())))


@pytest.fixture
def without_tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program of PostgreSQL is installed."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str], None]:
    """`tool("pg_dump", "echo …")` installs a program of that name, and nothing else of ours."""

    def install(name: str, script: str) -> None:
        path = tmp_path / "tools" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{path.parent}:/usr/bin:/bin")

    return install
