"""Imports once, for all mutants, what no mutant changes: most of the time of a short test."""

import ast
import contextlib
import gc
import importlib
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from devtools.mutate.rooms import Room

OWN = ("backend", "devtools")
HERE = Path(__file__).parents[2]


def warm(names: list[str], room: Room) -> None:
    """Import the modules of these names, but none that is changed or imports what is."""
    changed = {_name(path, room.root) for path in room.paths()}
    for name in names:
        if _is_own(name) and (room.root != HERE or _reached(name, room.root) & changed):
            continue
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _is_own(name: str) -> bool:
    return name.split(".")[0] in OWN


def _name(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _reached(name: str, root: Path) -> set[str]:
    """All own modules that importing this one imports, itself with them."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in reached or not (path := _path(here, root)):
            continue
        reached.add(here)
        waiting += [here.rpartition(".")[0], *_imports(path)]
    return reached


def _path(name: str, root: Path) -> Path | None:
    plain = root.joinpath(*name.split("."))
    there = (path for path in (plain.with_suffix(".py"), plain / "__init__.py") if path.exists())
    return next(there, None) if name and _is_own(name) else None


@cache
def _imports(path: Path) -> list[str]:
    return [*_imported(ast.parse(path.read_text(encoding="utf-8")).body)]


def _imported(body: list[ast.stmt]) -> Iterator[str]:
    """The names that are imported as a module is; what a function imports waits until it runs."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for part in ("body", "orelse", "handlers", "finalbody"):
                yield from _imported(getattr(node, part, []))
