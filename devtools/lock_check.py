"""Checks that the locks are fresh: what is asked for is pinned, the pin fits, and is hashed.

Run as `python -m devtools.lock_check`; says what is wrong, a line each.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
OURS, THEIRS, APART = (
    "requirements.txt",
    "requirements-dev.txt",
    "devtools/checkov/requirements.txt",  # not installed beside the others
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the locks of the project in `root`, a sentence each."""
    for locked in (OURS, THEIRS, APART):
        asked = locked.replace(".txt", ".in")
        pins, unhashed = read(root / locked)
        yield from (f"{locked}: {name} has no hash." for name in unhashed)
        for requirement in wanted(root / asked):
            pinned = pins.get(canonicalize_name(requirement.name), [])
            if not pinned:
                yield f"{locked}: {requirement.name} of {asked} is not pinned."
            elif not any(requirement.specifier.contains(pin, prereleases=True) for pin in pinned):
                yield f"{locked}: {requirement.name} is {pinned[0]}; {asked} wants {requirement}."
    yield from _disagreements(root)


def wanted(path: Path) -> list[Requirement]:
    """The requirements of an .in file."""
    lines = (line.partition("#")[0].strip() for line in path.read_text().splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def read(path: Path) -> tuple[dict[str, list[Version]], list[str]]:
    """The pins of a lock (a universal one may have several a package), and those without a hash."""
    pins: dict[str, list[Version]] = {}
    unhashed: list[str] = []
    for entry in path.read_text().replace("\\\n", " ").splitlines():
        if found := PIN.match(entry):
            name = canonicalize_name(found[1])
            pins.setdefault(name, []).append(Version(found[2]))
            if not HASH.search(entry):
                unhashed.append(name)
        elif entry.strip() and not entry.lstrip().startswith(("#", "-")):
            unhashed.append(entry.strip())
    return pins, unhashed


def _disagreements(root: Path) -> Iterator[str]:
    ours, theirs = (read(root / locked)[0] for locked in (OURS, THEIRS))
    for name in sorted(ours.keys() & theirs.keys()):
        if ours[name] != theirs[name]:
            yield f"{THEIRS}: {name} is not the version of {OURS}."


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "The locks are fresh.")
    sys.exit(f"{len(found)} faults: run script/lock." if found else 0)
