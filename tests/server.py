"""The tests' PostgreSQL: one server a run, one migrated template, one database a worker."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import make_url

from devtools.cluster import ADMIN
from devtools.databases import administration, create_database, drop_database, on_database
from devtools.postgres import ROLE, temporary

ROOT = Path(__file__).parents[1]
MIGRATED_BY = Path(os.environ.get("MIGRATED_BY") or ROOT)
"""The checkout whose migrations make the tables: script/previous names a later version's."""
THEIRS = os.environ.get("TEST_DATABASE_URL", "")
"""The administrator's address of a server that takes the place of our own."""
NAME = f"surveys_test_{os.getpid()}"
SECRET = "throw-away-secret-of-the-tests-0123456789"


@dataclass(frozen=True)
class Server:
    """A server with a migrated template; workers are told of it by `asdict`."""

    admin_url: str
    role_url: str
    role: str
    template: str

    @contextlib.contextmanager
    def database(self, name: str) -> Iterator[str]:
        """A fresh, migrated database, dropped at the end; gives its URL for the application."""
        name = f"{self.template}_{name}"
        create_database(self.admin_url, name, owner=self.role, template=self.template)
        try:
            yield on_database(self.role_url, name)
        finally:
            drop_database(self.admin_url, name)

    def told(self) -> dict[str, str]:
        """This server in words that travel to a worker."""
        return asdict(self)


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """The server of `TEST_DATABASE_URL` (an administrator's address), or one of our own."""
    if THEIRS:
        with role(THEIRS, NAME) as url, _with_template(Server(THEIRS, url, NAME, NAME)) as server:
            yield server
    else:
        with brought() as server:
            yield server


@contextlib.contextmanager
def brought() -> Iterator[Server]:
    """A server of our own, whose version is that of our pg_dump and pg_restore."""
    with temporary(durable=False) as own:
        server = Server(own.url("postgres", ADMIN), own.url("postgres"), ROLE, NAME)
        with _with_template(server):
            yield server


@contextlib.contextmanager
def _with_template(server: Server) -> Iterator[Server]:
    create_database(server.admin_url, server.template, owner=server.role)
    try:
        migrate(on_database(server.role_url, server.template))
        yield server
    finally:
        drop_database(server.admin_url, server.template)


@contextlib.contextmanager
def role(url: str, name: str) -> Iterator[str]:
    """A role without rights on the server of `url`, as the application has; gives its URL."""
    with administration(url) as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'")
        cursor.execute(f"ALTER ROLE {name} SET jit = off")
    try:
        known = make_url(url).set(username=name, password=SECRET)
        yield known.render_as_string(hide_password=False)
    finally:
        with administration(url) as cursor:
            cursor.execute(f"DROP ROLE {name}")


def migrate(url: str) -> None:
    """Bring a database up to date as an operator would."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "backend", "db", "upgrade"],
        cwd=MIGRATED_BY,
        env=os.environ | {"DATABASE_URL": url, "SECRET_KEY": SECRET},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The migrations failed.\n{done.stdout}{done.stderr}")
