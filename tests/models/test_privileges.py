"""The application's own role uses the tables and cannot change them."""

import os

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from backend import create_app
from backend.extensions import db
from backend.models.audit import ACCOUNTS, LEDGERS, OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_verification import verify
from backend.models.audit_writing import append
from backend.models.ids import uuid7
from backend.models.privileges import log_is_append_only
from devtools.databases import administration
from tests.server import SECRET

ROLE = f"Surveys app {os.environ.get('PYTEST_XDIST_WORKER', '')}"  # workers share the server
AZURE = """
    CREATE FUNCTION pgaadauth_create_principal_with_oid(text, text, text, boolean, boolean)
    RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
      EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', $1, $2); RETURN $2; END $$
"""


@pytest.fixture
def role(server, database_url):
    with administration(server.admin_url) as cursor:
        cursor.execute(f"CREATE ROLE \"{ROLE}\" LOGIN PASSWORD '{SECRET}'")
    yield make_url(database_url).set(username=ROLE, password=SECRET)
    drop(server, database_url)


def drop(server, database_url):
    own = make_url(server.admin_url).set(database=make_url(database_url).database)
    with administration(own.render_as_string(hide_password=False)) as cursor:
        cursor.execute(f'DROP OWNED BY "{ROLE}"')
        cursor.execute(f'DROP ROLE "{ROLE}"')


def test_the_role_reads_and_writes_and_changes_no_table(app, role):
    run = app.test_cli_runner().invoke(args=["admit", "--role", ROLE])
    assert run.output == f"{ROLE} may read and write the tables.\n"
    engine = create_engine(role)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
        connection.execute(text("UPDATE users SET name = 'Zoe' WHERE false"))
    for forbidden in (
        "DROP TABLE users",
        "ALTER TABLE users ADD COLUMN password text",
        "CREATE TABLE mine (id int)",
        "UPDATE alembic_version SET version_num = 'x'",
    ):
        with pytest.raises(ProgrammingError), engine.begin() as connection:
            connection.execute(text(forbidden))
    engine.dispose()


def test_the_application_runs_as_that_role(app, role):
    app.test_cli_runner().invoke(args=["admit", "--role", ROLE])
    url = role.render_as_string(hide_password=False)
    other = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET})
    assert other.test_client().get("/health/ready").status_code == 200
    run = other.test_cli_runner().invoke(args=["purge"])
    assert (run.exit_code, run.output[:6]) == (0, "Purged")
    with other.app_context():
        db.engine.dispose()


@pytest.fixture
def owner(server, database_url):
    """An administrator of this database, who may do anything to its tables."""
    own = make_url(server.admin_url).set(database=make_url(database_url).database)
    with administration(own.render_as_string(hide_password=False)) as cursor:
        yield cursor


@pytest.mark.parametrize("ledger", LEDGERS, ids=["survey", "account"])
def test_the_role_adds_to_the_audit_log_and_rewrites_nothing(app, role, owner, ledger):
    owner.execute(f'GRANT ALL ON {ledger.entries.name}, {ledger.heads.name} TO "{ROLE}"')
    app.test_cli_runner().invoke(args=["admit", "--role", ROLE])
    engine, id = create_engine(role), uuid7()
    with app.app_context(), engine.begin() as connection:
        for _ in range(2):
            append(connection, ledger, id, Act.DELETED, id)
        assert [(chain.number, chain.fault) for chain in verify({}, id)] == []
    with app.app_context():
        assert [(chain.number, chain.fault) for chain in verify({}, id)] == [(2, "")]
    for forbidden in (
        f"UPDATE {ledger.entries.name} SET act = 'closed' WHERE {ledger.key} = '{id}'",
        f"DELETE FROM {ledger.entries.name} WHERE {ledger.key} = '{id}'",
        f"TRUNCATE {ledger.entries.name}",
        f"DELETE FROM {ledger.heads.name} WHERE {ledger.key} = '{id}'",
        f"TRUNCATE {ledger.heads.name}",
    ):
        with pytest.raises(ProgrammingError), engine.begin() as connection:
            connection.execute(text(forbidden))
    engine.dispose()


def test_admission_is_noted(app, role):
    app.test_cli_runner().invoke(args=["admit", "--role", ROLE])
    with app.app_context():
        entries = ACCOUNTS.entries
        noted = select(entries.c.act, entries.c.detail).where(entries.c.user_id == OPERATOR)
        assert db.session.execute(noted).all() == [("admitted", {"role": ROLE})]


def test_it_is_known_whether_the_log_can_only_be_added_to(app, role):
    app.test_cli_runner().invoke(args=["admit", "--role", ROLE])
    url = role.render_as_string(hide_password=False)
    other = create_app({"DATABASE_URL": url, "SECRET_KEY": SECRET})
    with other.app_context():
        assert log_is_append_only()
        db.engine.dispose()
    with app.app_context():
        assert not log_is_append_only()


def test_admitting_again_changes_nothing(app, role):
    for _ in range(2):
        assert app.test_cli_runner().invoke(args=["admit", "--role", ROLE]).exit_code == 0


def test_who_migrates_may_be_an_identity_without_a_password(app, role, database_url, monkeypatch):
    owner = make_url(database_url)
    bare = owner._replace(password=None).render_as_string()
    monkeypatch.setitem(app.config, "DATABASE_URL_DIRECT", bare)
    monkeypatch.setitem(app.config, "DATABASE_TOKEN", lambda: owner.password)
    assert app.test_cli_runner().invoke(args=["admit", "--role", ROLE]).exit_code == 0


def test_a_role_that_is_not_there_is_named(app):
    run = app.test_cli_runner().invoke(args=["admit", "--role", "nobody_at_all"])
    assert run.output == "Error: The database has no role nobody_at_all.\n"
    assert run.exit_code == 1


def test_azure_makes_the_role_of_an_identity_once(app, server, database_url):
    with administration(server.admin_url) as cursor:
        cursor.execute(AZURE)
    try:
        for _ in range(2):
            run = app.test_cli_runner().invoke(
                args=["admit", "--role", ROLE, "--object-id", SECRET]
            )
            assert run.exit_code == 0
        with create_engine(
            make_url(database_url).set(username=ROLE, password=SECRET)
        ).connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM users")).scalar() == 0
            connection.detach()
    finally:
        drop(server, database_url)
        with administration(server.admin_url) as cursor:
            cursor.execute(AZURE.split("RETURNS")[0].replace("CREATE", "DROP"))
