"""Reloads and a change of version, under load: nobody notices."""

import contextlib
import signal
import sys
import time

import psutil

from devtools.bench.server import Server
from devtools.drill.crew import Crew, settle
from devtools.drill.ledger import Ledger, agree
from devtools.drill.place import place
from devtools.drill.table import Row

TIMES = 20
OVERLAP = 3.0
"""Seconds for which an old version and the new one serve side by side."""
PATIENCE = 60.0


def reloads(share: float = 1.0) -> list[Row]:
    """SIGHUP again and again, then another version on the same port and SIGTERM to the first."""
    times, ledger = max(1, round(TIMES * share)), Ledger()
    with place() as here, here.serving() as old, contextlib.ExitStack() as stack:
        with Crew(here, old.port, ledger, gives_up=False).working():
            ledger.first_after(time.monotonic())
            for _ in range(times):
                _reload(old)
            new = stack.enter_context(here.serving(old.port))
            time.sleep(OVERLAP)
            old.process.send_signal(signal.SIGTERM)
            old.process.wait(PATIENCE)
            time.sleep(OVERLAP)
        row = _row(times, ledger)
        settle(here, new.port, ledger)
        agreed = agree(here, ledger, new)
    print(f"reloads: {dict(ledger.seen)}", file=sys.stderr)
    return [row._replace(found=f"{row.found}. {agreed}", met=row.met and not agreed.faults)]


def _reload(server: Server) -> None:
    """Ask for new processes and wait until they serve alone."""
    before = {worker.pid for worker in server.workers}
    server.process.send_signal(signal.SIGHUP)
    psutil.wait_procs([psutil.Process(pid) for pid in before if psutil.pid_exists(pid)], PATIENCE)
    time.sleep(0.3)


def _row(times: int, ledger: Ledger) -> Row:
    failed = sum(n for what, n in ledger.seen.items() if not what.startswith("no reply: "))
    found = f"{ledger.acknowledged:,} submissions, {failed} failed requests"
    what = f"{times} reloads, and a change of version"
    return Row(what, found, "no failed request", failed == 0)
