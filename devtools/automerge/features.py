"""The lock of a dev container's features."""

import json
from typing import Any

from devtools.automerge.change import Beyond, Change
from devtools.automerge.fault import Fault
from devtools.automerge.shape import text

_FIELDS = {"version", "resolved", "integrity"}


def feature_lock_changes(before: str, after: str) -> list[Change]:
    """The features moved in a devcontainer-lock.json; raises Beyond."""
    old, new = _features(before), _features(after)
    if old.keys() != new.keys():
        raise Beyond("adds or removes features")
    return [
        Change(name, text(old[name], "version"), text(new[name], "version"), "moved")
        for name in sorted(old)
        if old[name] != new[name]
    ]


def _features(lock: str) -> dict[str, Any]:
    try:
        return {_name(key): _whole(entry) for key, entry in json.loads(lock)["features"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, Fault) as error:
        raise Beyond("is no lock of features") from error


def _name(key: str) -> str:
    return key.rpartition(":")[0]


def _whole(entry: Any) -> Any:
    if set(entry) != _FIELDS:
        raise TypeError
    return {field: text(entry, field) for field in _FIELDS}
