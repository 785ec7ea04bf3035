"""Databases on a PostgreSQL server: made from a template in some 20 ms, and dropped again."""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg2
from psycopg2 import sql
from sqlalchemy import URL, make_url


@contextlib.contextmanager
def administration(url: str) -> Iterator[Any]:
    """A cursor that commits each statement by itself, as CREATE DATABASE wants it."""
    parts = make_url(url)
    connection = psycopg2.connect(
        host=parts.query.get("host") or parts.host,
        port=parts.port,
        user=parts.username,
        password=parts.password,
        dbname=parts.database,
        connect_timeout=5,
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def create_database(url: str, name: str, *, owner: str = "", template: str | None = None) -> str:
    """Create a database through the connection of `url`, a copy of `template`; gives its URL."""
    parts = [sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))]
    if owner:
        parts.append(sql.SQL("OWNER {}").format(sql.Identifier(owner)))
    if template:
        parts.append(sql.SQL("TEMPLATE {}").format(sql.Identifier(template)))
    with administration(url) as cursor:
        cursor.execute(sql.SQL(" ").join(parts))
    return on_database(url, name)


def drop_database(url: str, name: str) -> None:
    """Drop a database through the connection of `url`, and whoever is still connected to it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with administration(url) as cursor:
        cursor.execute(statement.format(sql.Identifier(name)))


def on_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    other: URL = make_url(url).set(database=name)
    return other.render_as_string(hide_password=False)
