"""Requests a second of the application and of the bare one, in turns."""

import dataclasses
import statistics
import sys
from dataclasses import dataclass, field

from devtools.bench.load import KEY, Job
from devtools.bench.server import Server
from devtools.bench.site import Published
from devtools.bench.survey import form

GET = "GET {} HTTP/1.1"
POST = "POST {} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded"


@dataclass
class Runner:
    """One of the two: its server, its job, and what every round gave."""

    server: Server
    job: Job
    rates: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    ceilings: list[float] = field(default_factory=list)
    acknowledged: int = 0
    refused: int = 0

    @property
    def rate(self) -> float:
        """Answers a second, the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def microseconds(self) -> float:
        """Processor time of the workers for one answer, the median of the rounds."""
        return statistics.median(self.processor) * 1e6

    def turn(self, seconds: float | None = None) -> None:
        """One round; a warm-up, which is acknowledged but not measured, names its seconds."""
        before = self.server.processor
        done = dataclasses.replace(self.job, seconds=seconds or self.job.seconds).run()
        self.acknowledged += done.answered
        self.refused += done.refused
        if seconds is None:
            self.rates.append(done.rate)
            self.processor.append((self.server.processor - before) / max(done.answered, 1))
            self.ceilings.append(done.ceiling)


@dataclass
class Race:
    """The application against the bare one."""

    ours: Runner
    bare: Runner

    def run(self, rounds: int, name: str) -> None:
        """Some rounds in turns, each of the two first in every other one, after a warm-up."""
        for runner in (self.ours, self.bare):
            runner.turn(min(1.0, runner.job.seconds))
        for number in range(rounds):
            pair = [self.ours, self.bare]
            for runner in pair if number % 2 == 0 else reversed(pair):
                runner.turn()
            told = f"{self.ours.rates[-1]:,.0f} beside {self.bare.rates[-1]:,.0f} a second"
            print(f"  {name}, round {number + 1} of {rounds}: {told}", file=sys.stderr)
        if self.ours.refused or self.bare.refused:
            raise SystemExit(f"{self.ours.refused} and {self.bare.refused} {name} were refused.")

    @property
    def ratio(self) -> float:
        """The ratio of the medians."""
        return self.ours.rate / self.bare.rate

    @property
    def ratios(self) -> list[float]:
        """The ratio of every round."""
        return [a / b for a, b in zip(self.ours.rates, self.bare.rates, strict=True)]

    @property
    def ceiling(self) -> float:
        """Requests a second that the load could have sent at the least."""
        return min(self.ours.ceilings + self.bare.ceilings)


def pages(ours: Server, bare: Server, survey: Published, seconds: float, connections: int) -> Race:
    """The page of the survey, beside a view that gives the same bytes."""

    def runner(server: Server, path: str) -> Runner:
        return Runner(server, Job(server.port, GET.format(path), [], 200, seconds, connections))

    return Race(runner(ours, survey.page), runner(bare, "/page"))


def submissions(
    ours: Server,
    bare: Server,
    survey: Published,
    seconds: float,
    connections: int,
    answers: list[str],
) -> Race:
    """Answers with keys of their own, beside a view that stores the same unread."""
    bodies = [body(told) for told in answers]

    def runner(server: Server, path: str) -> Runner:
        return Runner(
            server, Job(server.port, POST.format(path), bodies, 303, seconds, connections)
        )

    return Race(runner(ours, survey.page), runner(bare, "/insert"))


def body(told: str, key: str = KEY.decode()) -> str:
    """The form that the page of the survey would send."""
    return f"key={key}&version=1&section=1&{form(told)}"
