"""`flask doctor`, as an operator and as a machine run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from backend import doctor
from backend.doctor.finding import consider, good, mend

ROOT = Path(__file__).parents[2]


def run(app, *options):
    return app.test_cli_runner().invoke(args=["doctor", *options])


def test_it_says_a_line_on_each_and_ends_with_1_where_something_is_to_be_mended(app):
    said = run(app)
    lines = said.output.splitlines()
    assert said.exit_code == 1  # the key of the tests is a weak one
    assert lines[0].startswith("MEND  secret key: SECRET_KEY is weak")
    assert len(lines) == len(doctor.OF_SETTINGS) + 1 + len(doctor.OF_DATABASE) + 1
    assert lines[-1].endswith(" to be mended.")
    assert all(line[:6] in ("good  ", "note  ", "MEND  ", "?     ") for line in lines[:-1])


def test_no_secret_is_printed(app):
    said = run(app).output + run(app, "--json").output
    password = app.config["SQLALCHEMY_DATABASE_URI"].split(":")[2].split("@")[0]
    for secret in (app.config["SECRET_KEY"], app.config["CLIENT_SECRET"], password):
        assert secret not in said


def test_it_ends_with_0_where_nothing_is(app, monkeypatch):
    found = [("one", good("Fine.")), ("two", consider("Think."))]
    monkeypatch.setattr(doctor, "examine", lambda settings: iter(found))
    said = run(app)
    assert (said.exit_code, said.output) == (
        0,
        "good  one: Fine.\nnote  two: Think.\nNothing has to be mended.\n",
    )
    assert json.loads(run(app, "--json").output)["good"] is True


def test_machines_read_json(app, monkeypatch):
    monkeypatch.setattr(doctor, "examine", lambda settings: iter([("one", mend("Do “that”."))]))
    said = run(app, "--json")
    assert said.exit_code == 1
    assert json.loads(said.output) == {
        "good": False,
        "checks": [{"name": "one", "state": "mend", "sentence": "Do “that”."}],
    }


def test_what_is_missing_altogether_is_said_by_the_start():
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "backend", "doctor"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "postgresql://a@localhost/b"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "SECRET_KEY is missing" in done.stderr
