"""migrations/env.py: a migration that cannot have its table gives up within seconds, undone."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from devtools.databases import create_database, drop_database, on_database
from tests.server import ROOT, SECRET, Server

UPGRADE = [sys.executable, "-m", "flask", "--app", "backend", "db", "upgrade"]
NOWHERE = "postgresql://surveys@localhost/surveys"


@pytest.fixture(scope="module")
def url(server: Server) -> Iterator[str]:
    """A migrated database of its own."""
    name = f"{server.template}_env_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    create_database(server.admin_url, name, owner=server.role, template=server.template)
    yield on_database(server.role_url, name)
    drop_database(server.admin_url, name)


@pytest.fixture
def next_door(url: str) -> Iterator[Connection]:
    """Another session at the same database."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg2://"))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    """The migrations' folder of a later version: two more files, of which the second waits."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for path in (ROOT / "migrations").rglob("*"):
        if path.suffix in (".py", ".ini", ".mako"):
            (folder / path.relative_to(ROOT / "migrations")).write_bytes(path.read_bytes())
    last = max(path.name[:4] for path in (folder / "versions").glob("*.py"))
    write(folder, "9001", last, "CREATE TABLE later (id uuid)")
    write(folder, "9002", "9001", "ALTER TABLE surveys ADD COLUMN later text")
    return folder


def write(folder: Path, revision: str, after: str, statement: str) -> None:
    (folder / "versions" / f"{revision}_later.py").write_text(f'''"""Later."""

from alembic import op

revision, down_revision = "{revision}", "{after}"


def upgrade():
    op.execute("{statement}")
''')


def migrate(url: str, folder: Path, *options: str) -> tuple[int, str]:
    """What an operator's command ends with, and says."""
    done = subprocess.run(
        [*UPGRADE, "--directory", str(folder), *options],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "SECRET_KEY": SECRET},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


def version(connection: Connection) -> str:
    """How far the database is, seen in a transaction of its own."""
    with connection.begin():
        there = connection.scalar(text("SELECT to_regclass('later') IS NOT NULL"))
        column = connection.scalar(
            text("SELECT count(*) FROM information_schema.columns WHERE column_name = 'later'")
        )
        return f"{there} {column}"


def test_a_table_that_is_in_use_is_given_up_and_the_next_try_works(
    url: str, next_door: Connection, next_release: Path
) -> None:
    with next_door.begin():
        next_door.execute(text("LOCK TABLE surveys IN ACCESS SHARE MODE"))
        before = time.monotonic()
        status, said = migrate(url, next_release)
        assert time.monotonic() - before < 10
    assert status == 1
    assert "A table was in use for more than two seconds. Nothing was changed." in said
    assert "Run `flask --app backend db upgrade` again" in said
    assert "Traceback" not in said
    assert version(next_door) == "False 0"
    assert migrate(url, next_release)[0] == 0
    assert version(next_door) == "True 1"


def test_sql_that_is_only_written_has_the_same_limits(next_release: Path) -> None:
    status, said = migrate(NOWHERE, next_release, "--sql")
    assert status == 0
    assert said.count("SET LOCAL lock_timeout = '2s'") == 1
    assert said.index("SET LOCAL lock_timeout") < said.index("CREATE TABLE users")
    assert said.index("SET LOCAL statement_timeout") < said.index("CREATE TABLE users")
    assert "COMMIT;" in said
