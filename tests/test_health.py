"""Whether we live and are ready: asked without a session, a cookie, or the right host."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from backend import create_app, health
from backend.extensions import db
from backend.models import readiness
from tests.browser import Browser
from tests.server import SECRET


@pytest.fixture
def revision(app: Flask) -> Iterator[object]:
    """Sets what the database says of its tables; at the end it says what it said before."""

    def write(value: str) -> None:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": value})

    with app.app_context():
        before = db.session.execute(readiness.REVISION).scalar_one()
    yield write
    write(before)


def alone(url: str, **settings: str) -> Browser:
    app = create_app({"SECRET_KEY": SECRET, "DATABASE_URL": url, **settings})
    app.test_client_class = Browser
    return app.test_client()


def test_we_live_and_are_ready(client: Browser) -> None:
    for path in ("/health/live", "/health/ready"):
        answer = client.get(path)
        assert answer.data == b"good\n"
        assert "Set-Cookie" not in answer.headers
        assert "Vary" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_head_has_no_body(client: Browser) -> None:
    answer = client.head("/health/live")
    assert (answer.status_code, answer.data) == (200, b"")


def test_without_a_database_we_live_and_are_not_ready() -> None:
    client = alone("postgresql://nobody@localhost:1/nowhere")
    client.get("/health/live")
    answer = client.get("/health/ready", status=503)
    assert answer.data == b"not ready: the database does not answer\n"
    assert answer.headers["Retry-After"] == "5"


def test_tables_that_are_older_than_we_make_us_wait(revision, client: Browser) -> None:
    revision("0001")
    assert b"run flask db upgrade" in client.get("/health/ready", status=503).data


def test_tables_that_are_newer_than_we_do_not(revision, client: Browser) -> None:
    revision("9999")
    client.get("/health/ready")


def test_an_empty_database_is_not_ready(app: Flask, database_url: str) -> None:
    elsewhere = f"{database_url}{'&' if '?' in database_url else '?'}options=-csearch_path%3Dnone"
    said = alone(elsewhere).get("/health/ready", status=503).data
    assert said == b"not ready: the tables are missing\n"


def test_who_is_asked_to_end_is_not_ready(client: Browser, monkeypatch) -> None:
    health.leave()
    try:
        said = client.get("/health/ready", status=503).data
    finally:
        health._leaving.clear()
    assert said == b"not ready: this process is ending\n"
    client.get("/health/ready")


def test_a_probe_may_name_any_host(database_url: str) -> None:
    client = alone(database_url, TRUSTED_HOSTS="surveys.example.org")
    client.get("/health/ready", base_url="http://10.0.0.7:8000/")
    client.get("/", base_url="http://10.0.0.7:8000/", status=400)


def test_nothing_else_is_there(client: Browser) -> None:
    client.get("/health/", status=404)
    client.get("/health/wealth", status=404)
    client.post("/health/live", status=404)
