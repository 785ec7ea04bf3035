"""The restore drill: a backup while people answer, restored on another server, and compared."""

import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import orjson
from sqlalchemy import text

from backend import create_app
from backend.extensions import db
from backend.models.response import response_id
from devtools.bench import bulk, exact
from devtools.drill.crew import Crew
from devtools.drill.ledger import Ledger
from devtools.drill.place import Place, place
from devtools.drill.table import Row
from devtools.owner import Owner, programs
from devtools.postgres import temporary

RESPONSES = 100_000
WARM_UP = 1.0  # seconds in which people answer before the backup begins
IDS = text("SELECT id FROM responses WHERE survey_id = :survey_id")
OWN_LOG = ("account_entries", "account_heads")
"""What backing up and restoring themselves write to."""


@dataclass
class Copy:
    """A backup: its file, how long it took, and what had its receipt before it began."""

    way: str
    file: Path
    seconds: float
    before: set[UUID]
    during: int


def restore(share: float) -> list[Row]:
    """Back up by COPY and by pg_dump while people answer; restore both elsewhere."""
    with tempfile.TemporaryDirectory() as folder, place() as here:
        bulk.fill(here.site, here.survey, int(RESPONSES * share), random.Random(1))
        copies = _backed_up(here, Path(folder))
        return [_restored(here, copy) for copy in copies]


def _backed_up(here: Place, folder: Path) -> list[Copy]:
    ledger = Ledger()
    with here.serving() as server, Crew(here, server.port, ledger).working():
        time.sleep(WARM_UP)
        return [_copied(here, ledger, way, folder / way) for way in ("COPY", "pg_dump")]


def _copied(here: Place, ledger: Ledger, way: str, file: Path) -> Copy:
    before = {response_id(here.survey.id, sent.key) for sent in ledger.sent if sent.acknowledged}
    url = here.site.settings["DATABASE_URL"]
    seconds = _flask(url, "backup", str(file), *(["--copy"] if way == "COPY" else []))
    return Copy(way, file, seconds, before, ledger.acknowledged - len(before))


def _restored(here: Place, copy: Copy) -> Row:
    with temporary() as elsewhere, tempfile.TemporaryDirectory() as folder:
        url = elsewhere.create_database("restored")
        seconds = _flask(url, "restore", str(copy.file))
        again = Path(folder, "again")
        _flask(url, "backup", str(again), "--copy")
        faults = _differences(copy.file, again)
        stored, recounted = _counted(url, here, copy, faults)
    size = copy.file.stat().st_size / 1024**2
    found = (
        f"{stored:,} responses, {recounted:,} recounted; backup {copy.seconds / 60:.2f} minutes "
        f"({size:.0f} MiB) while {copy.during:,} were acknowledged, restore {seconds / 60:.2f} "
        "minutes"
    )
    faults += ["nobody answered meanwhile"] * (not copy.during)
    return Row(
        f"Backup and restore by {copy.way}",
        "; ".join([found, *faults]),
        "digests equal, nothing lost that was acknowledged before",
        not faults,
    )


def _flask(url: str, *words: str) -> float:
    """Run one of our commands as an operator does; gives its seconds."""
    path = f"{programs(Owner.here())}:{os.environ['PATH']}"
    key = "a-key-of-the-drill-0123456789-abcdefghij"
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "backend", *words],
        env=os.environ | {"DATABASE_URL": url, "SECRET_KEY": key, "PATH": path},
        stdout=sys.stderr,
        check=True,
    )
    return time.monotonic() - began


def _differences(first: Path, second: Path) -> list[str]:
    """The tables whose rows have other digests in the second backup."""
    one, two = _digests(first), _digests(second)
    changed = [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)]
    return [f"{name} differs" for name in sorted(changed)]


def _digests(file: Path) -> dict[str, Any]:
    with ZipFile(file) as archive:
        told = orjson.loads(archive.read("manifest.json"))["tables"]
    return {table["name"]: table for table in told if table["name"] not in OWN_LOG}


def _counted(url: str, here: Place, copy: Copy, faults: list[str]) -> tuple[int, int]:
    """How many responses are stored there, and how many a recount finds in the same figures."""
    settings = here.site.settings | {"DATABASE_URL": url, "DATABASE_URL_DIRECT": url}
    there = SimpleNamespace(app=create_app(settings), settings=settings)
    with there.app.app_context():
        stored = set(db.session.scalars(IDS, {"survey_id": here.survey.id}))
    if lost := len(copy.before - stored):
        faults.append(f"{lost} lost")
    try:
        exact.check_folded(there, here.survey)
        recounted = exact.check_grouped(there, here.survey)
    except exact.Inexact as error:
        faults.append(str(error))
        recounted = -1
    if recounted != len(stored):
        faults.append("the numbers differ")
    with there.app.app_context():
        db.engine.dispose()
    return len(stored), recounted
