"""What the application's own role may do: use the tables, and not change them."""

from sqlalchemy import Connection, Table, func, select, text

from backend.extensions import db
from backend.models import direct
from backend.models.audit import ACCOUNTS, LEDGERS, OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_writing import append
from backend.models.errors import NotFound

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
"""What the role may do with a table whose `info` does not say otherwise (`may`)."""
MAINTENANCE = "postgres"  # the one database in which Azure makes roles of identities
KNOWN = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
MAKE = text(
    "SELECT * FROM pgaadauth_create_principal_with_oid(:role, :object_id, 'service', false, false)"
)


def admit(role: str, object_id: str = "") -> None:
    """Let a role read and write every table there is, as who owns them; run after each migration.

    Of the audit log it may add entries, and neither change nor remove one.

    On Azure Database for PostgreSQL a role that is missing is made for the managed identity with
    this object id. Raises NotFound where it is missing and no object id is given.
    """
    if object_id:
        with direct.engine(MAINTENANCE).connect() as connection:
            if not _known(connection, role):
                connection.execute(MAKE, {"role": role, "object_id": object_id})
                connection.commit()
    with direct.engine().begin() as connection:
        if not _known(connection, role):
            raise NotFound(f"The database has no role {role}.")
        _grant(connection, role)
        append(connection, ACCOUNTS, OPERATOR, Act.ADMITTED, OPERATOR, role=role)


def log_is_append_only() -> bool:
    """Whether the role of this connection can only add to the audit log, and not rewrite it."""
    tables, rights = [ledger.entries for ledger in LEDGERS], ("UPDATE", "DELETE", "TRUNCATE")
    return not any(_may(table, right) for table in tables for right in rights)


def _known(connection: Connection, role: str) -> bool:
    return connection.execute(KNOWN, {"role": role}).scalar() is not None


def _grant(connection: Connection, role: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    granted = ["SELECT ON alembic_version", f"USAGE ON SCHEMA {quote('public')}"]
    for name, table in sorted(db.metadata.tables.items()):
        if may := table.info.get("may"):
            connection.execute(text(f"REVOKE ALL ON {quote(name)} FROM {quote(role)}"))
        granted.append(f"{may or EVERYTHING} ON {quote(name)}")
    for one in granted:
        connection.execute(text(f"GRANT {one} TO {quote(role)}"))


def _may(table: Table, right: str) -> bool:
    asked = select(func.has_table_privilege(table.name, right))
    return bool(db.session.scalar(asked))
