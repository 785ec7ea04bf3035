"""What a migration may not say: expand now, contract a release later."""

from pathlib import Path

import pytest

from devtools.migrations.rules import faults
from devtools.migrations.statements import reviewed

FINE = [
    'op.add_column("drafts", sa.Column("x", sa.Text()))',
    'op.add_column("drafts", sa.Column("x", sa.Text(), nullable=False, server_default=""))',
    'op.add_column("drafts", sa.Column("x", sa.Text(), sa.Computed("1"), nullable=False))',
    'op.create_table("later", sa.Column("n", sa.BigInteger(), sa.Identity()))',
    'op.drop_index("drafts_idx")',
    'op.alter_column("drafts", "x", nullable=True)',
    'op.execute("UPDATE drafts SET x = 1")',
]
REFUSED = {
    'op.execute("CREATE TRIGGER x")': "has a trigger",
    'op.execute("alter table a rename  constraint b to c")': "renames a constraint",
    'op.execute("ALTER TABLE a ALTER b SET STATISTICS 9")': "statistics",
    'op.execute("ALTER TABLE a ALTER b SET STORAGE MAIN")': "storage",
    'op.execute("UPDATE a SET b = clock_timestamp()")': "clock_timestamp",
    'op.add_column("a", sa.Column("b", sa.BigInteger(), sa.Identity()))': "identity column",
    'op.add_column("a", sa.Column("b", sa.Text(), sa.CheckConstraint("b")))': "with a check",
    'op.add_column("a", sa.Column("b", sa.Text(), nullable=False))': "cannot fill",
}
TAKEN_AWAY = {
    'op.drop_table("a")': "drops a table",
    'op.drop_column("a", "b")': "drops a column",
    'op.rename_table("a", "b")': "renames a table",
    'op.alter_column("a", "b", new_column_name="c")': "renames a column",
    'op.alter_column("a", "b", type_=sa.Text())': "changes the type",
    'op.alter_column("a", "b", nullable=False)': "forbids null",
    'op.execute("DROP TABLE a")': "drops what",
    'op.execute("ALTER TABLE a DROP COLUMN b")': "drops what",
    'op.execute("ALTER TABLE a RENAME TO b")': "renames what",
    'op.execute("ALTER TABLE a ALTER COLUMN b TYPE text")': "changes the type",
    'op.execute("ALTER TABLE a ALTER COLUMN b SET NOT NULL")': "forbids null",
}


@pytest.fixture
def found(tmp_path: Path):
    """What is found in a migration that does this, at version 1.4.0."""

    def found(does: str, contract: str = "") -> list[str]:
        head = f'contract = "{contract}"\n' if contract else ""
        back = '\n\ndef downgrade():\n    op.drop_table("a")\n'
        text = f'"""No trigger here."""\n{head}\n\ndef upgrade():\n    {does}\n{back}'
        (tmp_path / "9001_later.py").write_text(text)
        return list(faults(tmp_path, "1.4.0"))

    return found


def test_our_migrations_keep_to_it() -> None:
    assert list(faults()) == []


@pytest.mark.parametrize("does", FINE)
def test_what_adds_is_fine(does, found) -> None:
    assert found(does) == []


@pytest.mark.parametrize("does", REFUSED)
def test_what_is_refused_is_refused_in_every_release(does, found) -> None:
    assert REFUSED[does] in found(does)[0]
    assert any(REFUSED[does] in fault for fault in found(does, "1.3.0"))


@pytest.mark.parametrize("does", TAKEN_AWAY)
def test_what_takes_away_waits_for_a_release(does, found) -> None:
    [fault] = found(does)
    assert TAKEN_AWAY[does] in fault
    assert fault.endswith("say which release stopped using it.")
    assert found(does, "1.4.0") == found(does, "1.3.2") == []


@pytest.mark.parametrize("contract", ["1.5.0", "2", "soon"])
def test_a_release_that_is_not_out_has_stopped_nothing(contract, found) -> None:
    assert found('op.drop_table("a")', contract) == [
        f"9001_later.py waits for {contract}, which is not out."
    ]


def test_a_contraction_takes_something_away(found) -> None:
    [fault] = found("pass", "1.3.0")
    assert "takes nothing away" in fault


def test_squawk_reads_what_the_migrations_become() -> None:
    limits = "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s';"
    assert reviewed(f"BEGIN; {limits} ALTER TABLE drafts ADD COLUMN x text; COMMIT;") == 0
    assert reviewed(f"BEGIN; {limits} CREATE INDEX i ON drafts (x); COMMIT;") == 1
    assert reviewed("ALTER TABLE drafts ADD COLUMN x text;") == 1
