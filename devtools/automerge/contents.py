"""What the files of a pull request do, held against what its description names."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from devtools.automerge import ecosystem
from devtools.automerge.change import Beyond, Change
from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.metadata import Metadata, Named
from devtools.automerge.policy import Policy
from devtools.automerge.update import Update, normal
from devtools.automerge.version import DIGEST, jump


@dataclass(frozen=True)
class Contents:
    """The updates that the files make, and what is wrong with the files."""

    updates: tuple[Update, ...]
    faults: tuple[str, ...]


def examine(metadata: Metadata, files: tuple[ChangedFile, ...], policy: Policy) -> Contents:
    """What the files do; each package is moved once, however many files move it."""
    updates: dict[Update, None] = {}
    faults: list[str] = []
    moved: set[str] = set()
    for file in files:
        faults += _protected(file, policy)
        try:
            changes = ecosystem.changes(metadata.ecosystem, file)
            needed = ecosystem.needs(file, _names(metadata))
        except Beyond as fault:
            faults.append(f"{file.path}: {fault}.")
            continue
        for change in changes:
            moved.add(normal(change.name, metadata.ecosystem))
            named = _named(metadata, change)
            faults += _wrong(change, file, named, needed)
            if change.kind in ("moved", "digest"):
                update = _update(metadata.ecosystem, change, named)
                updates[update] = None
    faults += _unmoved(metadata, moved)
    return Contents(tuple(updates), tuple(dict.fromkeys(faults)))


def _protected(file: ChangedFile, policy: Policy) -> Iterator[str]:
    if any(fnmatchcase(file.path, pattern) for pattern in policy.protected_files):
        yield f"{file.path}: the policy leaves this file to people."


def _names(metadata: Metadata) -> set[str]:
    return {normal(package.name, metadata.ecosystem) for package in metadata.packages}


def _named(metadata: Metadata, change: Change) -> Named | None:
    name = normal(change.name, metadata.ecosystem)
    same = [
        package for package in metadata.packages if normal(package.name, metadata.ecosystem) == name
    ]
    return next((package for package in same if _agree(package, change)), same[0] if same else None)


def _agree(package: Named, change: Change) -> bool:
    if change.kind != "moved":
        return True
    return _agrees(package.before, change.before) and _agrees(package.after, change.after)


def _agrees(told: str, found: str) -> bool:
    told, found = told.removeprefix("v"), found.removeprefix("v")
    return not told or not found or told == found or told.startswith(f"{found}.")


def _wrong(
    change: Change, file: ChangedFile, named: Named | None, needed: set[str]
) -> Iterator[str]:
    if named is None and change.name not in needed:
        yield f"{file.path}: `{change.name}` changes, and the update neither names nor needs it."
    if change.kind == "added":
        yield f"{file.path}: `{change.name}` is new; a person looks at new packages."
    if change.kind == "removed" and named:
        yield f"{file.path}: `{change.name}` is removed."
    if named and not _agree(named, change):
        yield (
            f"{file.path}: `{change.name}` goes from {change.before} to {change.after}, and the "
            f"description says from {named.before} to {named.after}."
        )


def _update(ecosystem: str, change: Change, named: Named | None) -> Update:
    before, after = change.before, change.after
    if named and change.kind == "moved":
        before, after = named.before or before, named.after or after
    return Update(
        name=change.name,
        ecosystem=ecosystem,
        dependency_type=named.dependency_type if named else "indirect",
        before=before,
        after=after,
        jump=DIGEST if change.kind == "digest" else jump(before, after),
        said=named.said if named else "",
        security=named.security if named else False,
    )


def _unmoved(metadata: Metadata, moved: set[str]) -> Iterator[str]:
    for package in metadata.packages:
        if normal(package.name, metadata.ecosystem) not in moved:
            yield f"`{package.name}` is named, and no file changes it."
