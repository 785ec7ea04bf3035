"""Trying all mutants of a room, two or more at once, each in a process that is forked for it."""

import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from devtools.mutate.mutants import Mutant, mutants
from devtools.mutate.rooms import Room
from devtools.mutate.session import Task, baseline, trial
from devtools.mutate.warm import warm

SURVIVED = 0
BROKEN = {5, 70}
"""Pytest found no tests, or was not even reached: nothing was noticed by that."""
PATIENCE = 3.0
"""How many times longer than all tests on the sound source a mutant may take."""


class Unsound(RuntimeError):
    """The room's tests do not pass, or are not there: a score would say nothing."""


@dataclass
class Score:
    """How a room did."""

    tried: int = 0
    survivors: list[Mutant] = field(default_factory=list)
    slow: int = 0

    @property
    def percent(self) -> float:
        """How many mutants in a hundred were noticed."""
        return 100 * (self.tried - len(self.survivors)) / self.tried


@dataclass(frozen=True)
class Running:
    """A process that tries a task, and the moment at which it has had time enough."""

    task: Task
    until: float


def score(room: Room, workers: int, patience: float, say: Callable[[str], None]) -> Score:
    """Try every mutant of the room, each for `patience` seconds at least. Raises `Unsound`."""
    found = [mutant for path in room.paths() for mutant in mutants(path)]
    if not found:
        raise Unsound(f"{room.name} has nothing to change yet: {', '.join(room.files)}.")
    with _database(room) as server:
        known, seconds = _known(room, server)
        say(f"{len(found)} mutants; the sound source takes {seconds:.0f} s.")
        warm(known["modules"], room)
        work = [_control(known), *_ordered(found, known)]
        return _try(room, work, server, workers, patience + PATIENCE * seconds, say)


@contextlib.contextmanager
def _database(room: Room) -> Iterator[dict[str, str] | None]:
    if not room.database:
        yield None
        return
    from tests.server import running

    with running() as server:
        yield server.told()


def _known(room: Room, server: dict[str, str] | None) -> tuple[dict[str, Any], float]:
    """What the tests reach on the sound source, and how long they take."""
    with tempfile.TemporaryDirectory() as folder:
        report, log = Path(folder) / "report", Path(folder) / "log"
        began = time.monotonic()
        pid = _fork(lambda: baseline(room, server, report), "sound", log)
        _, status = os.waitpid(pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise Unsound(f"The tests of {room.name} do not pass:\n{log.read_text()[-3000:]}")
        known: dict[str, Any] = json.loads(report.read_text())
        return known, time.monotonic() - began


def _ordered(found: list[Mutant], known: dict[str, Any]) -> list[Task]:
    """Each mutant with the tests that reach it; what runs on import can reach every test."""
    work = []
    for mutant in found:
        lines = known["lines"][str(mutant.path)]
        span = range(mutant.first, mutant.last + 1)
        names = {name for number in span for name in lines.get(str(number), [])}
        first = {name: known["seconds"][name] for name in names - {""}}
        work.append(Task(mutant, first, bool(first) and "" not in names))
    return work


def _control(known: dict[str, Any]) -> Task:
    """The sound source, with the quickest test of each file."""
    seconds: dict[str, float] = known["seconds"]
    quickest = {name.split("::")[0]: name for name in sorted(seconds, key=lambda n: -seconds[n])}
    return Task(None, {name: seconds[name] for name in quickest.values()}, True)


def _try(
    room: Room,
    work: list[Task],
    server: dict[str, str] | None,
    workers: int,
    limit: float,
    say: Callable[[str], None],
) -> Score:
    result, running = Score(), dict[int, Running]()
    try:
        while work or running:
            while work and len(running) < workers:
                task = work.pop(0)
                name = f"mutant{len(work)}"
                pid = _fork(partial(trial, room, task, server), name, Path(os.devnull))
                running[pid] = Running(task, time.monotonic() + limit)
            for pid, outcome in _ended(running):
                _count(room, result, running.pop(pid).task, outcome, say)
    finally:
        for pid in running:
            _kill(pid)
    result.survivors.sort(key=lambda mutant: (mutant.path, mutant.line, mutant.number))
    return result


def _count(room: Room, result: Score, task: Task, outcome: int, say: Callable[[str], None]) -> None:
    mutant = task.mutant
    if mutant is None:
        if outcome != SURVIVED:
            raise Unsound(f"The tests of {room.name} pass, but not once they are run by name.")
        return
    if outcome in BROKEN:
        raise Unsound(f"The run itself failed with {outcome} at {line(room, mutant)}.")
    result.tried += 1
    result.slow += outcome == -signal.SIGKILL
    if outcome == SURVIVED:
        result.survivors.append(mutant)
        say(f"survived: {line(room, mutant)}")


def line(room: Room, mutant: Mutant) -> str:
    """A mutant as a line: file, line number, what was changed."""
    return f"{mutant.path.relative_to(room.root)}:{mutant.line}: {mutant.what}"


def _ended(running: dict[int, Running]) -> list[tuple[int, int]]:
    """The processes that are over, with their exit codes; those that take too long are ended."""
    ended = []
    for pid, process in running.items():
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            _sweep(pid)
            ended.append((pid, os.waitstatus_to_exitcode(status)))
        elif time.monotonic() > process.until:
            _kill(pid)
            ended.append((pid, -signal.SIGKILL))
    if not ended:
        time.sleep(0.01)
    return ended


def _kill(pid: int) -> None:
    _sweep(pid)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _sweep(pid: int) -> None:
    """End whatever a process has started and left: all are in its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _fork(run: Callable[[], int], name: str, log: Path) -> int:
    """Run in a process of its own, in a group of its own, its words in a file; gives its number."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    code = 70
    try:
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        words = os.open(log, os.O_WRONLY | os.O_CREAT)
        os.dup2(words, 1)
        os.dup2(words, 2)
        os.environ["PYTEST_XDIST_WORKER"] = name
        code = run()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(code)
