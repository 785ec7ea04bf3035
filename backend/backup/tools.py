"""PostgreSQL's own pg_dump and pg_restore, where they are installed."""

import contextlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from typing import IO, Any, cast

from psycopg2.extensions import make_dsn

from backend.backup.archive import BLOCK, Digest
from backend.backup.errors import BackupError

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
DUMP = ["--format=custom", "--data-only", "--no-owner", "--no-privileges", "--no-password"]
RESTORE = ["--data-only", "--no-owner", "--no-privileges", "--no-password",
           "--single-transaction", "--exit-on-error"]  # fmt: skip


def version(program: str) -> int:
    """The first part of an installed program's version; 0 where it is not there."""
    if not (path := shutil.which(program)):
        return 0
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def dump(parameters: dict[str, Any], snapshot: str, tables: list[str], into: Digest) -> None:
    """Write the rows of these tables, as a snapshot sees them; raises BackupError."""
    chosen = [f"--table={_pattern(name)}" for name in tables]
    with (
        _connection(parameters) as where,
        _running(
            ["pg_dump", *DUMP, f"--snapshot={snapshot}", *chosen, f"--dbname={where}"]
        ) as process,
    ):
        shutil.copyfileobj(cast(IO[bytes], process.stdout), into, BLOCK)


def load(parameters: dict[str, Any], source: IO[bytes]) -> None:
    """Write what `dump` has read; all of it or nothing; raises BackupError."""
    with (
        _connection(parameters) as where,
        _running(["pg_restore", *RESTORE, f"--dbname={where}"]) as process,
        contextlib.suppress(BrokenPipeError),
        cast(IO[bytes], process.stdin) as sink,
    ):
        shutil.copyfileobj(source, sink, BLOCK)


@contextlib.contextmanager
def _connection(parameters: dict[str, Any]) -> Iterator[str]:
    """Where to connect, in words; the password is in a file, which nobody else can read."""
    told = {name: value for name, value in parameters.items() if name != "password"}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        if password := parameters.get("password"):
            secret = re.sub(r"([\\:])", r"\\\1", password)
            file.write(f"*:*:*:*:{secret}\n")
            file.flush()
            told["passfile"] = file.name
        yield make_dsn(**told)


@contextlib.contextmanager
def _running(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A program at work; raises BackupError with its own last words where it fails."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
        )
        with process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            said.seek(0)
            words = said.read().decode(errors="replace").strip().splitlines()
            reason = next((line for line in words if "error:" in line), "it gave no reason")
            raise BackupError(f"{command[0]} failed: {reason.partition('error: ')[2] or reason}")


def _pattern(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
