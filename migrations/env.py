"""Runs the migrations: one transaction, one runner at a time, at the database's direct address.

Whoever serves people keeps serving: a change that cannot have its table within two seconds gives
up, with nothing done, instead of making everybody queue behind it.
"""

import logging

from alembic import context
from click import ClickException
from flask import current_app
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.identity_token import IdentityToken, TokenError
from backend.models import direct
from backend.models.distribution import SETTINGS, has_citus

TURN = text("SELECT pg_advisory_xact_lock(:runner)").bindparams(runner=direct.RUNNER)
PATIENCE = "SET LOCAL lock_timeout = '10s'"
LIMITS = (
    "SET LOCAL lock_timeout = '2s'",
    # What takes longer belongs into parts; a migration that has to may set more for itself.
    "SET LOCAL statement_timeout = '60s'",
    "SET LOCAL idle_in_transaction_session_timeout = '60s'",
)
AGAIN = "Nothing was changed. Run `flask --app backend db upgrade` again"
BUSY = "55P03"  # SQLSTATE lock_not_available
TAKEN = f"Another migration, a backup or a restore is under way. {AGAIN} when it is done."
SAID = {
    BUSY: f"A table was in use for more than two seconds. {AGAIN}; if it fails repeatedly, end"
    " long reports and backups first, or take a quieter hour.",
    "57014": f"A statement took longer than a minute. {AGAIN} in a quieter hour; if it fails"
    " repeatedly, the migration has to do its work in parts: please report it.",
}
"""What to do, by SQLSTATE."""


def migrate() -> None:
    """Bring the database to the asked-for revision; a second runner waits for the first."""
    if token := current_app.config["DATABASE_TOKEN"]:
        _try(token)
    engine = direct.engine()
    # Also where a migration leaves its transaction (`autocommit_block`) and begins another.
    event.listen(engine, "begin", _limit)
    with engine.connect() as connection:
        try:
            _run(connection)
        except DBAPIError as error:
            if sentence := _sentence(error):
                raise ClickException(sentence) from error
            raise


def _run(connection: Connection) -> None:
    if has_citus(connection):
        for setting in SETTINGS:
            connection.execute(text(setting.replace("SET LOCAL", "SET")))
    connection.commit()
    options = current_app.extensions["migrate"].configure_args
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()


def _limit(connection: Connection) -> None:
    """Wait for one's turn, then let nobody wait long."""
    connection.execute(text(PATIENCE))
    connection.execute(TURN)
    for limit in LIMITS:
        connection.execute(text(limit))


def _sentence(error: DBAPIError) -> str | None:
    state = getattr(error.orig, "pgcode", None)
    waited_for_turn = state == BUSY and "advisory" in str(error.statement)
    return TAKEN if waited_for_turn else SAID.get(str(state))


def _try(token: IdentityToken) -> None:
    """Asked for beforehand, as who migrates reads one sentence more easily than a traceback."""
    try:
        token()
    except TokenError as error:
        raise ClickException(str(error)) from None


def write_sql() -> None:
    """Write the statements instead of running them (`flask db upgrade --sql`)."""
    context.configure(dialect_name="postgresql", target_metadata=db.metadata, literal_binds=True)
    with context.begin_transaction():
        for limit in LIMITS:
            context.execute(limit)
        context.run_migrations()


if not logging.getLogger().handlers:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
write_sql() if context.is_offline_mode() else migrate()
