"""What was backed up comes back, whole or not at all, and only where nothing is."""

import threading
from zipfile import ZipFile

import pytest
from sqlalchemy import make_url, text

from backend.backup import BackupError, Taken
from backend.backup.archive import Rows
from backend.extensions import db
from backend.models import fold, revision
from backend.models.snapshot import Snapshot
from backend.models.survey import Survey
from tests.backup.rounds import answers, fill, restore, sums, take
from tests.studies import answer, study

EMPTY_TABLES = "SELECT count(*) FROM {}"


def count(app, table: str) -> int:
    with app.app_context(), db.engine.connect() as connection:
        return connection.execute(text(EMPTY_TABLES.format(table)), {}).scalar_one()


def execute(app, statement: str) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql(statement)


@pytest.fixture(params=["with_tools", "without_tools"])
def way(request) -> str:
    request.getfixturevalue(request.param)
    return request.param


def test_all_comes_back_either_way(app, elsewhere, way, tmp_path):
    fill(app)
    taken = take(app, tmp_path / "backup")
    assert taken.manifest.way == ("pg_dump" if way == "with_tools" else "copy")
    there = elsewhere()
    restored = restore(there, tmp_path / "backup")
    assert restored.manifest == taken.manifest
    assert restored.rows == taken.rows > 20
    assert (sums(there), answers(there)) == (sums(app), answers(app))
    assert count(there, "sessions") == 0


def test_a_backup_of_what_was_restored_has_the_same_digests(app, elsewhere, tmp_path):
    fill(app)
    first = take(app, tmp_path / "first", tools_allowed=False)
    there = elsewhere(migrated=True)
    restore(there, tmp_path / "first")
    again = take(there, tmp_path / "again", tools_allowed=False)
    assert surveys(again) == surveys(first)


def surveys(taken: Taken) -> list[Rows]:
    """All but the log of what the operator does, to which a backup adds."""
    return [table for table in taken.manifest.tables if not table.name.startswith("account_")]


def test_it_goes_on_where_it_stood(app, elsewhere, tmp_path):
    fill(app)
    take(app, tmp_path / "backup", tools_allowed=False)
    there = elsewhere(migrated=True)
    restore(there, tmp_path / "backup")
    with there.app_context():
        survey = db.session.query(Survey).execution_options(fanout=True).first()
        answer(survey, colour="red")
        fold.fold_all(survey.id)
    sums(there)


def test_one_moment_is_kept_while_people_answer_and_others_count(app, elsewhere, tmp_path):
    with app.app_context():
        study(title="Busy")
    done = threading.Event()
    threads = [threading.Thread(target=each, args=(app, done)) for each in (_answering, _folding)]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    try:
        while not answers(app):
            done.wait(0.01)
        for number in range(2):
            path = tmp_path / str(number)
            take(app, path, tools_allowed=False)
            there = elsewhere(migrated=True)
            restore(there, path)
            sums(there)
            seen.append(len(answers(there)))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert 0 < seen[0] < seen[1] < len(answers(app))


def test_what_is_written_between_two_tables_is_not_in_it(app, elsewhere, tmp_path, monkeypatch):
    fill(app)
    before, copy = sums(app), Snapshot.copy

    def copy_and_write(moment, table, sink):
        survey = db.session.query(Survey).execution_options(fanout=True).first()
        answer(survey, colour="red")
        fold.fold(survey.id)
        return copy(moment, table, sink)

    monkeypatch.setattr(Snapshot, "copy", copy_and_write)
    take(app, tmp_path / "backup", tools_allowed=False)
    there = elsewhere(migrated=True)
    restore(there, tmp_path / "backup")
    assert sums(there) == before != sums(app)


def _answering(app, done: threading.Event) -> None:
    with app.app_context():
        survey = db.session.query(Survey).execution_options(fanout=True).one()
        while not done.wait(0.005):
            answer(survey, colour="red", age=1)
        db.session.remove()


def _folding(app, done: threading.Event) -> None:
    with app.app_context():
        survey = db.session.query(Survey).execution_options(fanout=True).one()
        while not done.wait(0.005):
            fold.fold(survey.id)
            db.session.remove()


@pytest.mark.usefixtures("without_tools")
def test_it_is_restored_into_an_empty_database_only(app, elsewhere, tmp_path):
    fill(app)
    take(app, tmp_path / "backup")
    before = answers(app)
    with pytest.raises(
        BackupError, match=r"not empty, there is: .*responses.* empty database only"
    ):
        restore(app, tmp_path / "backup")
    assert answers(app) == before
    foreign = elsewhere()
    execute(foreign, "CREATE TABLE invoices (id int)")
    with pytest.raises(BackupError, match="there is: invoices"):
        restore(foreign, tmp_path / "backup")


