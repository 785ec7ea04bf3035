"""A backup is a file that is whole, that only its owner reads, and that says what it holds."""

import hashlib
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.backup import BackupError, taking, tools
from backend.extensions import db
from backend.models import audit, direct
from backend.models.snapshot import Snapshot, snapshot
from tests.backup.rounds import fill, take


def names(taken) -> set[str]:
    return {table.name for table in taken.manifest.tables}


def test_every_table_is_in_it_but_sessions_and_what_may_be_lost(app, tmp_path):
    fill(app)
    with app.app_context(), db.engine.connect() as connection:
        unlogged = connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'"
        ).scalars()
        expected = db.metadata.tables.keys() - {"sessions"} - set(unlogged)
    assert names(take(app, tmp_path / "a", tools_allowed=False)) == expected


def test_it_is_its_owners_alone_and_nothing_lies_beside_it(app, tmp_path):
    take(app, tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_its_digest_is_given_and_noted(app, tmp_path):
    taken = take(app, tmp_path / "a")
    assert taken.sha256 == hashlib.sha256((tmp_path / "a").read_bytes()).hexdigest()
    with app.app_context(), db.engine.connect() as connection:
        entries = audit.ACCOUNTS.entries
        row = connection.execute(entries.select().where(entries.c.act == "backed_up")).one()
    assert (row.user_id, row.detail) == (audit.OPERATOR, {"digest": taken.sha256})


def test_a_file_that_is_there_stays_as_it_is(app, tmp_path):
    (tmp_path / "a").write_text("mine")
    with pytest.raises(BackupError, match=r"already a file .*: choose another name"):
        take(app, tmp_path / "a")
    assert (tmp_path / "a").read_text() == "mine"


def test_a_folder_that_is_not_there_is_told(app, tmp_path):
    with pytest.raises(BackupError, match="cannot be written: No such file"):
        take(app, tmp_path / "no" / "a")


def test_a_full_disk_leaves_nothing_behind(app):
    with pytest.raises(BackupError, match="cannot be written: "):
        take(app, Path("/dev/full/a"))


def test_what_breaks_off_leaves_nothing_behind(app, tmp_path, monkeypatch):
    fill(app)

    def break_off(self, table, sink):
        sink.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(Snapshot, "copy", break_off)
    with pytest.raises(KeyboardInterrupt):
        take(app, tmp_path / "a", tools_allowed=False)
    assert not list(tmp_path.iterdir())


def test_tables_that_are_not_known_are_refused(app, elsewhere, tmp_path):
    with pytest.raises(BackupError, match="The tables are missing"):
        take(elsewhere(), tmp_path / "a")


def test_it_says_why_pg_dump_did_not_read(app, tool, tmp_path, monkeypatch):
    assert take(app, tmp_path / "a", tools_allowed=False).why == "as you asked"
    tool("pg_dump", "echo 'pg_dump (PostgreSQL) 12.1 (Debian)'")
    assert "as pg_dump 12 is not that of PostgreSQL 1" in take(app, tmp_path / "b").why
    tool("pg_dump", "echo something else")
    assert take(app, tmp_path / "c").why == "as pg_dump is not installed"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert take(app, tmp_path / "d").why == "as pg_dump is not installed"


def version(app) -> str:
    """A pg_dump's answer when it is asked for its version: that of the server."""
    with app.app_context(), snapshot() as moment:
        return f'case "$1" in --version) echo "pg_dump (PostgreSQL) {moment.major}.9"; exit;; esac;'


def test_a_pg_dump_that_fails_is_told_in_its_words(app, tool, tmp_path):
    says = version(app)
    tool("pg_dump", f"{says} echo 'pg_dump: error: no such thing' >&2; exit 1")
    with pytest.raises(BackupError, match=r"^pg_dump failed: no such thing$"):
        take(app, tmp_path / "a")
    tool("pg_dump", f"{says} exit 1")
    with pytest.raises(BackupError, match="it gave no reason"):
        take(app, tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_disk_that_fills_up_ends_pg_dump(tool):
    tool("pg_dump", "exec yes")

    class Full:
        def write(self, block):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        tools.dump({"dbname": "surveys"}, "1", ["users"], Full())


def test_no_password_stands_on_a_command_line(app, tool, tmp_path):
    told = tmp_path / "told"
    tool("pg_dump", f'{version(app)} echo "$@" > {told}; env >> {told}; exit 1')
    with pytest.raises(BackupError):
        take(app, tmp_path / "a")
    password = taking.direct.make_url(app.config["DATABASE_URL_DIRECT"]).password
    assert "--dbname=" in told.read_text()
    assert password not in told.read_text()


def test_an_identitys_token_is_shown_in_place_of_a_password(app, with_tools, tmp_path, monkeypatch):
    url = taking.direct.make_url(app.config["DATABASE_URL_DIRECT"])
    bare = url._replace(password=None).render_as_string()
    monkeypatch.setitem(app.config, "DATABASE_URL_DIRECT", bare)
    monkeypatch.setitem(app.config, "DATABASE_TOKEN", lambda: url.password)
    assert take(app, tmp_path / "a").manifest.way == "pg_dump"


def test_nobody_changes_the_tables_meanwhile(app):
    with app.app_context(), snapshot(), db.engine.connect() as another:
        alone = text("SELECT pg_try_advisory_xact_lock(:runner)")
        assert another.execute(alone, {"runner": direct.RUNNER}).scalar_one() is False
