"""What was sent, what was acknowledged, what is in doubt; and whether the database agrees."""

import contextlib
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from backend.extensions import db
from backend.models.response import response_id
from devtools.bench import exact
from devtools.bench.server import Server
from devtools.drill.place import Place

ALL = text("SELECT id, answers FROM responses WHERE survey_id = :survey_id")
SHOWN = re.compile(r"<dt>responses?</dt><dd>([^<]+)</dd>")


@dataclass
class Sent:
    """One filled-in form: its key, its answers, and whether it was ever acknowledged."""

    key: str
    told: str
    acknowledged: bool = False


@dataclass
class Ledger:
    """Kept by all clients; `seen` counts what came instead of an acknowledgement."""

    sent: list[Sent] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    resent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def new(self, told: str) -> Sent:
        """One more form."""
        sent = Sent(token_urlsafe(16), told)
        with self.lock:
            self.sent.append(sent)
        return sent

    def acknowledge(self, sent: Sent) -> None:
        """The form has its receipt."""
        with self.lock:
            sent.acknowledged = True
            self.moments.append(time.monotonic())

    def note(self, what: str, wrong: str = "") -> None:
        """Something else came."""
        with self.lock:
            self.seen[what] += 1
            if wrong and len(self.wrong) < 20:
                self.wrong.append(wrong)

    def first_after(self, moment: float, patience: float = 60.0) -> float:
        """Seconds from a moment to the first acknowledgement after it; waits for that."""
        known = len(self.moments)
        while True:
            with self.lock:
                later = [one for one in self.moments[max(0, known - 50) :] if one >= moment]
            if later:
                return later[0] - moment
            if time.monotonic() > moment + patience:
                return patience
            time.sleep(0.005)

    @property
    def acknowledged(self) -> int:
        """How many forms have a receipt."""
        return sum(sent.acknowledged for sent in self.sent)

    @property
    def doubtful(self) -> list[Sent]:
        """Forms that were sent and never acknowledged."""
        return [sent for sent in self.sent if not sent.acknowledged]


@dataclass(frozen=True)
class Agreed:
    """The numbers that have to be the same, and what is wrong."""

    stored: int
    acknowledged: int
    doubtful: int
    recounted: int
    shown: int
    faults: tuple[str, ...]

    def __str__(self) -> str:
        doubt = f" and {self.doubtful:,} in doubt" if self.doubtful else ""
        told = (
            f"{self.acknowledged:,} acknowledged{doubt}, {self.stored:,} stored, "
            f"{self.recounted:,} recounted, {self.shown:,} shown"
        )
        return "; ".join([told, *self.faults])


def agree(place: Place, ledger: Ledger, server: Server) -> Agreed:
    """Compare the ledger with the table, the tallies and the results page."""
    place.rest()
    survey, faults = place.survey, list(ledger.wrong)
    shown = _shown(place, server)
    with place.site.app.app_context():
        rows = db.session.execute(ALL, {"survey_id": survey.id}).all()
    stored: dict[UUID, Any] = {row.id: row.answers for row in rows}
    by_id = {response_id(survey.id, sent.key): sent for sent in ledger.sent}
    lost = sum(sent.acknowledged and id not in stored for id, sent in by_id.items())
    strange = sum(id not in by_id for id in stored)
    halves = sum(
        id in by_id and orjson.loads(by_id[id].told) != answers for id, answers in stored.items()
    )
    faults += [f"{lost} lost"] * bool(lost) + [f"{strange} that nobody sent"] * bool(strange)
    faults += [f"{halves} not as they were sent"] * bool(halves)
    recounted = _recounted(place, faults)
    if not len(stored) == recounted == shown:
        faults.append("the numbers differ")
    return Agreed(
        len(stored), ledger.acknowledged, len(ledger.doubtful), recounted, shown, tuple(faults)
    )


def _recounted(place: Place, faults: list[str]) -> int:
    """All responses counted anew, and compared with the tallies."""
    try:
        _fold(place)
        if exact.stored(place.site, place.survey) > exact.FEW:
            return exact.check_grouped(place.site, place.survey)
        return exact.check_counted(place.site, place.survey)
    except exact.Inexact as error:
        faults.append(str(error))
        return -1


def _fold(place: Place) -> None:
    """Count what waits; a process of gunicorn may be at it, whom nobody waits for."""
    for _ in range(20):
        with contextlib.suppress(exact.Inexact):
            return exact.check_folded(place.site, place.survey)
        time.sleep(0.5)
    return exact.check_folded(place.site, place.survey)


def _shown(place: Place, server: Server) -> int:
    """What the author reads on the results page."""
    response, body = server.fetch(place.survey.results, cookie=place.site.cookie)
    found = SHOWN.search(body.decode())
    if response.status != 200 or not found:
        return -1
    return int(re.sub(r"\D", "", found[1]))
