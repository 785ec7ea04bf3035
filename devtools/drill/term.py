"""SIGTERM while submissions wait for the database: they are finished, and the process ends."""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator

from psycopg2 import sql

from backend.extensions import db
from backend.models.survey import Survey
from devtools.databases import administration
from devtools.drill.crew import body
from devtools.drill.ledger import Ledger, Sent
from devtools.drill.line import Line, NoReply, NoServer
from devtools.drill.place import Place, place
from devtools.drill.table import Row, milliseconds

TIMES = 10
HELD = 0.3
"""For how many seconds after the signal the database keeps them waiting; two are their limit."""
QUICKLY = 5.0
CLIENTS = 8
"""Fewer than there are threads, so that somebody is left to say that we are not ready."""
AT_ONCE = 0.6
CAP = 1_000_000
"""A cap that is never reached makes submissions wait for the survey's row, which we can hold."""


def term(share: float = 1.0) -> list[Row]:
    """Ask gunicorn to end while sixteen submissions are under way."""
    times, took, faults, ledger = max(1, round(TIMES * share)), [], [], Ledger()
    with place() as here:
        _cap(here)
        for _ in range(times):
            seconds, found = _end_once(here, ledger)
            took.append(seconds)
            faults += found
        stored = _stored(here)
    print(f"term: {dict(ledger.seen)}", file=sys.stderr)
    if stored != ledger.acknowledged:
        faults.append(f"{stored} are stored")
    late = f", {ledger.seen['503']} given back as the lock came too late"
    found_words = (
        f"{ledger.acknowledged} of {len(ledger.sent)} acknowledged and stored"
        f"{late if ledger.seen['503'] else ''}; exit: {milliseconds(took)}"
    )
    return [
        Row(
            f"{times} × SIGTERM with {CLIENTS} submissions under way",
            "; ".join([found_words, *sorted(set(faults))]),
            f"nothing cut off, not ready at once, exit within {QUICKLY:.0f} s",
            not faults and max(took) <= QUICKLY,
        )
    ]


def _end_once(here: Place, ledger: Ledger) -> tuple[float, list[str]]:
    faults: list[str] = []
    with here.serving() as server:
        probes = [Line(server.port, kept=True, patience=0.3) for _ in range(4)]
        for probe in probes:
            probe.send("/health/ready")
        people = [
            threading.Thread(target=_answer, args=(here, server.port, ledger, n), daemon=True)
            for n in range(CLIENTS)
        ]
        server.fetch(here.survey.page)
        with _held(here):
            for person in people:
                person.start()
            _wait_for_waiting(here)
            moment = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            faults += _not_ready(probes)
            time.sleep(HELD)
        for person in people:
            person.join()
        server.process.wait(40)
        took = time.monotonic() - moment
        if server.process.returncode:
            faults.append(f"it ended with {server.process.returncode}")
    if cut := len(ledger.doubtful) - ledger.seen["503"]:
        faults.append(f"{cut} cut off")
    return took, faults


def _answer(here: Place, port: int, ledger: Ledger, number: int) -> None:
    sent: Sent = ledger.new(here.told[number])
    line = Line(port, kept=number % 2 == 0)
    try:
        reply = line.send(here.survey.page, body(here, sent))
    except (NoReply, NoServer) as error:
        ledger.note(repr(error))
        return
    finally:
        line.close()
    ledger.note(str(reply.status))
    if reply.status == 303:
        ledger.acknowledge(sent)


def _not_ready(probes: list[Line]) -> list[str]:
    """Who still has a connection hears that we are ending, unless all threads wait by chance.

    The signal goes from gunicorn to its processes, so the first may still hear otherwise.
    """
    heard, deadline = [200], time.monotonic() + AT_ONCE
    while 200 in heard and time.monotonic() < deadline:
        heard = [_asked(probe) for probe in probes]
    for probe in probes:
        probe.close()
    return [f"said of being ready: {heard}"] if 200 in heard else []


def _asked(probe: Line) -> int:
    with contextlib.suppress(NoReply, NoServer):
        return probe.send("/health/ready").status
    return 0


@contextlib.contextmanager
def _held(here: Place) -> Iterator[None]:
    """Hold the survey's row."""
    with administration(here.site.settings["DATABASE_URL"]) as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM surveys WHERE id = %s FOR UPDATE", [str(here.survey.id)])
        yield
        cursor.execute("ROLLBACK")


def _wait_for_waiting(here: Place) -> None:
    """Until as many submissions wait for the row as there are threads, and the rest behind them."""
    waiting = sql.SQL(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    deadline = time.monotonic() + 0.5
    with administration(here.site.settings["DATABASE_URL"]) as cursor:
        while time.monotonic() < deadline:
            cursor.execute(waiting)
            if cursor.fetchone()[0] >= CLIENTS // 2:
                return
            time.sleep(0.02)


def _cap(here: Place) -> None:
    with here.site.app.app_context():
        survey = db.session.get_one(Survey, here.survey.id)
        survey.cap = CAP
        db.session.commit()


def _stored(here: Place) -> int:
    from devtools.bench import exact

    here.rest()
    return exact.stored(here.site, here.survey)
