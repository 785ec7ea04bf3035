"""One schema for PostgreSQL and for Citus: every table says its kind in `Table.info`.

`{"citus": "distributed", "citus_column": "survey_id"}`, `{"citus": "reference"}` or
`{"citus": "local"}`. Alembic writes `info` into its migrations, so the two listeners below serve
`op.create_table` and `create_all` alike. On plain PostgreSQL they cost one look-up.
"""

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.engine.mock import MockConnection

PRESENT = text("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
SETTINGS = (
    "SET LOCAL citus.multi_shard_modify_mode = 'sequential'",
    "SET LOCAL citus.enable_local_reference_table_foreign_keys = off",
)
REFERENCE = text("SELECT create_reference_table(cast(:table AS text))")
DISTRIBUTED = text(
    "SELECT create_distributed_table(cast(:table AS text), :column, colocate_with => :group)"
)


def has_citus(connection: Connection | MockConnection) -> bool:
    """Whether this database is a Citus coordinator; where SQL is just written down, it is none."""
    if isinstance(connection, MockConnection):
        return False
    return connection.scalar(PRESENT) is not None


@event.listens_for(Table, "before_create")
def prepare(target: Table, connection: Connection, **_: object) -> None:
    """Let a distributed table and a table that points at `users` be made in one transaction."""
    if has_citus(connection):
        for setting in SETTINGS:
            connection.execute(text(setting))


@event.listens_for(Table, "after_create")
def distribute(target: Table, connection: Connection, **_: object) -> None:
    """Spread a new table as its kind says; `citus_group` names a group other than the surveys'."""
    kind = target.info.get("citus")
    if kind in (None, "local") or not has_citus(connection):
        return
    if kind == "reference":
        connection.execute(REFERENCE, {"table": target.fullname})
        return
    column = target.info["citus_column"]
    group = target.info.get("citus_group", "default")
    connection.execute(DISTRIBUTED, {"table": target.fullname, "column": column, "group": group})
