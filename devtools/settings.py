"""What the application stands on here: its settings, and the database and provider they name.

A setting that the environment already has goes before ours, so that another database or another
provider can take the place of the one we bring.
"""

import contextlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

from devtools import codespace
from devtools.cluster import write
from devtools.postgres import Postgres
from devtools.provider import Provider

ROOT = Path(__file__).parents[1]
LOCAL = ROOT / ".local"
DATABASE = "surveys"
PORT = 5001


class CannotStart(Exception):
    """The message is one sentence for the developer."""


def choose(stack: contextlib.ExitStack, port: int) -> dict[str, str]:
    """The settings of an application at this port; what they name runs until the stack closes.

    The pages of our provider are at the next port, unless that one is taken.
    """
    LOCAL.mkdir(exist_ok=True)
    settings = {"SECRET_KEY": _secret(), "FLASK_DEBUG": "1"} | codespace.settings()
    settings |= {name: value for name, value in os.environ.items() if value}
    if not (settings.get("DATABASE_URL") or settings.get("DBHOST")):
        settings["DATABASE_URL"] = settings["DATABASE_URL_DIRECT"] = _database(stack)
    if not settings.get("CLIENT_ID"):
        provider = Provider(page_port=port + 1, address=codespace.address)
        settings |= stack.enter_context(provider).environment()
    return settings


def prepare(settings: dict[str, str]) -> None:
    """Bring the database up to date and load the demonstration; raises CannotStart."""
    done = subprocess.run(
        [sys.executable, "-m", "devtools.prepare"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        if "No space left" in said:
            raise CannotStart("The disk is full: the database cannot be brought up to date.")
        if "OperationalError" in said and "connect" in said:
            raise CannotStart(f"The database does not answer: {_reason(said)}")
        raise CannotStart(f"The database could not be brought up to date.\n{said}")


def _secret() -> str:
    path = LOCAL / "secret_key"
    if not path.exists():
        write(path, secrets.token_urlsafe(48))
    return path.read_text()


def _database(stack: contextlib.ExitStack) -> str:
    postgres = stack.enter_context(Postgres(LOCAL / "postgres"))
    if not postgres.has_database(DATABASE):
        postgres.create_database(DATABASE)
    return postgres.url(DATABASE)


def _reason(said: str) -> str:
    """psycopg2's own line of a long traceback."""
    lines = [line for line in said.splitlines() if "OperationalError)" in line]
    return (lines or said.splitlines())[-1].partition("OperationalError)")[2].strip()
