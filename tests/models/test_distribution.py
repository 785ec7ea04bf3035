"""One schema for PostgreSQL and Citus: the rules hold for the models and for what is migrated."""

from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from backend.extensions import NAMES, db
from backend.models import distribution

DISTRIBUTED = {"citus": "distributed", "citus_column": "survey_id"}
VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
REFERENCE, LOCAL = {"citus": "reference"}, {"citus": "local"}


def faults(metadata: sa.MetaData) -> list[str]:
    """What Citus would refuse, or silently half accept, a sentence each."""
    return [fault for table in metadata.sorted_tables for fault in _of_table(table)]


def _of_table(table: sa.Table) -> Iterator[str]:
    if table.info.get("citus") not in ("distributed", "reference", "local"):
        yield f"{table} has no kind"
        return
    yield from _of_identities(table)
    for key in table.foreign_key_constraints:
        yield from _of_reference(table, key)
    if table.info["citus"] == "distributed":
        yield from _of_distributed(table)


def _of_distributed(table: sa.Table) -> Iterator[str]:
    column = table.columns.get(table.info["citus_column"])
    if column is None:
        yield f"{table} is distributed by a column that it has not"
        return
    if column.nullable or column.computed is not None:
        yield f"{column} may be null, or is generated"
    if _group(table) == "default" and not isinstance(column.type, sa.Uuid):
        yield f"{column} is no uuid, like the rest of the group"
    for name, columns in _keys(table):
        if column.name not in columns:
            yield f"{name} is unique without {column.name}"


def _of_identities(table: sa.Table) -> Iterator[str]:
    for column in table.columns:
        serial = column.identity is not None or column is table.autoincrement_column
        if serial and not isinstance(column.type, sa.BigInteger):
            yield f"{column} is a 32-bit identity"


def _of_reference(table: sa.Table, key: sa.ForeignKeyConstraint) -> Iterator[str]:
    there = key.referred_table
    kinds = table.info["citus"], there.info.get("citus")
    if kinds == ("distributed", "distributed"):
        pair = (table.info["citus_column"], there.info["citus_column"])
        pairs = [(element.parent.name, element.column.name) for element in key.elements]
        if _group(table) != _group(there) or pair not in pairs:
            yield f"{key.name} does not pair the distribution columns"
        if (key.ondelete or "").upper().startswith("SET"):
            yield f"{key.name} would set the distribution column"
    elif kinds not in (
        ("distributed", "reference"),
        ("local", "reference"),
        ("reference", "reference"),
        ("local", "local"),
    ):
        yield f"{key.name} points from a {kinds[0]} table to a {kinds[1]} one"


def _keys(table: sa.Table) -> Iterator[tuple[str, set[str]]]:
    for constraint in table.constraints:
        if isinstance(constraint, sa.PrimaryKeyConstraint | sa.UniqueConstraint):
            yield str(constraint.name), set(constraint.columns.keys())
        if isinstance(constraint, ExcludeConstraint):
            same = {element for element, _, how in constraint._render_exprs if how == "="}
            yield str(constraint.name), {getattr(one, "name", "") for one in same}
    for index in table.indexes:
        if index.unique:
            yield (
                str(index.name),
                {one.name for one in index.expressions if isinstance(one, sa.Column)},
            )


def _group(table: sa.Table) -> str:
    return str(table.info.get("citus_group", "default"))


def test_the_models_can_be_distributed() -> None:
    assert faults(db.metadata) == []


@pytest.fixture
def migrated(context: Flask) -> Iterator[sa.Connection]:
    """A connection to what the migrations have made."""
    with db.engine.connect() as connection:
        yield connection


def test_what_is_migrated_can_be_distributed(migrated: sa.Connection) -> None:
    metadata = sa.MetaData()
    metadata.reflect(migrated)
    for table in metadata.sorted_tables:
        ours = db.metadata.tables.get(table.name)
        table.info.update(LOCAL if table.name == "alembic_version" else ours.info)
    assert faults(metadata) == []


def test_what_is_migrated_has_no_triggers(migrated: sa.Connection) -> None:
    triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    assert migrated.scalars(sa.text(triggers)).all() == []


def test_what_is_migrated_is_what_the_models_say(migrated: sa.Connection) -> None:
    assert compare_metadata(MigrationContext.configure(migrated), db.metadata) == []


