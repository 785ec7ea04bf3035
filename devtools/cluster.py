"""A PostgreSQL cluster's own files: how they are made, and what its lock and its log say."""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from devtools.owner import Owner

ADMIN = "postgres"


class PostgresError(RuntimeError):
    """PostgreSQL could not be made or started; the message is a sentence for the developer."""


def make(folder: Path, owner: Owner, *, sync: bool) -> None:
    """Make the cluster's files, unless they are complete; its password lies beside them."""
    if (folder / "made").exists():
        return
    owner.house(folder)
    shutil.rmtree(folder / "data", ignore_errors=True)
    owner.give(folder / "data")
    password, word = secrets.token_urlsafe(24), folder / "word"
    write(folder / "password", password)
    write(word, password)
    if owner.switch:
        os.chown(word, owner.uid, owner.gid)
    options = ["--auth=scram-sha-256", f"--username={ADMIN}", f"--pwfile={word}"]
    options += ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C"]
    options += ["--builtin-locale=C.UTF-8", "--no-instructions"]
    options += [] if sync else ["--no-sync"]
    command = owner.command("initdb", "-D", str(folder / "data"), *options)
    done = subprocess.run(
        command, cwd="/", env=environment(), capture_output=True, text=True, check=False
    )
    word.unlink()
    if done.returncode:
        raise PostgresError(sentence(done.stderr, folder))


def write(path: Path, text: str) -> None:
    """Write a file that nobody else can read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)


def server_of(lock: Path) -> int:
    """The process of the running server that holds this lock; 0 when it is gone.

    A process of that number may be somebody else's by now (after a restart of a container, say).
    """
    import psutil  # a tenth of a second, for the rare start that finds a lock

    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.name().startswith("postgres") and str(lock.parent) in process.cmdline()
    except (ValueError, psutil.Error):
        return 0
    return pid if ours else 0


def is_ready(lock: Path) -> bool:
    """Whether the server says that it accepts connections."""
    try:
        lines = lock.read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def sentence(log: str, folder: Path) -> str:
    """What went wrong, in one sentence, from PostgreSQL's output or an operating system's error."""
    if "No space left" in log or "could not resize shared memory" in log:
        return f"The disk is full: PostgreSQL cannot write to {folder}."
    if "Permission denied" in log:
        return (
            f"PostgreSQL may not use {folder}, which belongs to another user: "
            "remove it, or start as that user."
        )
    if "incompatible with server" in log:
        return f"The data in {folder} is of another PostgreSQL version: remove that folder."
    said = [line for line in log.splitlines() if "FATAL:" in line or "error:" in line]
    last = (said or log.strip().splitlines() or ["it gave no reason."])[-1]
    return f"PostgreSQL did not start: {last.split('FATAL:')[-1].split('error:')[-1].strip()}"


def environment() -> dict[str, str]:
    """Ours, without what would steer PostgreSQL (PGDATA, PGHOST …) or translate its messages."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return kept | {"LC_ALL": "C", "LANG": "C"}
