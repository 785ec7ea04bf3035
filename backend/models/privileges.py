"""What the application's own role may do: use the tables, and not change them."""

from flask import current_app
from sqlalchemy import Connection, Engine, create_engine, make_url, pool, text

from backend.extensions import db
from backend.models.connecting import connect_by
from backend.models.errors import NotFound

MAINTENANCE = "postgres"  # the one database in which Azure makes roles of identities
KNOWN = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
MAKE = text(
    "SELECT * FROM pgaadauth_create_principal_with_oid(:role, :object_id, 'service', false, false)"
)


def admit(role: str, object_id: str = "") -> None:
    """Let a role read and write every table there is, as who owns them; run after each migration.

    On Azure Database for PostgreSQL a role that is missing is made for the managed identity with
    this object id. Raises NotFound where it is missing and no object id is given.
    """
    if object_id:
        with _engine(MAINTENANCE).connect() as connection:
            if not _known(connection, role):
                connection.execute(MAKE, {"role": role, "object_id": object_id})
                connection.commit()
    with _engine().begin() as connection:
        if not _known(connection, role):
            raise NotFound(f"The database has no role {role}.")
        _grant(connection, role)


def _engine(database: str = "") -> Engine:
    url = make_url(current_app.config["DATABASE_URL_DIRECT"])
    url = url.set(database=database or url.database)
    engine = create_engine(url, poolclass=pool.NullPool, connect_args={"connect_timeout": 10})
    if token := current_app.config["DATABASE_TOKEN"]:
        connect_by(token, engine)
    return engine


def _known(connection: Connection, role: str) -> bool:
    return connection.execute(KNOWN, {"role": role}).scalar() is not None


def _grant(connection: Connection, role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    tables = ", ".join(quote(name) for name in sorted(db.metadata.tables))
    for granted in (
        f"USAGE ON SCHEMA {quote('public')}",
        f"SELECT, INSERT, UPDATE, DELETE ON {tables}",
        "SELECT ON alembic_version",
    ):
        connection.execute(text(f"GRANT {granted} TO {quote(role)}"))
