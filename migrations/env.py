"""Runs the migrations: one transaction, one runner at a time, at the database's direct address."""

import logging

from alembic import context
from click import ClickException
from flask import current_app
from sqlalchemy import Engine, create_engine, pool, text

from backend.extensions import db
from backend.identity_token import IdentityToken, TokenError
from backend.models.connecting import connect_by
from backend.models.distribution import SETTINGS, has_citus

RUNNER = 5_727_001  # any number, but always the same: whoever holds it migrates


def migrate() -> None:
    """Bring the database to the asked-for revision; a second runner waits for the first."""
    engine = create_engine(
        current_app.config["DATABASE_URL_DIRECT"],
        poolclass=pool.NullPool,
        connect_args={"connect_timeout": 10},
    )
    if token := current_app.config["DATABASE_TOKEN"]:
        _show(token, engine)
    with engine.connect() as connection:
        if has_citus(connection):
            for setting in SETTINGS:
                connection.execute(text(setting.replace("SET LOCAL", "SET")))
        connection.commit()
        options = current_app.extensions["migrate"].configure_args
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:runner)"), {"runner": RUNNER})
            context.run_migrations()


def _show(token: IdentityToken, engine: Engine) -> None:
    """Asked for beforehand, as who migrates reads one sentence more easily than a traceback."""
    try:
        token()
    except TokenError as error:
        raise ClickException(str(error)) from None
    connect_by(token, engine)


def write_sql() -> None:
    """Write the statements instead of running them (`flask db upgrade --sql`)."""
    context.configure(dialect_name="postgresql", target_metadata=db.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


if not logging.getLogger().handlers:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
write_sql() if context.is_offline_mode() else migrate()
