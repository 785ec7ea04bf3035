"""Values reached inside documents that came from elsewhere, each held to its type."""

from typing import Any

from devtools.automerge.fault import Fault


def text(document: Any, *path: str | int) -> str:
    """The text at `path`; raises Fault when it is missing or something else."""
    value = _reach(document, path)
    if not isinstance(value, str):
        raise Fault(f"{_named(path)} is not a text.")
    return value


def number(document: Any, *path: str | int) -> int:
    """The whole number at `path`; raises Fault when it is missing or something else."""
    value = _reach(document, path)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Fault(f"{_named(path)} is not a whole number.")
    return value


def flag(document: Any, *path: str | int) -> bool:
    """The true or false at `path`; raises Fault when it is missing or something else."""
    value = _reach(document, path)
    if not isinstance(value, bool):
        raise Fault(f"{_named(path)} is neither true nor false.")
    return value


def entries(document: Any, *path: str | int) -> list[Any]:
    """The list at `path`, an empty path being the document itself; raises Fault otherwise."""
    value = _reach(document, path)
    if not isinstance(value, list):
        raise Fault(f"{_named(path)} is not a list.")
    return value


def _reach(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _named(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path)) or "The document"
