"""`flask audit verify`, as an operator runs it."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, update

from backend.extensions import db
from backend.models.audit import SURVEYS
from backend.models.survey import Survey
from tests.browser import Browser
from tests.surveys.shelf import NOW, publish

ENTRIES, HEADS = SURVEYS.entries, SURVEYS.heads


@pytest.fixture
def survey(app: Flask, alice: Browser) -> UUID:
    return publish(app, alice)


def verified(app: Flask, *args: str):
    return app.test_cli_runner().invoke(args=["audit", "verify", *args])


def tamper(app: Flask, *statements) -> None:
    with app.app_context(), db.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_good_log_is_told_by_its_heads(app: Flask, alice: Browser, survey: UUID) -> None:
    run = verified(app)
    assert run.exit_code == 0
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [line[:3] for line in lines] == [
        ["survey", str(survey), "2"],
        ["account", str(alice.user.id), "1"],
    ]
    assert {len(line[3]) for line in lines} == {64}
    assert run.stderr == "2 chains, 3 good entries, 0 broken.\n"


def test_the_first_broken_entry_is_named_and_the_command_fails(app: Flask, survey: UUID) -> None:
    detail = update(ENTRIES).where(ENTRIES.c.survey_id == survey, ENTRIES.c.number == 2)
    tamper(app, detail.values(detail={"version": 9}))
    run = verified(app)
    assert run.exit_code == 1
    assert f"survey {survey}: entry 2 is not what was written.\n" in run.stderr
    assert "2 chains, 2 good entries, 1 broken." in run.stderr


def test_one_survey_is_verified_by_itself(app: Flask, survey: UUID) -> None:
    run = verified(app, str(survey))
    assert run.exit_code == 0
    assert run.stderr == "1 chains, 2 good entries, 0 broken.\n"
    unknown = verified(app, str(UUID(int=5)))
    assert unknown.exit_code == 1
    assert "There is no log of 00000000-0000-0000-0000-000000000005." in unknown.stderr
    assert verified(app, "lunch").exit_code == 2


def test_kept_heads_are_compared(app: Flask, survey: UUID, tmp_path) -> None:
    heads = tmp_path / "heads.txt"
    heads.write_text(verified(app).stdout)
    with app.app_context():
        db.session.get_one(Survey, survey).close(NOW)
    assert verified(app, "--against", str(heads)).exit_code == 0
    tamper(
        app,
        delete(ENTRIES).where(ENTRIES.c.survey_id == survey),
        delete(HEADS).where(HEADS.c.survey_id == survey),
    )
    alone = verified(app)
    assert alone.exit_code == 0
    assert "1 surveys have no log: they are older than it, or all is gone." in alone.stderr
    run = verified(app, "--against", str(heads))
    assert run.exit_code == 1
    assert f"survey {survey}: entry 1 is missing, and all after it.\n" in run.stderr


@pytest.mark.parametrize("line", ["nonsense", "survey x 1 00", "survey 1 2 3 4", "\n"])
def test_a_file_that_holds_no_heads_is_refused(app: Flask, tmp_path, line: str) -> None:
    heads = tmp_path / "heads.txt"
    heads.write_text(line)
    run = verified(app, "--against", str(heads))
    assert run.exit_code == 1
    assert f"Line 1 of {heads} is no head." in run.stderr


def test_heads_of_another_secret_key_are_counted(
    app: Flask, survey: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SECRET_KEY", "another-secret-of-the-tests-0123456789")
    run = verified(app)
    assert run.exit_code == 0
    assert "2 heads were sealed with another SECRET_KEY: unchecked." in run.stderr
