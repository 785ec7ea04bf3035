"""What may merge itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from devtools.automerge.update import Update, normal

ECOSYSTEMS = ("devcontainers", "docker", "github-actions", "pip")
DEPENDENCY_TYPES = ("production", "development", "indirect")
UPDATE_TYPES = ("digest", "patch", "minor", "major")
_NEVER = {
    "same": "{} stays at the version it has: there is nothing to update.",
    "downgrade": "{} goes back to an older version.",
    "pre-release": "{} is a pre-release.",
    "incomparable": "{}: nobody can tell how far apart these two are.",
}


@dataclass(frozen=True)
class Rule:
    """One entry of the allow-list; an update has to fit all of it.

    `largest_jump` counts releases of the update's kind, None for any number; `security` asks
    for updates that close an advisory (True), for those that do not (False), or for either.
    """

    packages: tuple[str, ...]
    ecosystems: tuple[str, ...]
    dependency_types: tuple[str, ...]
    update_types: tuple[str, ...]
    largest_jump: int | None
    security: bool | None


@dataclass(frozen=True)
class Policy:
    """The allow-list, and what no entry of it can allow."""

    rules: tuple[Rule, ...]
    never: tuple[str, ...]
    protected_files: tuple[str, ...]


def objection(policy: Policy, update: Update) -> str | None:
    """Why this update may not merge itself, in one sentence; None when it may."""
    if _listed(policy.never, update):
        return f"`{update.name}` is on the list of what never merges itself."
    if update.jump.kind in _NEVER:
        return _NEVER[update.jump.kind].format(update)
    rules: Iterable[Rule] = policy.rules
    for fits, why in _TESTS:
        rules = [rule for rule in rules if fits(rule, update)]
        if not rules:
            return why.format(update=update)
    return None


def _named(rule: Rule, update: Update) -> bool:
    return _listed(rule.packages, update)


def _of_ecosystem(rule: Rule, update: Update) -> bool:
    return update.ecosystem in rule.ecosystems


def _of_dependency_type(rule: Rule, update: Update) -> bool:
    return update.dependency_type in rule.dependency_types


def _of_security(rule: Rule, update: Update) -> bool:
    return rule.security in (None, update.security)


def _of_update_type(rule: Rule, update: Update) -> bool:
    return update.jump.kind in rule.update_types


def _near_enough(rule: Rule, update: Update) -> bool:
    return rule.largest_jump is None or update.jump.steps <= rule.largest_jump


_TESTS: tuple[tuple[Callable[[Rule, Update], bool], str], ...] = (
    (_named, "`{update.name}` is not on the list of what may merge itself."),
    (_of_ecosystem, "`{update.name}` may not merge itself as an update of {update.ecosystem}."),
    (
        _of_dependency_type,
        "`{update.name}` may not merge itself as a dependency of type {update.dependency_type}.",
    ),
    (_of_security, "{update}: whether it closes an advisory is not what the policy asks for."),
    (_of_update_type, "{update}: an update of this size waits for a person."),
    (_near_enough, "{update}: {update.jump.steps} releases at once are too many."),
)


def _listed(patterns: Iterable[str], update: Update) -> bool:
    name = normal(update.name, update.ecosystem)
    return any(fnmatchcase(name, normal(pattern, update.ecosystem)) for pattern in patterns)
