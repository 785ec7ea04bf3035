"""What Bicep's own functions give, where all that they are given is known."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Unknown:
    """A value that only Azure knows; `written` is its expression, with what is known filled in."""

    written: str


def spoken(part: Any) -> str:
    """A value as a part of a text."""
    return part.written if isinstance(part, Unknown) else str(part)


def _union(*given: Any) -> Any:
    if isinstance(given[0], dict):
        return {key: one[key] for one in given for key in one}
    both: list[Any] = _concat(*given)
    return [one for i, one in enumerate(both) if one not in both[:i]]


def _concat(*given: list[Any]) -> list[Any]:
    return [one for many in given for one in many]


CALLS: dict[str, Callable[..., Any]] = {
    "empty": lambda one: not one,
    "union": _union,
    "concat": _concat,
    "json": json.loads,
    "string": str,
    "toLower": str.lower,
    "join": lambda parts, sign: sign.join(map(spoken, parts)),
}
