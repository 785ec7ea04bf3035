"""The SQL that the migrations become, and what squawk says of it (.squawk.toml has the rules)."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
UPGRADE = ["-m", "flask", "--app", "backend", "db", "upgrade", "--sql"]
NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@localhost/nothing",
    "SECRET_KEY": "nothing-is-signed-with-this-0123456789",
}
OF_ALEMBIC = re.compile(r"^CREATE TABLE alembic_version \(.*?\);\n", re.DOTALL | re.MULTILINE)


def written() -> str:
    """The statements of `flask db upgrade --sql`, without the table that Alembic keeps."""
    done = subprocess.run(
        [sys.executable, *UPGRADE],
        cwd=ROOT,
        env=os.environ | NOWHERE,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return OF_ALEMBIC.sub("", done.stdout)


def reviewed(statements: str) -> int:
    """Let squawk print what it thinks of these; gives its exit status."""
    squawk = Path(sys.executable).with_name("squawk")
    command = [str(squawk), "--config", ".squawk.toml", "--stdin-filepath", "migrations.sql"]
    return subprocess.run(command, cwd=ROOT, input=statements, text=True, check=False).returncode
