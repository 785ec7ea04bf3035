"""`flask backup` and `flask restore`, as an operator runs them."""

from tests.backup.rounds import fill


def run(app, *words):
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def test_a_backup_says_what_it_holds(app, tmp_path):
    fill(app)
    said = run(app, "backup", "--copy", tmp_path / "a")
    assert said.exit_code == 0
    first, second = said.output.splitlines()
    assert first.startswith("Backed up ")
    assert "by COPY, as you asked, in " in first
    assert second.endswith(f"  {tmp_path / 'a'}")


def test_a_restore_into_a_full_database_is_refused_in_a_sentence(app, tmp_path):
    fill(app)
    run(app, "backup", "--copy", tmp_path / "a")
    said = run(app, "restore", tmp_path / "a")
    assert said.exit_code == 1
    assert said.output.startswith("Error: The database is not empty, there is: ")


def test_a_backup_that_is_refused_is_too(app, tmp_path):
    assert run(app, "backup", tmp_path / "no" / "a").output.startswith("Error: ")


def test_a_restore_says_what_has_come_back(app, elsewhere, tmp_path):
    fill(app)
    run(app, "backup", "--copy", tmp_path / "a")
    said = run(elsewhere(migrated=True), "restore", tmp_path / "a")
    assert said.exit_code == 0, said.output
    told = " ".join(said.output.splitlines()[-2:])
    assert "Each was read back and is the same." in told
    assert told.endswith("everybody has to sign in again.")
