"""The table of the drills, and its place in `docs/reliability.md`."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"


class Row(NamedTuple):
    """What was done, what became of it, and what had to."""

    what: str
    found: str
    goal: str
    met: bool

    def __str__(self) -> str:
        load = f"{os.getloadavg()[0]:.0f}"
        return " | ".join(["", self.what, self.found, self.goal, "yes" if self.met else "**no**",
                           load, ""]).strip()  # fmt: skip


HEAD = "| Drill | What became of it | Goal | Met | Load |\n| --- | --- | --- | --- | --- |"


def drawn(rows: Sequence[Row]) -> str:
    """Rows as Markdown; the load is the machine's average of the last minute, at the end."""
    return "\n".join([HEAD, *(str(row) for row in rows)])


def write(name: str, told: str) -> None:
    """Put what a drill has told in the place of what it told the last time."""
    page = DOCUMENT.read_text()
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise SystemExit(f"{DOCUMENT} has no place for {name}.")
    DOCUMENT.write_text(pattern.sub(lambda _: f"{begin}\n{told}\n{end}", page))


def milliseconds(seconds: Sequence[float]) -> str:
    """The median and the worst."""
    ordered = sorted(seconds)
    return f"median {1000 * ordered[len(ordered) // 2]:.0f} ms, worst {1000 * ordered[-1]:.0f} ms"
