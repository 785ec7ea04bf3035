"""How much there is, how much more there is room for, and whether what has to go is going."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.doctor.finding import Finding, consider, good, mend
from backend.models import condition
from backend.models.condition import Line

LEAST_FREE = 1024**3
LEAST_PART = 0.05
MANY_WAIT = 100_000


def room(connection: Line, settings: Mapping[str, Any]) -> Finding:
    """The size of the database, and the free disk where the server lets us know its folder."""
    tables = ", ".join(f"{name} {_said(size)}" for name, size in condition.largest(connection))
    held = f"The database holds {_said(condition.size(connection))} (largest: {tables or 'none'})"
    disk = _disk(connection, settings)
    if disk is None:
        return good(f"{held}; free disk is known to its host only.")
    if disk.free < max(LEAST_FREE, disk.total * LEAST_PART):
        return mend(f"{held}, and only {_said(disk.free)} of the disk are free: make room.")
    return good(f"{held}; {_said(disk.free)} of the disk are free.")


def queue(connection: Line, settings: Mapping[str, Any]) -> Finding:
    """How many responses wait to be counted."""
    if (waiting := condition.waiting(connection)) > MANY_WAIT:
        return consider(
            f"{waiting:,} responses wait to be counted: the log says why, if counting fails; "
            "whoever opens the results counts them."
        )
    return good(f"{waiting:,} responses wait to be counted.")


def purged(connection: Line, settings: Mapping[str, Any]) -> Finding:
    """Whether somebody runs `flask purge`."""
    if condition.overdue(connection, datetime.now(UTC)):
        return mend("What was to be removed is still there: have flask purge run every day.")
    return good("Nothing is overdue.")


def _disk(connection: Line, settings: Mapping[str, Any]) -> Any:
    """The disk of a server on this machine, where its role may see the folder; else None."""
    here = condition.address(settings["SQLALCHEMY_DATABASE_URI"]).is_here
    folder = condition.settings(connection, "data_directory").get("data_directory")
    return shutil.disk_usage(folder) if here and folder and Path(folder).exists() else None


def _said(size: float) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"
