"""kill -9 of the whole database server, and of a gunicorn worker, again and again under load."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable

from devtools.bench.server import Server
from devtools.drill.crew import Crew, settle
from devtools.drill.ledger import Agreed, Ledger, agree
from devtools.drill.place import Place, place
from devtools.drill.table import Row, milliseconds

TIMES = 100
QUICKLY = 2.0
"""Within how many seconds of the database's return somebody has to be served."""
CALM = (0.2, 0.8)
"""Seconds of undisturbed load before a kill."""


def postgres(share: float = 1.0) -> list[Row]:
    """Kill the server and all its children, restart it at once."""
    return _drill("kill -9 of PostgreSQL", max(1, round(TIMES * share)), _kill_postgres)


def workers(share: float = 1.0) -> list[Row]:
    """Kill one of the two processes that serve; gunicorn starts another by itself."""
    return _drill("kill -9 of a worker", max(1, round(TIMES * share)), _kill_worker)


def _drill(
    what: str, times: int, kill: Callable[[Place, Server, Ledger, random.Random], float]
) -> list[Row]:
    dice, ledger = random.Random(times), Ledger()
    with place() as here, here.serving() as server:
        waits = []
        with Crew(here, server.port, ledger).working():
            ledger.first_after(time.monotonic())
            for _ in range(times):
                time.sleep(dice.uniform(*CALM))
                waits.append(kill(here, server, ledger, dice))
        server.wait()
        before = agree(here, ledger, server)
        settle(here, server.port, ledger)
        after = agree(here, ledger, server)
    print(f"{what}: {dict(ledger.seen)}", file=sys.stderr)
    return [_row(f"{times} × {what}", ledger, before, after), _first(what, waits)]


def _kill_postgres(here: Place, server: Server, ledger: Ledger, dice: random.Random) -> float:
    here.kill_postgres()
    here.postgres.start()
    return ledger.first_after(time.monotonic())


def _kill_worker(here: Place, server: Server, ledger: Ledger, dice: random.Random) -> float:
    worker = dice.choice(server.workers)
    os.kill(worker.pid, signal.SIGKILL)
    moment = time.monotonic()
    waited = ledger.first_after(moment)
    while len(server.workers) < 2 and time.monotonic() < moment + 30:
        time.sleep(0.02)
    return waited


def _row(what: str, ledger: Ledger, before: Agreed, after: Agreed) -> Row:
    doubt = before.acknowledged <= before.stored <= before.acknowledged + before.doubtful
    whole = after.stored == after.acknowledged == len(ledger.sent) and not after.doubtful
    found = (
        f"{before}. {ledger.resent:,} sent twice, {ledger.seen['503']:,} given back, "
        f"{ledger.seen['no reply']:,} without reply. When what was in doubt had been sent once "
        f"more: {after}"
    )
    met = doubt and whole and not before.faults and not after.faults
    return Row(what, found, "each acknowledged response there once, none else", met)


def _first(what: str, waits: list[float]) -> Row:
    goal = f"within {QUICKLY:.0f} s"
    return Row(f"First success after {what}", milliseconds(waits), goal, max(waits) <= QUICKLY)
