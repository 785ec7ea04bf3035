"""Which files an ecosystem's updates change, and how to read them."""

import re
from collections.abc import Callable

from devtools.automerge import lock
from devtools.automerge.change import Beyond, Change
from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.features import feature_lock_changes
from devtools.automerge.lines import (
    feature_changes,
    image_changes,
    requirement_changes,
    workflow_changes,
)

Reader = Callable[[str, str], list[Change]]

_LOCK = re.compile(r"(?:[\w.-]+/)*requirements[\w-]*\.txt")
_FILES: dict[str, tuple[tuple[re.Pattern[str], Reader], ...]] = {
    "pip": (
        (_LOCK, lock.changes),
        (re.compile(r"(?:[\w.-]+/)*requirements[\w-]*\.in"), requirement_changes),
    ),
    "github-actions": (
        (re.compile(r"\.github/workflows/[\w.-]+\.ya?ml"), workflow_changes),
        (re.compile(r"\.github/actions/[\w./-]+/action\.ya?ml"), workflow_changes),
    ),
    "docker": (
        (re.compile(r"(?:[\w.-]+/)*(?:Dockerfile|[\w-]+\.Dockerfile)"), image_changes),
        (re.compile(r"(?:[\w.-]+/)*(?:docker-)?compose\.ya?ml"), image_changes),
    ),
    "devcontainers": (
        (re.compile(r"\.devcontainer/(?:[\w-]+/)?devcontainer\.json"), feature_changes),
        (re.compile(r"\.devcontainer/(?:[\w-]+/)?devcontainer-lock\.json"), feature_lock_changes),
    ),
}


def changes(ecosystem: str, file: ChangedFile) -> list[Change]:
    """What a file's change moves; raises Beyond when an update has no business with it."""
    if file.status != "modified":
        raise Beyond(f"is {file.status}, and updates only change files")
    for path, read in _FILES[ecosystem]:
        if path.fullmatch(file.path):
            return read(file.before, file.after)
    raise Beyond(f"is no file that an update of {ecosystem} changes")


def needs(file: ChangedFile, names: set[str]) -> set[str]:
    """What the named packages need, as far as a file tells: only locks do."""
    return lock.needs(file.before, file.after, names) if _LOCK.fullmatch(file.path) else set()