def test_the_migrations_say_the_same_kinds() -> None:
    """`create_table` carries `info`: what is made on Citus is what the models mean."""
    made: dict[str, dict[str, str]] = {}
    for path in sorted(VERSIONS.glob("*.py")):
        spec = spec_from_file_location(path.stem, path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        module.op = Recorder(made)
        module.upgrade()
    assert made == {table.name: table.info for table in db.metadata.sorted_tables}


class Recorder:
    """Stands for `op` in a migration: remembers the tables that are made."""

    def __init__(self, made: dict[str, dict[str, str]]) -> None:
        self.made = made

    def create_table(self, name: str, *_: object, info: dict[str, str], **__: object) -> None:
        self.made[name] = info

    def drop_table(self, name: str) -> None:
        del self.made[name]

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def uuid(name: str = "id", **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid, **options)


def parent(metadata: sa.MetaData) -> sa.Table:
    info = {"citus": "distributed", "citus_column": "id"}
    return sa.Table("surveys", metadata, uuid(primary_key=True), uuid("owner_id"), info=info)


def user(metadata: sa.MetaData) -> sa.Table:
    return sa.Table("users", metadata, uuid(primary_key=True), info=REFERENCE)


def test_sql_that_is_only_written_asks_no_database_for_citus() -> None:
    said: list[str] = []
    engine = sa.create_mock_engine("postgresql://", lambda ddl, *_, **__: said.append(str(ddl)))
    metadata = sa.MetaData()
    parent(metadata)
    metadata.create_all(engine, checkfirst=False)
    (statement,) = said
    assert statement.strip().startswith("CREATE TABLE surveys")


SURVEY_ID = {"name": "survey_id", "primary_key": True}
WRONG: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "has no kind": ({}, [uuid(primary_key=True)]),
    "by a column that it has not": (DISTRIBUTED, [uuid(primary_key=True)]),
    "may be null": (DISTRIBUTED, [uuid("survey_id", nullable=True)]),
    "is no uuid": (DISTRIBUTED, [sa.Column("survey_id", sa.Text, primary_key=True)]),
    "child_pkey is unique without": (
        DISTRIBUTED,
        [uuid(primary_key=True), uuid("survey_id", nullable=False)],
    ),
    "child_slug_key is unique without": (
        DISTRIBUTED,
        [uuid(**SURVEY_ID), uuid("slug"), sa.UniqueConstraint("slug", name="child_slug_key")],
    ),
    "child_slug_idx is unique without": (
        DISTRIBUTED,
        [uuid(**SURVEY_ID), uuid("slug"), sa.Index("child_slug_idx", "slug", unique=True)],
    ),
    "child_when_excl is unique without": (
        DISTRIBUTED,
        [uuid(**SURVEY_ID), uuid("a"), ExcludeConstraint(("a", "="), name="child_when_excl")],
    ),
    "is a 32-bit identity": (LOCAL, [sa.Column("n", sa.Integer, sa.Identity(), primary_key=True)]),
    "does not pair": (
        DISTRIBUTED,
        [
            uuid(**SURVEY_ID),
            uuid("other", nullable=False),
            sa.ForeignKeyConstraint(["other"], ["surveys.id"], name="child_fkey"),
        ],
    ),
    "would set": (
        DISTRIBUTED,
        [
            uuid(**SURVEY_ID),
            sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], ondelete="SET NULL"),
        ],
    ),
    "from a local table to a distributed one": (
        LOCAL,
        [uuid(primary_key=True), sa.ForeignKeyConstraint(["id"], ["surveys.id"])],
    ),
    "from a reference table to a distributed one": (
        REFERENCE,
        [uuid(primary_key=True), sa.ForeignKeyConstraint(["id"], ["surveys.id"])],
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_the_guard_sees(fault: str) -> None:
    metadata = sa.MetaData(naming_convention=NAMES)
    parent(metadata), user(metadata)
    info, parts = WRONG[fault]
    sa.Table("child", metadata, *[_copy(part) for part in parts], info=dict(info))
    assert any(fault in found for found in faults(metadata)), faults(metadata)


def _copy(part: Any) -> Any:
    return part._copy() if isinstance(part, sa.Column) else part


class Coordinator:
    """A connection as the listeners see it; says whether it is to Citus, keeps what is asked."""

    def __init__(self, citus: bool) -> None:
        self.citus, self.asked = citus, []

    def scalar(self, _: object) -> int | None:
        return 1 if self.citus else None

    def execute(self, statement: object, values: dict[str, str] | None = None) -> None:
        self.asked.append((str(statement).split("(")[0], values))


def made_on(citus: bool, info: dict[str, str]) -> list[Any]:
    table = sa.Table("t", sa.MetaData(), uuid("survey_id"), info=info)
    connection = Coordinator(citus)
    table.dispatch.before_create(table, connection, checkfirst=False)
    table.dispatch.after_create(table, connection, checkfirst=False)
    return connection.asked[len(distribution.SETTINGS) if citus else 0 :]


@pytest.mark.parametrize("info", [DISTRIBUTED, REFERENCE, LOCAL, {}])
def test_on_plain_postgresql_nothing_is_said(info: dict[str, str]) -> None:
    assert made_on(False, info) == []


def test_on_citus_a_table_is_spread_as_its_kind_says() -> None:
    assert made_on(True, LOCAL) == made_on(True, {}) == []
    assert made_on(True, REFERENCE) == [("SELECT create_reference_table", {"table": "t"})]
    spread = {"table": "t", "column": "survey_id", "group": "default"}
    assert made_on(True, DISTRIBUTED) == [("SELECT create_distributed_table", spread)]
    own = DISTRIBUTED | {"citus_group": "none"}
    assert made_on(True, own) == [("SELECT create_distributed_table", spread | {"group": "none"})]
