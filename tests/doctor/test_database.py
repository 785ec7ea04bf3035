"""Each bad state of a database is brought about in a real one, and told with what to do."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from psycopg2 import sql
from sqlalchemy import make_url

from backend import create_app
from backend.doctor import State, database, storage
from backend.extensions import db
from devtools.databases import administration, create_database, drop_database, on_database
from tests.server import SECRET, Server

_numbers = itertools.count()


@pytest.fixture
def other(server: Server, database_url: str, role: str) -> Iterator[Callable[..., Flask]]:
    """`other()` is the application on a database that may be spoilt; it goes before the role."""
    made: list[tuple[Flask, str]] = []

    def make(template: str | None = server.template, role_url: str = "", **settings: str) -> Flask:
        name = f"{make_url(database_url).database}_doctor_{next(_numbers)}"
        create_database(server.admin_url, name, owner=server.role, template=template)
        url = on_database(role_url or server.role_url, name)
        app = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET, **settings})
        made.append((app, name))
        return app

    yield make
    for app, name in made:
        with app.app_context():
            db.engine.dispose()
        drop_database(server.admin_url, name)


@pytest.fixture
def role(server: Server, worker_name: str) -> Iterator[str]:
    """The address of a role that nobody has let in yet."""
    with administration(server.admin_url) as cursor:
        cursor.execute(f"CREATE ROLE {worker_name} LOGIN PASSWORD '{SECRET}'")
    url = make_url(server.admin_url).set(username=worker_name, password=SECRET)
    yield url.render_as_string(hide_password=False)
    with administration(server.admin_url) as cursor:
        cursor.execute(f"DROP ROLE {worker_name}")


@pytest.fixture
def worker_name(database_url: str) -> str:
    return f"{make_url(database_url).database}_stranger"


def on_its(app: Flask, server: Server, statement: str) -> None:
    """Run a statement in this application's database, as the administrator."""
    name = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    with administration(on_database(server.admin_url, name)) as cursor:
        cursor.execute(statement)


def test_a_database_as_it_should_be_is_good(app, examined):
    found = examined()
    names = ("version", "tables", "encoding", "time zone", "compiling", "time-outs", "connections")
    names += ("encryption", "clock", "rights", "storage", "counting", "purge")
    assert {name: found[name].state for name in names} == dict.fromkeys(names, State.GOOD)
    assert "know" in found["database"].sentence


def test_a_database_that_does_not_answer_is_told_once(app, examined, server, monkeypatch):
    named = make_url(server.role_url).set(username="stranger", password="a-guess")
    url = named.render_as_string(hide_password=False)
    away = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET})
    found = examined(away)
    assert found["database"].state == State.MEND
    assert "stranger" in found["database"].sentence
    assert "a-guess" not in str(found)
    assert {found[name].state for name in ("tables", "clock", "purge")} == {State.UNKNOWN}


def test_an_old_version_is_told(examined, monkeypatch):
    monkeypatch.setattr(database, "OLDEST", 99)
    found = examined()["version"]
    assert (found.state, "move to 99 or newer" in found.sentence) == (State.MEND, True)


@pytest.mark.parametrize(
    ("target", "state", "words"),
    [
        ("", State.MEND, "There are none: run flask db upgrade."),
        ("-1", State.MEND, "1 migration behind"),
        ("0001", State.MEND, "migrations behind (0001, not "),
    ],
)
def test_tables_that_are_behind_are_told(other, examined, target, state, words):
    app = other(template=None)
    if target:
        steps = ["head", target] if target == "-1" else [target]
        for step in steps:
            down = step.startswith("-")
            words_ = ["db", "downgrade" if down else "upgrade", "--", step]
            assert app.test_cli_runner().invoke(args=words_).exit_code == 0
    found = examined(app)
    assert found["tables"].state == state
    assert words in found["tables"].sentence
    if not target:
        assert found["purge"].state == found["counting"].state == State.UNKNOWN


def test_tables_of_a_newer_version_are_told(other, examined, server):
    app = other()
    on_its(app, server, "UPDATE alembic_version SET version_num = '9999'")
    assert examined(app)["tables"].state == State.CONSIDER


def test_an_encoding_that_lacks_characters_is_told(server, worker_name, examined):
    name = f"{worker_name}_latin"
    with administration(server.admin_url) as cursor:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' {}")
        provider = sql.SQL("LOCALE_PROVIDER libc OWNER {}").format(sql.Identifier(server.role))
        cursor.execute(made.format(sql.Identifier(name), provider))
    app = create_app({"DATABASE_URL": on_database(server.role_url, name), "SECRET_KEY": SECRET})
    try:
        found = examined(app)["encoding"]
        assert (found.state, "LATIN1, not UTF8" in found.sentence) == (State.MEND, True)
    finally:
        with app.app_context():
            db.engine.dispose()
        drop_database(server.admin_url, name)


def test_what_a_role_behind_a_pooler_was_not_given_is_told(other, role, server, examined):
    app = other(role_url=role, DATABASE_POOLER="1")
    name = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    on_its(app, server, f'ALTER DATABASE "{name}" SET jit = on')
    on_its(app, server, f"ALTER DATABASE \"{name}\" SET timezone = 'Asia/Tokyo'")
    found = examined(app)
    assert "SET jit = off" in found["compiling"].sentence
    assert "SET statement_timeout = '5s'; " in found["time-outs"].sentence
    assert "SET lock_timeout = '2s'" in found["time-outs"].sentence
    assert found["time zone"].state == State.CONSIDER
    assert found["connections"].sentence == "A pooler stands before the database."
    states = {found[name].state for name in ("compiling", "time-outs")}
    assert states == {State.MEND}


