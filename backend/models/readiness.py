"""Whether the database answers, and knows the tables as this version of the code does."""

from functools import lru_cache

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.extensions import db

BRIEFLY = text("SET LOCAL statement_timeout = '1s'")
REVISION = text("SELECT version_num FROM alembic_version")


def missing() -> str:
    """What keeps us from serving, in a few words; empty where nothing does.

    A revision that we do not know is a newer one: the version after us prepares its way, and we
    serve until it takes over.
    """
    try:
        with db.engine.begin() as connection:
            connection.execute(BRIEFLY)
            found = set(connection.execute(REVISION).scalars())
    except SQLAlchemyError as error:
        undefined = getattr(getattr(error, "orig", None), "pgcode", None) == "42P01"
        return "the tables are missing" if undefined else "the database does not answer"
    earlier, head = _revisions(current_app.extensions["migrate"].directory)
    if found and not found & earlier:
        return ""
    return f"the tables are not those of {head}: run flask db upgrade"


@lru_cache(maxsize=1)
def _revisions(directory: str) -> tuple[frozenset[str], str]:
    """The revisions before the newest that we bring, and the newest."""
    scripts = ScriptDirectory(directory)
    head = scripts.get_current_head() or ""
    return frozenset(one.revision for one in scripts.walk_revisions()) - {head}, head
