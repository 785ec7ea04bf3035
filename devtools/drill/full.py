"""The database's disk is full, and freed again: a small file system that a ballast fills."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from devtools.cluster import PostgresError
from devtools.drill.crew import Crew, settle
from devtools.drill.ledger import Ledger, agree
from devtools.drill.place import Place, place
from devtools.drill.table import Row, milliseconds

TIMES = 10
SIZE = "140m"
WAL = {"max_wal_size": "48MB", "min_wal_size": "32MB", "shared_buffers": "16MB"}
FULL = 3.0
"""For how many seconds the disk stays full after the first refusal."""
UNTIL = 20.0
QUICKLY = 10.0
BLOCK = bytes(1 << 16)


class NoSmallDisk(RuntimeError):
    """A small file system cannot be made here: that is root's to do, on Linux."""


def full(share: float = 1.0) -> list[Row]:
    """Fill the disk under load, keep it full, free it; again and again."""
    times, ledger = max(1, round(TIMES * share)), Ledger()
    waits, crashes, refusals = [], 0, []
    with small_disk() as disk, place(disk / "postgres", **WAL) as here, here.serving() as server:
        with Crew(here, server.port, ledger).working():
            for _ in range(times):
                ledger.first_after(time.monotonic())
                before = ledger.seen["503"]
                crashes += _fill(here, disk, ledger)
                refusals.append(ledger.seen["503"] - before)
                (disk / "ballast").unlink()
                waits.append(_back(here, ledger, time.monotonic()))
                time.sleep(0.5)
        before_settling = agree(here, ledger, server)
        settle(here, server.port, ledger)
        after = agree(here, ledger, server)
    print(f"full: {dict(ledger.seen)}", file=sys.stderr)
    faults = before_settling.faults + after.faults + ("it never was full",) * (not all(refusals))
    others = sum(n for what, n in ledger.seen.items() if what.startswith("5") and what != "503")
    found = (
        f"{sum(refusals):,} given back with 503, {others} other 5xx; PostgreSQL ended "
        f"{crashes} times by itself and was started again; first success {milliseconds(waits)}. "
        f"{before_settling}. When what was in doubt had been sent once more: {after}"
    )
    met = not faults and not others and max(waits) <= QUICKLY
    goal = f"no loss, no 5xx but 503, back within {QUICKLY:.0f} s"
    return [Row(f"{times} × the database’s disk full, and freed", found, goal, met)]


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of its own in memory. Raises NoSmallDisk."""
    folder = Path(tempfile.mkdtemp(prefix="surveys-disk-", dir="/tmp"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=711", "tmpfs", str(folder)]
    try:
        made = subprocess.run(command, capture_output=True, check=False)
        if made.returncode:
            raise NoSmallDisk("A small file system cannot be mounted: this drill needs root.")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
    finally:
        folder.rmdir()


def _fill(here: Place, disk: Path, ledger: Ledger) -> int:
    """Fill the disk to the last block and keep it so; gives how often PostgreSQL gave up."""
    known, deadline, crashes = ledger.seen["503"], time.monotonic() + UNTIL, 0
    with (disk / "ballast").open("ab", buffering=0) as ballast:
        while time.monotonic() < deadline:
            _grow(ballast.fileno())
            crashes += not _runs(here)
            if ledger.seen["503"] > known:
                deadline, known = min(deadline, time.monotonic() + FULL), sys.maxsize
            time.sleep(0.05)
    return crashes


def _grow(ballast: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            os.write(ballast, BLOCK)


def _runs(here: Place) -> bool:
    """Whether PostgreSQL still runs; where not, it is started again, as services are."""
    process = here.postgres.process
    if process is not None and process.poll() is None:
        return True
    with contextlib.suppress(PostgresError, OSError):
        here.postgres.start()
    return False


def _back(here: Place, ledger: Ledger, moment: float) -> float:
    """Seconds until somebody is served again."""
    waited = 0.0
    while time.monotonic() < moment + 60:
        _runs(here)
        waited = ledger.first_after(moment, time.monotonic() - moment + 0.1)
        if any(one >= moment for one in ledger.moments[-50:]):
            return waited
    return waited
