"""Locks as uv and pip-compile write them: pins, their hashes, and who asked for each."""

import re
from dataclasses import dataclass

from devtools.automerge.change import Beyond, Change

_PIN = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[a-z0-9,_-]+\])?==(?P<version>[^\s;]+)"
    r"(?: ; (?P<marker>[^\\]+?))? \\"
)
_HASH = re.compile(r"    --hash=(?P<hash>sha256:[0-9a-f]{64})(?: \\)?")
_COMMENT = re.compile(r"(?:    )?#(?: via)?\s*(?P<who>\S*)(?P<more>.*)")


@dataclass
class Pin:
    """A package's version under one marker, the hashes of its files, and who asked for it."""

    version: str
    hashes: set[str]
    needed_by: set[str]


Lock = dict[tuple[str, str], Pin]
"""Pins by name and marker; the marker is empty where a pin holds everywhere."""


def parse(lock: str) -> Lock:
    """The pins of a lock; raises Beyond for a line that is neither pin, hash nor comment."""
    pins: Lock = {}
    pin = Pin("", set(), set())
    for number, line in enumerate(lock.splitlines(), start=1):
        if start := _PIN.fullmatch(line):
            pin = Pin(start["version"], set(), set())
            if pins.setdefault((start["name"].lower(), start["marker"] or ""), pin) is not pin:
                raise Beyond(f"line {number} pins `{start['name']}` a second time")
        elif found := _HASH.fullmatch(line):
            pin.hashes.add(found["hash"])
        elif comment := _COMMENT.fullmatch(line):
            pin.needed_by.add(comment["who"])
        elif line:
            raise Beyond(f"line {number} is neither a pin, a hash nor a comment")
    for (name, _), pin in pins.items():
        if not pin.hashes:
            raise Beyond(f"`{name}` has no hash")
    return pins


def changes(before: str, after: str) -> list[Change]:
    """The packages that moved between two states of a lock.

    Raises Beyond when files change behind a version that stays, which no release does.
    """
    old, new = parse(before), parse(after)
    moved = []
    for name, marker in sorted(old.keys() | new.keys()):
        was, becomes = old.get((name, marker)), new.get((name, marker))
        if was and becomes and was.version == becomes.version:
            if was.hashes != becomes.hashes:
                raise Beyond(f"`{name}` keeps its version {was.version} and changes its hashes")
            continue
        moved.append(_change(name, was, becomes))
    return moved


def needs(before: str, after: str, names: set[str]) -> set[str]:
    """All that the named packages need in either state of a lock, directly or through others."""
    asks = [
        (name, pin.needed_by) for lock in (before, after) for (name, _), pin in parse(lock).items()
    ]
    found = names
    while reached := {name for name, needed_by in asks if needed_by & found} - found:
        found = found | reached
    return found - names


def _change(name: str, was: Pin | None, becomes: Pin | None) -> Change:
    if was is None or becomes is None:
        return Change(name, "", "", "removed" if becomes is None else "added")
    return Change(name, was.version, becomes.version, "moved")
