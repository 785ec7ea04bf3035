"""The policy as `.github/` holds it: `automerge.yml`, and the `safe:` list of a former robot."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml

from devtools.automerge.fault import Fault
from devtools.automerge.policy import (
    DEPENDENCY_TYPES,
    ECOSYSTEMS,
    UPDATE_TYPES,
    Policy,
    Rule,
)

POLICY = ".github/automerge.yml"
FORMER = (".github/dependabot-bot.yml", ".github/dependabot-bot.yaml")
T = TypeVar("T")
D = TypeVar("D")
_PATTERN = re.compile(r"[A-Za-z0-9@/._*-]+")
_NOTHING = Policy(rules=(), never=(), protected_files=())


def read_policy(root: Path) -> Policy:
    """The policy of a checkout: both kinds of file together; raises Fault when any is wrong."""
    former = [name for name in FORMER if (root / name).exists()]
    if len(former) > 1:
        raise Fault(f"{FORMER[0]} and {FORMER[1]} both exist: keep one of them.")
    named = (root / POLICY).exists()
    if not named and not former:
        raise Fault(f"There is no policy: {POLICY} does not exist.")
    policy = _policy(_document(root, POLICY)) if named else _NOTHING
    safe = [_safe(_document(root, name), name) for name in former]
    return Policy((*policy.rules, *safe), policy.never, policy.protected_files)


def _document(root: Path, name: str) -> dict[str, Any]:
    try:
        document = yaml.load((root / name).read_bytes(), _Strict)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Fault(f"{name} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict):
        raise Fault(f"{name} does not consist of keys and values.")
    return document


class _Strict(yaml.SafeLoader):
    """YAML whose keys are texts, each said once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        for key in keys:
            if not isinstance(key, str):
                raise yaml.YAMLError(f"the key {key!r} is not a text")
            if keys.count(key) > 1:
                raise yaml.YAMLError(f"the key {key!r} is said twice")
        return super().construct_mapping(node, deep)


def _policy(document: dict[str, Any]) -> Policy:
    _known(document, ("merge", "never", "protected-files"), POLICY)
    merge = document.get("merge")
    if not isinstance(merge, list) or not merge:
        raise Fault(f"{POLICY}: merge has to be a list of what may merge itself.")
    return Policy(
        rules=tuple(_rule(entry, f"{POLICY}: merge[{place}]") for place, entry in enumerate(merge)),
        never=_optional(document, "never", _patterns, POLICY, ()),
        protected_files=_optional(document, "protected-files", _patterns, POLICY, ()),
    )


def _rule(entry: Any, where: str) -> Rule:
    if not isinstance(entry, dict):
        raise Fault(f"{where} does not consist of keys and values.")
    lists = {
        "ecosystems": ECOSYSTEMS,
        "dependency-types": DEPENDENCY_TYPES,
        "update-types": UPDATE_TYPES,
    }
    _known(entry, ("packages", *lists, "largest-jump", "security"), where)
    for key in ("packages", *lists):
        if key not in entry:
            raise Fault(f"{where} does not say its {key}.")
    chosen = {key: _choices(entry[key], known, f"{where}.{key}") for key, known in lists.items()}
    return Rule(
        packages=_patterns(entry["packages"], f"{where}.packages"),
        ecosystems=chosen["ecosystems"],
        dependency_types=chosen["dependency-types"],
        update_types=chosen["update-types"],
        largest_jump=_optional(entry, "largest-jump", _count, where, None),
        security=_optional(entry, "security", _flag, where, None),
    )


def _safe(document: dict[str, Any], name: str) -> Rule:
    _known(document, ("safe",), name)
    return Rule(
        packages=_patterns(document.get("safe"), f"{name}: safe"),
        ecosystems=ECOSYSTEMS,
        dependency_types=DEPENDENCY_TYPES,
        update_types=("digest", "patch", "minor"),
        largest_jump=None,
        security=None,
    )


def _known(document: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in document:
        if key not in keys:
            raise Fault(f"{where} has the unknown key {key!r}; known are {', '.join(keys)}.")


def _optional(
    document: dict[str, Any], key: str, read: Callable[[Any, str], T], where: str, default: D
) -> T | D:
    return read(document[key], f"{where}.{key}") if key in document else default


def _patterns(value: Any, where: str) -> tuple[str, ...]:
    for entry in _texts(value, where):
        if not _PATTERN.fullmatch(entry):
            raise Fault(f"{where}: {entry!r} is neither a name nor a pattern with *.")
    return tuple(value)


def _choices(value: Any, known: tuple[str, ...], where: str) -> tuple[str, ...]:
    for entry in _texts(value, where):
        if entry not in known:
            raise Fault(f"{where}: {entry!r} is unknown; known are {', '.join(known)}.")
    return tuple(value)


def _texts(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Fault(f"{where} has to be a list of texts.")
    return value


def _count(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Fault(f"{where} has to be a whole number of at least 1.")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"{where} has to be true or false.")
    return value
