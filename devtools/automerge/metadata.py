"""What `dependabot/fetch-metadata` read from Dependabot's commit message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from devtools.automerge.fault import Fault
from devtools.automerge.shape import entries, flag, text

_ECOSYSTEMS = {"github_actions": "github-actions"}
_DEPENDENCY_TYPES = {
    "direct:production": "production",
    "direct:development": "development",
    "indirect": "indirect",
}
_UPDATE_TYPES = ("major", "minor", "patch")
_MISSING = "Dependabot's description of its update could not be read"


@dataclass(frozen=True)
class Named:
    """A package that Dependabot says it updates; versions are empty when it does not tell them.

    `said` is the step it calls the update: major, minor, patch or nothing.
    """

    name: str
    dependency_type: str
    said: str
    before: str
    after: str
    security: bool


@dataclass(frozen=True)
class Metadata:
    """All that Dependabot says of a pull request."""

    ecosystem: str
    target_branch: str
    maintainer_changes: bool
    packages: tuple[Named, ...]


def from_environment(environment: Mapping[str, str]) -> Metadata:
    """The metadata in the environment, its summary held against its details; raises Fault."""
    details = _details(environment)
    packages = tuple(_named(entry) for entry in details)
    ecosystem = _agreed(details, environment, "packageEcosystem", "METADATA_PACKAGE_ECOSYSTEM")
    target = _agreed(details, environment, "targetBranch", "METADATA_TARGET_BRANCH")
    names = ", ".join(text(entry, "dependencyName") for entry in details)
    if names != environment.get("METADATA_DEPENDENCY_NAMES"):
        raise Fault(f"{_MISSING}: its summary names other packages than its details.")
    if _summary(environment) != _largest(packages):
        raise Fault(f"{_MISSING}: its summary tells of another update type than its details.")
    return Metadata(
        ecosystem=_ECOSYSTEMS.get(ecosystem, ecosystem),
        target_branch=target,
        maintainer_changes=_maintainer_changes(details, environment),
        packages=packages,
    )


def _details(environment: Mapping[str, str]) -> list[Any]:
    try:
        details = json.loads(environment["METADATA_UPDATED_DEPENDENCIES_JSON"])
    except (KeyError, ValueError) as error:
        raise Fault(f"{_MISSING}: there is none.") from error
    if not entries(details):
        raise Fault(f"{_MISSING}: it names no package.")
    return entries(details)


def _named(entry: Any) -> Named:
    kind = text(entry, "dependencyType")
    if kind not in _DEPENDENCY_TYPES:
        raise Fault(f"{_MISSING}: {kind!r} is no type of dependency.")
    return Named(
        name=text(entry, "dependencyName"),
        dependency_type=_DEPENDENCY_TYPES[kind],
        said=_said(entry.get("updateType")),
        before=text(entry, "prevVersion"),
        after=text(entry, "newVersion"),
        security=text(entry, "ghsaId") != "",
    )


def _said(update_type: Any) -> str:
    if update_type in (None, ""):
        return ""
    step = str(update_type).removeprefix("version-update:semver-")
    if step not in _UPDATE_TYPES:
        raise Fault(f"{_MISSING}: {update_type!r} is no type of update.")
    return step


def _agreed(details: list[Any], environment: Mapping[str, str], key: str, variable: str) -> str:
    values = {text(entry, key) for entry in details}
    if values != {environment.get(variable)}:
        raise Fault(f"{_MISSING}: its summary and its details differ in {key}.")
    return values.pop()


def _summary(environment: Mapping[str, str]) -> str:
    return _said(environment.get("METADATA_UPDATE_TYPE"))


def _largest(packages: tuple[Named, ...]) -> str:
    said = [package.said for package in packages]
    return next((step for step in _UPDATE_TYPES if step in said), "")


def _maintainer_changes(details: list[Any], environment: Mapping[str, str]) -> bool:
    summary = environment.get("METADATA_MAINTAINER_CHANGES")
    if summary not in ("true", "false"):
        raise Fault(f"{_MISSING}: it does not tell whether maintainers changed.")
    return summary == "true" or any(flag(entry, "maintainerChanges") for entry in details)
