"""One package that a pull request moves from one version to another."""

import re
from dataclasses import dataclass

from devtools.automerge.version import Jump


@dataclass(frozen=True)
class Update:
    """A package's update as the policy judges it; `said` is the step Dependabot calls it."""

    name: str
    ecosystem: str
    dependency_type: str
    before: str
    after: str
    jump: Jump
    said: str
    security: bool

    def __str__(self) -> str:
        return f"`{self.name}` {self.before} → {self.after} ({self.jump.kind})"


def normal(name: str, ecosystem: str) -> str:
    """A package's name as its ecosystem compares it: pip takes `A_b.c` for `a-b-c` (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "pip" else name.lower()
