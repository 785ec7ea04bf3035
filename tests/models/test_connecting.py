"""A database whose role has the current token as its password, in a PostgreSQL that asks for it."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from psycopg2 import sql
from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from backend import create_app, identity_token
from backend.extensions import db
from backend.identity_token import DATABASE, IdentityToken
from backend.models.connecting import connect_by
from backend.models.storing import stored
from devtools.cluster import ADMIN
from devtools.databases import administration, create_database
from devtools.identity import Identity
from devtools.postgres import Postgres, temporary
from tests.server import SECRET

ROLE = "surveys-app"
NOWHERE = {
    "survey_id": uuid4(), "id": uuid4(), "version": 1, "day": None, "moment": None, "by": None,
    "answers": "{}", "at": datetime.now(UTC), "access": "anyone", "counted": 0, "shown": None,
}  # fmt: skip
"""A response to a survey that is not there."""
PASSWORD = sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(ROLE))


@pytest.fixture(scope="module")
def cluster() -> Iterator[Postgres]:
    """A server of its own, as a role is made, that has no password yet."""
    with temporary(durable=False) as cluster:
        with administration(cluster.url("postgres", ADMIN)) as cursor:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(ROLE)))
        create_database(cluster.url("postgres", ADMIN), "passwordless", owner=ROLE)
        yield cluster


@pytest.fixture
def address(cluster: Postgres, identity: Identity) -> URL:
    """The database's address, without a password; it takes the newest token of the identity."""

    def take(token: str) -> None:
        with administration(cluster.url("postgres", ADMIN)) as cursor:
            cursor.execute(PASSWORD, [token])

    identity.on_issue = take
    return make_url(cluster.url("passwordless", ROLE))._replace(password=None)


@pytest.fixture
def engine(address: URL, identity: Identity) -> Iterator[Engine]:
    engine = create_engine(address, pool_size=1)
    connect_by(IdentityToken(DATABASE, identity.client_id), engine)
    yield engine
    engine.dispose()


def who(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(text("SELECT current_user")))


def test_a_token_is_the_password(engine: Engine, identity: Identity) -> None:
    assert who(engine) == ROLE
    engine.dispose()
    assert who(engine) == ROLE
    assert len(identity.issued) == 1


def test_without_it_nobody_comes_in(address: URL) -> None:
    with pytest.raises(OperationalError, match="no password supplied"):
        who(create_engine(address))
    with pytest.raises(OperationalError, match="authentication failed"):
        who(create_engine(address.set(password="a-guess")))


def test_a_new_connection_shows_a_new_token_once_the_old_one_ends(
    engine: Engine, identity: Identity
) -> None:
    identity.lifetime = 1
    with engine.connect() as kept:
        engine.connect().close()
        assert len(identity.issued) == 2
        assert kept.scalar(text("SELECT 1")) == 1, "PostgreSQL asks at the beginning only"


def test_a_refused_token_is_renewed_once(
    engine: Engine, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_token, "YOUNG", 0)
    who(engine)
    engine.dispose()
    identity.on_issue("the database forgets it")
    assert who(engine) == ROLE
    assert len(identity.issued) == 2


def test_a_token_that_is_refused_again_is_given_up(
    engine: Engine, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_token, "YOUNG", 0)
    identity.on_issue("another one")
    identity.on_issue = lambda token: None
    with pytest.raises(OperationalError, match="authentication failed") as failed:
        who(engine)
    assert len(identity.issued) == 2
    assert not [token for token in identity.issued if token in str(failed.value)]


def test_a_token_fetched_a_moment_ago_is_not_renewed(engine: Engine, identity: Identity) -> None:
    identity.on_issue("another one")
    identity.on_issue = lambda token: None
    for _ in range(3):
        with pytest.raises(OperationalError, match="authentication failed"):
            who(engine)
    assert len(identity.issued) == 1


def test_other_failures_are_not_the_tokens(
    address: URL, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_token, "YOUNG", 0)
    engine = create_engine(address.set(database="there-is-none"))
    connect_by(IdentityToken(DATABASE, identity.client_id), engine)
    with pytest.raises(OperationalError, match="does not exist"):
        who(engine)
    assert len(identity.issued) == 1


def settings(address: URL, identity: Identity) -> dict[str, str]:
    return {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": address.render_as_string(),
        "DATABASE_AUTHENTICATION": "managed-identity",
        "AZURE_CLIENT_ID": identity.client_id,
    }


def test_migrations_and_pages_go_the_same_way(address: URL, identity: Identity) -> None:
    app = create_app(settings(address, identity))
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        assert db.session.scalar(text("SELECT to_regclass('surveys') IS NOT NULL"))
        assert not stored(NOWHERE, several=False, capped=False)
    assert app.test_client().get("/s/nothing-here").status_code == 404
    with app.app_context():
        db.engine.dispose()


def test_migrations_say_in_a_sentence_that_there_is_no_token(
    address: URL, identity: Identity
) -> None:
    identity.failing = 500
    done = create_app(settings(address, identity)).test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The managed identity gives no token")


@pytest.mark.parametrize("failing", [500, "hang"])
def test_a_page_without_a_token_says_to_come_back(
    failing: int | str, address: URL, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity_token, "READ_SECONDS", 0.2)
    identity.failing = failing
    app = create_app(settings(address, identity))
    log = io.StringIO()
    app.logger.addHandler(logging.StreamHandler(log))
    answer = app.test_client().get(f"/s/without-a-token-{failing}")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "identity" not in answer.text
    assert "The managed identity gives no token" in log.getvalue()
