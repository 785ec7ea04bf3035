"""The commands that the documents give an operator, each of them run as it is written."""

import os
import re
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:`|^)((?:flask|gunicorn)(?: [^`#\n]*[^`#\s])?)(?:`|\s+#|$)", re.MULTILINE)
WRITTEN = [(path.name, found) for path in DOCUMENTS for found in COMMAND.findall(path.read_text())]
ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": "postgresql://surveys:secret@localhost:1/surveys",
}


def commands_of(program):
    return sorted({command for _, command in WRITTEN if command.split()[0] == program})


@pytest.mark.parametrize("command", commands_of("flask"))
def test_a_command_is_there_as_it_is_written(command, monkeypatch):
    monkeypatch.chdir(ROOT)
    for name in ENVIRONMENT.keys() - {"PATH"}:
        monkeypatch.setenv(name, ENVIRONMENT[name])
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "")  # Flask sets it, for good
    done = CliRunner().invoke(FlaskGroup(name="flask"), [*shlex.split(command)[1:], "--help"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("command", commands_of("gunicorn"))
def test_a_server_would_start_as_it_is_written(command):
    done = subprocess.run(
        [*shlex.split(command), "--check-config"],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_every_command_is_tried():
    tried = commands_of("flask") + commands_of("gunicorn")
    assert sorted(tried) == sorted({command for _, command in WRITTEN})


def test_the_readme_says_how_to_prepare_to_serve_and_to_clean():
    assert [command for name, command in WRITTEN if name == "README.md"] == [
        "flask --app backend db upgrade",
        "gunicorn",
        "flask --app backend purge",
    ]
