"""The rooms of `rooms.toml`: what is changed, what has to notice, and how often."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    """Files (patterns, from the project's root), their tests, and the least score in percent."""

    name: str
    root: Path
    files: tuple[str, ...]
    tests: tuple[str, ...]
    floor: float
    database: bool

    def paths(self) -> list[Path]:
        """The files that are there, sorted."""
        return sorted({path for pattern in self.files for path in self.root.glob(pattern)})


def rooms(table: Path, root: Path) -> dict[str, Room]:
    """All rooms of a table, by name."""
    written = tomllib.loads(table.read_text(encoding="utf-8"))
    return {
        name: Room(
            name,
            root.resolve(),
            tuple(entry["files"]),
            tuple(entry["tests"]),
            float(entry["floor"]),
            bool(entry["database"]),
        )
        for name, entry in written.items()
    }
