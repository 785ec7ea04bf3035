"""The commands that the documents give an operator, each of them run as it is written."""

import os
import re
import secrets
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"(?:`|^)((?:flask|gunicorn)(?: [^`#\n]*[^`#\s])?)(?:`|\s+#|$)", re.MULTILINE)
WRITTEN = [(path.name, found) for path in DOCUMENTS for found in COMMAND.findall(path.read_text())]
ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "DATABASE_URL": "postgresql://surveys:secret@localhost:1/surveys",
}


@pytest.mark.parametrize("command", sorted({command for _, command in WRITTEN}))
def test_a_command_is_there_as_it_is_written(command):
    asking = "--check-config" if command.startswith("gunicorn") else "--help"
    done = subprocess.run(
        [*shlex.split(command), asking],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_the_readme_says_how_to_prepare_to_serve_and_to_clean():
    assert [command for name, command in WRITTEN if name == "README.md"] == [
        "flask --app backend db upgrade",
        "gunicorn",
        "flask --app backend purge",
    ]
