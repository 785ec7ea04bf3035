"""Minutes at a steady rate: people come when they come, whether or not the others are done."""

import heapq
import random
import sys
import threading
import time

from devtools.drill.crew import body
from devtools.drill.ledger import Ledger, Sent, agree
from devtools.drill.line import Line, NoReply, NoServer
from devtools.drill.place import Place, place
from devtools.drill.table import Row

MINUTES = 10.0
RATE = 140.0
AGAIN = 0.05
PEOPLE = 64
"""How many can be under way at once; when all are, the next ones' waiting is counted too."""
QUICKLY = 1.0


class Arrivals:
    """The moments at which somebody sends, drawn at random around a rate; what they took."""

    def __init__(self, seconds: float, rate: float, dice: random.Random) -> None:
        self.moments = _drawn(seconds, rate, dice)
        self.took: list[float] = []
        self.lock = threading.Lock()
        self.next = 0

    def take(self) -> float | None:
        """The next moment, in seconds after the start; none where all are taken."""
        with self.lock:
            self.next += 1
            return self.moments[self.next - 1] if self.next <= len(self.moments) else None

    def note(self, seconds: float) -> None:
        """How long somebody has waited, from the moment at which they wanted to send."""
        with self.lock:
            self.took.append(seconds)


def steady(share: float = 1.0) -> list[Row]:
    """140 submissions a second for ten minutes, of which one in twenty is sent a second time."""
    arrivals = Arrivals(60 * MINUTES * share, RATE, random.Random(7))
    ledger = Ledger()
    with place() as here, here.serving() as server:
        began = time.monotonic() + 0.5
        people = [
            threading.Thread(
                target=_answer, args=(here, server.port, arrivals, ledger, began, n), daemon=True
            )
            for n in range(PEOPLE)
        ]
        for person in people:
            person.start()
        for person in people:
            person.join()
        seconds = time.monotonic() - began
        agreed = agree(here, ledger, server)
    print(f"steady: {dict(ledger.seen)}", file=sys.stderr)
    return [_row(arrivals, ledger, seconds, str(agreed), bool(agreed.faults))]


def _drawn(seconds: float, rate: float, dice: random.Random) -> list[float]:
    moments, at = [], 0.0
    while (at := at + dice.expovariate(rate)) < seconds:
        moments.append(at)
    return moments


def _answer(
    here: Place, port: int, arrivals: Arrivals, ledger: Ledger, began: float, number: int
) -> None:
    dice, line = random.Random(number), Line(port, kept=True)
    last: Sent | None = None
    while (at := arrivals.take()) is not None:
        time.sleep(max(0.0, began + at - time.monotonic()))
        if last is not None and dice.random() < AGAIN:
            sent = last
            ledger.resent += 1
        else:
            sent = ledger.new(dice.choice(here.told))
        last = sent if _send(here, line, sent, ledger) else None
        arrivals.note(time.monotonic() - began - at)
    line.close()


def _send(here: Place, line: Line, sent: Sent, ledger: Ledger) -> bool:
    try:
        reply = line.send(here.survey.page, body(here, sent))
    except (NoReply, NoServer) as error:
        ledger.note(repr(error)[:60])
        return False
    if reply.status != 303:
        ledger.note(str(reply.status))
        return False
    ledger.acknowledge(sent)
    return True


def _row(arrivals: Arrivals, ledger: Ledger, seconds: float, agreed: str, faulty: bool) -> Row:
    slowest = heapq.nlargest(max(1, len(arrivals.took) // 100), arrivals.took)
    errors, p99 = sum(ledger.seen.values()), slowest[-1]
    middle = sorted(arrivals.took)[len(arrivals.took) // 2]
    rate = len(arrivals.took) / seconds
    found = (
        f"{len(arrivals.took):,} sent at {rate:.0f} a second, {ledger.resent:,} of them twice; "
        f"{errors} errors; median {1000 * middle:.0f} ms, p99 {1000 * p99:.0f} ms, "
        f"slowest {1000 * slowest[0]:.0f} ms. {agreed}"
    )
    what = f"{seconds / 60:.0f} minutes at {RATE:.0f} submissions a second"
    met = not errors and not faulty and p99 < QUICKLY
    return Row(what, found, f"no error, p99 under {QUICKLY:.0f} s", met)
