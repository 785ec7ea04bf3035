"""The database's own address, past a pooler: for what takes long, locks, or owns the tables."""

from typing import Any

from flask import current_app
from sqlalchemy import Engine, create_engine, make_url, pool

from backend.models.connecting import connect_by

RUNNER = 5_727_001
"""Any number, but always the same: whoever holds this advisory lock changes the tables."""


def engine(database: str = "") -> Engine:
    """An engine that keeps no connections and sets no time-outs; `database` names another one."""
    url = make_url(current_app.config["DATABASE_URL_DIRECT"])
    url = url.set(database=database or url.database)
    made = create_engine(url, poolclass=pool.NullPool, connect_args={"connect_timeout": 10})
    if token := current_app.config["DATABASE_TOKEN"]:
        connect_by(token, made)
    return made


def parameters() -> dict[str, Any]:
    """What libpq needs to connect there, the password included."""
    url = make_url(current_app.config["DATABASE_URL_DIRECT"])
    _, found = url.get_dialect()().create_connect_args(url)
    if token := current_app.config["DATABASE_TOKEN"]:
        return {**found, "password": token()}
    return dict(found)