def test_a_role_without_rights_is_told_to_be_admitted(other, role, server, examined, worker_name):
    app = other(role_url=role)
    found = examined(app)["rights"]
    assert found.state == State.MEND
    assert "more: run flask admit" in found.sentence
    owner = make_url(server.role_url)
    name = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    app.config["DATABASE_URL_DIRECT"] = owner.set(database=name).render_as_string(
        hide_password=False
    )
    done = app.test_cli_runner().invoke(args=["admit", "--role", worker_name])
    assert done.exit_code == 0, done.output
    found = examined(app)
    assert (found["rights"].state, found["audit log"].state) == (State.GOOD, State.GOOD)
    on_its(app, server, f"REVOKE DELETE ON responses FROM {worker_name}")
    found = examined(app)["rights"]
    assert found.sentence.startswith("We lack DELETE on responses: run flask admit")


def test_who_owns_the_tables_could_rewrite_the_log(examined):
    assert examined()["audit log"].state == State.CONSIDER


def test_a_superuser_is_told(other, server, examined):
    assert examined(other(role_url=server.admin_url))["database"].state == State.CONSIDER


def test_a_server_that_forgets_is_told(examined, other, server):
    app = other()
    name = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database
    on_its(app, server, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    found = examined(app)["durability"]
    assert (found.state, "synchronous_commit" in found.sentence) == (State.MEND, True)


def test_a_server_that_keeps_is_good(examined, monkeypatch):
    safe = dict.fromkeys((*database.LASTING, "synchronous_commit"), "on")
    monkeypatch.setattr(database.condition, "settings", lambda line, *names: safe)
    assert database.durability(None, {}).state == State.GOOD


def test_too_few_connections_are_told(other, role, server, examined, worker_name):
    assert examined(PROCESSES=2)["connections"].state == State.GOOD
    found = examined(PROCESSES=500)["connections"]
    assert (found.state, "500 processes × (10 + 10)" in found.sentence) == (State.MEND, True)
    app = other(role_url=role)
    on_its(app, server, f"ALTER ROLE {worker_name} CONNECTION LIMIT 7")
    assert "admits 7:" in examined(app, PROCESSES=1)["connections"].sentence


@pytest.mark.parametrize(
    ("host", "encrypted", "state"),
    [
        ("db.example.org", False, State.MEND),
        ("db.example.org", True, State.GOOD),
        ("localhost", False, State.GOOD),
        ("", False, State.GOOD),
    ],
)
def test_a_connection_over_a_network_is_encrypted(app, host, encrypted, state, monkeypatch):
    found = database.condition.Role("r", False, -1, -1, "UTF8", 18, encrypted)
    monkeypatch.setattr(database.condition, "role", lambda line: found)
    settings = {"SQLALCHEMY_DATABASE_URI": f"postgresql+psycopg2://r@{host}/d"}
    assert database.encryption(None, settings).state == state


def test_several_hosts_are_elsewhere():
    url = "postgresql+psycopg2://r@/d?host=one.example.org&host=two.example.org"
    assert not database.condition.address(url).is_here


@pytest.mark.parametrize(
    ("theirs", "words"),
    [(0, "agrees"), (4, "agrees"), (-4, "agrees"), (8, "ahead of"), (-600, "600 seconds behind")],
)
def test_a_clock_that_is_wrong_is_told(theirs, words):
    ours = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    found = database._compared(ours, ours + timedelta(seconds=theirs), ours)
    assert words in found.sentence
    assert (found.state == State.GOOD) == (words == "agrees")


def test_what_a_purge_left_is_told(other, server, examined):
    app = other()
    on_its(
        app,
        server,
        "INSERT INTO users VALUES (gen_random_uuid(), 't', 'o', 'n', 'e', now());"
        "INSERT INTO sessions (id, user_id, created_at, seen_at, expires_at, agent)"
        " SELECT 'x', id, now(), now(), now() - interval '1 day', '' FROM users",
    )
    assert examined(app)["purge"].state == State.GOOD
    on_its(app, server, "UPDATE sessions SET expires_at = now() - interval '3 days'")
    found = examined(app)["purge"]
    assert (found.state, "flask purge" in found.sentence) == (State.MEND, True)


def test_many_that_wait_are_told(other, server, examined, monkeypatch):
    app = other()
    monkeypatch.setattr(storage, "MANY_WAIT", 3)
    insert = "INSERT INTO tally_queue SELECT gen_random_uuid(), gen_random_uuid()"
    on_its(app, server, f"{insert} FROM generate_series(1, 4)")
    found = examined(app)["counting"]
    assert (found.state, found.sentence[:17]) == (State.CONSIDER, "4 responses wait ")


def test_the_disk_is_known_where_the_server_shows_its_folder(
    other, role, server, examined, worker_name, monkeypatch
):
    app = other(role_url=role)
    assert "known to its host only" in examined(app)["storage"].sentence
    on_its(app, server, f"GRANT pg_read_all_settings TO {worker_name}")
    found = examined(app)["storage"]
    assert "of the disk are free" in found.sentence
    monkeypatch.setattr(storage, "LEAST_FREE", 2**60)
    assert examined(app)["storage"].state == State.MEND


def test_sizes_are_told_in_a_unit_that_people_read():
    said = [storage._said(size) for size in (12, 5000, 3 * 1024**2, 1024**4)]
    assert said == ["12 bytes", "5 KiB", "3 MiB", "1024.0 GiB"]
