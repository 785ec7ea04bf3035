"""The results page of surveys of different sizes, right after new responses have come in."""

import random
import secrets
import statistics
import sys
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.questionnaire.rounding import shown
from devtools.bench import bulk, exact
from devtools.bench.server import WORKERS, Server
from devtools.bench.site import Published, Site
from devtools.bench.speed import body
from devtools.bench.survey import answers
from devtools.bench.timed import PROCESSOR, SECONDS

NEW = 20
"""How many responses come in before every look at the results."""
LOOKS = 11


class Look(NamedTuple):
    """Seconds that the server took for the page, and seconds of its processor."""

    seconds: float
    processor: float


@dataclass
class Sized:
    """A survey with many responses, and how long its results page took."""

    survey: Published
    size: int
    """How many there were at first."""
    now: int
    looks: list[Look] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """The server's time for the page, the median of all looks."""
        return statistics.median(look.seconds for look in self.looks) * 1000

    @property
    def processor(self) -> float:
        """How many of these milliseconds the server computed, and did not wait."""
        return statistics.median(look.processor for look in self.looks) * 1000


def filled(site: Site, sizes: list[int], dice: random.Random) -> list[Sized]:
    """A survey of every size, and each one's figures found right."""
    made = []
    for size in sizes:
        sized = Sized(site.publish(), size, size)
        bulk.fill(site, sized.survey, size, dice)
        made.append(sized)
    return made


def measure(site: Site, server: Server, surveys: list[Sized], dice: random.Random) -> None:
    """Look at each survey's results several times in turns, new responses before every look."""
    for _ in range(4 * WORKERS):
        for sized in surveys:
            _look(site, server, sized)
    for _ in range(LOOKS):
        for sized in surveys:
            for told in answers(NEW, dice):
                _answer(server, sized, told)
            sized.looks.append(_look(site, server, sized))
    for sized in surveys:
        exact.check_grouped(site, sized.survey)
        if sized.size <= exact.FEW:
            exact.check_counted(site, sized.survey)
        print(f"  {sized.size:,} responses: {sized.milliseconds:.1f} ms", file=sys.stderr)


def _answer(server: Server, sized: Sized, told: str) -> None:
    sent = body(told, secrets.token_urlsafe(16))
    response, _ = server.fetch(sized.survey.page, sent)
    if response.status != 303:
        raise SystemExit(f"A submission was refused with {response.status}.")
    sized.now += 1


def _look(site: Site, server: Server, sized: Sized) -> Look:
    """One look. Raises Inexact where the page does not count every response."""
    response, content = server.fetch(sized.survey.results, cookie=site.cookie)
    if response.status != 200:
        raise SystemExit(f"The results page answered with {response.status}.")
    number = shown(sized.now, digits=0)
    if number not in content.decode():
        raise exact.Inexact(f"The results page does not say {number}.")
    return Look(float(response.headers[SECONDS]), float(response.headers[PROCESSOR]))
