"""The revisions of the tables: those that this version of the code brings, and the database's."""

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, text

THERE = text("SELECT to_regclass('alembic_version') IS NOT NULL")
REVISION = text("SELECT version_num FROM alembic_version")


def known() -> list[str]:
    """All revisions that we bring, the newest first."""
    scripts = ScriptDirectory(current_app.extensions["migrate"].directory)
    return [one.revision for one in scripts.walk_revisions()]


def of(connection: Connection) -> str:
    """The revision of the database's tables; empty where none was ever made."""
    if not connection.execute(THERE).scalar():
        return ""
    return connection.execute(REVISION).scalar() or ""