def test_tables_without_rows_are_filled(app, elsewhere, way, tmp_path):
    fill(app)
    take(app, tmp_path / "backup")
    there = elsewhere(migrated=True)
    restore(there, tmp_path / "backup")
    assert sums(there) == sums(app)


def test_a_backup_of_older_tables_is_brought_up_to_date(app, elsewhere, way, tmp_path):
    earlier, there = elsewhere(), elsewhere()
    assert earlier.test_cli_runner().invoke(args=["db", "upgrade", "0003"]).exit_code == 0
    execute(earlier, "INSERT INTO users VALUES (gen_random_uuid(), 't', 'o', 'n', 'e', now())")
    taken = take(earlier, tmp_path / "backup")
    assert taken.manifest.revision == "0003"
    restored = restore(there, tmp_path / "backup")
    with there.app_context():
        assert restored.revision == revision.known()[0] != "0003"
    assert count(there, "users") == 1
    with pytest.raises(BackupError, match=r"newer than the backup’s .0003.*without tables"):
        restore(elsewhere(migrated=True), tmp_path / "backup")


def test_a_backup_of_newer_tables_is_refused(app, elsewhere, tmp_path, monkeypatch):
    take(app, tmp_path / "backup", tools_allowed=False)
    there = elsewhere()
    monkeypatch.setattr(revision, "known", lambda: ["0002", "0001"])
    with pytest.raises(BackupError, match="this version of Surveys does not know"):
        restore(there, tmp_path / "backup")


def test_a_database_of_a_newer_version_is_refused(app, elsewhere, tmp_path):
    take(app, tmp_path / "backup", tools_allowed=False)
    there = elsewhere(migrated=True)
    execute(there, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BackupError, match=r"tables of a newer version \(9999\)"):
        restore(there, tmp_path / "backup")


def test_tables_that_somebody_has_changed_are_refused(app, elsewhere, way, tmp_path):
    take(app, tmp_path / "backup")
    there = elsewhere(migrated=True)
    execute(there, "ALTER TABLE users ADD COLUMN shoe_size int")
    with pytest.raises(BackupError, match="not as in the backup: users"):
        restore(there, tmp_path / "backup")


def test_rows_that_come_out_otherwise_are_noticed(app, elsewhere, way, tmp_path):
    fill(app)
    take(app, tmp_path / "backup")
    there = elsewhere(migrated=True)
    execute(
        there,
        "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN NEW.name := 'Mallory'; RETURN NEW; END $$; "
        "CREATE TRIGGER meddle BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION meddle()",
    )
    with pytest.raises(BackupError, match="users did not come out as it was backed up"):
        restore(there, tmp_path / "backup")
    assert (count(there, "users") == 0) == (way == "without_tools")


def among_the_rows(path):
    """Where in a backup rows stand: elsewhere there are bytes that mean nothing."""
    with ZipFile(path) as archive:
        member = max(archive.infolist(), key=lambda one: one.compress_size)
        return member.header_offset + len(member.filename) + 50 + member.compress_size // 2


def test_damage_is_noticed_before_anything_is_written(app, elsewhere, way, tmp_path):
    fill(app)
    take(app, tmp_path / "backup")
    whole = bytearray((tmp_path / "backup").read_bytes())
    whole[among_the_rows(tmp_path / "backup")] ^= 0x5A
    (tmp_path / "backup").write_bytes(whole)
    there = elsewhere()
    with pytest.raises(BackupError):
        restore(there, tmp_path / "backup")
    with there.app_context(), db.engine.connect() as connection:
        assert connection.execute(text("SELECT to_regclass('users')")).scalar() is None


def test_a_backup_by_pg_dump_needs_pg_restore(app, elsewhere, with_tools, tool, tmp_path):
    take(app, tmp_path / "backup")
    tool("pg_restore", "echo 'pg_restore (PostgreSQL) 9.6.1'")
    with pytest.raises(BackupError, match="or newer has to be installed, and there is 9"):
        restore(elsewhere(), tmp_path / "backup")


@pytest.mark.usefixtures("with_tools")
def test_and_says_so_where_there_is_none(app, elsewhere, tmp_path, monkeypatch):
    take(app, tmp_path / "backup")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="or newer has to be installed, and there is none"):
        restore(elsewhere(), tmp_path / "backup")


def test_a_database_that_cannot_be_reached_is_told_in_a_sentence(app, elsewhere, server, tmp_path):
    take(app, tmp_path / "backup", tools_allowed=False)
    there = elsewhere()
    there.config["DATABASE_URL_DIRECT"] = (
        make_url(server.role_url)
        .set(username="stranger", password="guess")
        .render_as_string(hide_password=False)
    )

    with pytest.raises(BackupError, match=r"^The database refused: [^\n]*failed") as refused:
        restore(there, tmp_path / "backup")
    assert "guess" not in str(refused.value)
