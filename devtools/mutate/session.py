"""One run of pytest in a process of its own: which tests, in which order, and what it tells."""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from devtools.mutate.loader import install
from devtools.mutate.mutants import Mutant
from devtools.mutate.rooms import Room

OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
OPTIONS += ["-p", "no:randomly", "-W", "ignore::pytest.PytestAssertRewriteWarning"]


@dataclass(frozen=True)
class Task:
    """A mutant, the tests that reach it with the seconds they take, and whether others matter.

    Without a mutant it is the sound source that is tried.
    """

    mutant: Mutant | None
    first: dict[str, float]
    only: bool


class Order:
    """A plugin: the tests that reach the changed lines, the quick files before others."""

    def __init__(self, task: Task | None, server: dict[str, str] | None) -> None:
        """`server` is the database's; without a task all tests run as they are found."""
        self.first = task.first if task else {}
        self.only = task.only if task else False
        self.server = server

    def pytest_configure(self, config: pytest.Config) -> None:
        """Be a worker that was told of the database, as those of a parallel run are."""
        if self.server:
            config.workerinput = {"server": self.server}  # type: ignore[attr-defined]  # as xdist does

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort; a file's tests stay together, as they share what is dear to set up."""
        if self.only:
            items[:] = [item for item in items if item.nodeid in self.first] or items
        quickest: dict[Path, float] = {}
        for item in items:
            seconds = self.first.get(item.nodeid, float("inf"))
            quickest[item.path] = min(seconds, quickest.get(item.path, float("inf")))

        def key(item: pytest.Item) -> tuple[bool, float, float]:
            seconds = self.first.get(item.nodeid)
            return seconds is None, quickest[item.path], seconds or 0.0

        items.sort(key=key)

    def pytest_collection_finish(self) -> None:
        """A failing example is enough; making it smaller takes long and helps nobody here."""
        settings = sys.modules.get("hypothesis")
        if settings:
            kind, phase = settings.settings, settings.Phase
            phases = [phase.explicit, phase.generate, phase.target]
            kind.register_profile("mutants", kind.default, phases=phases, database=None)
            kind.load_profile("mutants")


class Watch:
    """A plugin: which tests reach which lines, and how long each takes."""

    def __init__(self, files: list[Path]) -> None:
        """Watch these files from now on."""
        from coverage import Coverage

        self.files = files
        self.seconds: dict[str, float] = {}
        names = [str(path) for path in files]
        self.coverage = Coverage(data_file=None, config_file=False, include=names)
        self.coverage.start()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what happens under the test's name."""
        self.coverage.switch_context(item.nodeid)
        began = time.perf_counter()
        yield
        self.seconds[item.nodeid] = time.perf_counter() - began
        self.coverage.switch_context("")

    def told(self) -> dict[str, Any]:
        """For each file its lines with their tests; each test's seconds; the modules in use."""
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {str(path): data.contexts_by_lineno(str(path)) for path in self.files}
        return {"lines": lines, "seconds": self.seconds, "modules": _modules()}


def baseline(room: Room, server: dict[str, str] | None, report: Path) -> int:
    """Run the room's tests on the source as it is, and write down what each of them reaches."""
    watch = Watch(room.paths())
    code = _pytest(room, [Order(None, server), watch], [])
    report.write_text(json.dumps(watch.told()))
    return code


def trial(room: Room, task: Task, server: dict[str, str] | None) -> int:
    """Run tests on a mutant until the first that notices; gives pytest's exit code."""
    if task.mutant:
        install(task.mutant.path, task.mutant.number)
    files = sorted({name.split("::")[0] for name in task.first}) if task.only else None
    return _pytest(room, [Order(task, server)], ["--tb=no", "--no-header"], files)


def _pytest(
    room: Room, plugins: list[object], options: list[str], files: list[str] | None = None
) -> int:
    os.chdir(room.root)
    sys.path.insert(0, str(room.root))
    present = files or [name for name in room.tests if (room.root / name).exists()]
    return int(pytest.main([*OPTIONS, *options, *present], plugins=plugins))


def _modules() -> list[str]:
    """The modules in use, but for tests and what runs them; to be imported once for all."""
    out = ("tests", "__main__", "_pytest", "pytest", "coverage")
    return [name for name in list(sys.modules) if name.split(".")[0] not in out]
