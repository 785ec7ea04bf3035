"""The mutants of a file: each is its source with one change, known by a number."""

import ast
from dataclasses import dataclass
from pathlib import Path

from devtools.mutate.operators import Change, changes

WIDTH = 70


@dataclass(frozen=True)
class Mutant:
    """One change of one file; `first` to `last` are the lines whose tests should notice it."""

    path: Path
    number: int
    line: int
    first: int
    last: int
    what: str


def mutants(path: Path) -> list[Mutant]:
    """All mutants of a file, in the order of its source; those of equal effect once."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spans = _spans(tree)
    found, seen = [], {ast.unparse(tree)}
    for number, change in enumerate(list(changes(tree))):
        after = change.tried(lambda: ast.unparse(tree))
        if after not in seen:
            seen.add(after)
            span = spans[id(change.old)]
            line = getattr(change.old, "lineno", span[0])
            found.append(Mutant(path, number, line, *span, _what(change)))
    return found


def mutated(path: Path, number: int) -> ast.Module:
    """The tree of a file with one change made, to be compiled."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    list(changes(tree))[number].make()
    return ast.fix_missing_locations(tree)


def _spans(tree: ast.Module) -> dict[int, tuple[int, int]]:
    """For every node the lines of its statement, without the statements inside."""
    spans: dict[int, tuple[int, int]] = {}

    def note(node: ast.AST, span: tuple[int, int]) -> None:
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
            span = node.lineno, max(node.lineno, last)
        spans[id(node)] = span
        for field, child in _fields(node):
            whole = node.lineno if isinstance(node, ast.stmt) else span[0], _end(node, span)
            note(child, whole if field == "decorator_list" else span)

    note(tree, (1, 1))
    return spans


def _fields(node: ast.AST) -> list[tuple[str, ast.AST]]:
    found = []
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                found.append((field, child))
    return found


def _end(node: ast.AST, span: tuple[int, int]) -> int:
    return getattr(node, "end_lineno", None) or span[1]


def _what(change: Change) -> str:
    old = _short(change.old)
    if change.new is None or isinstance(change.new, ast.Pass):
        return f"{old} is gone"
    return f"{old} became {_short(change.new)}"


def _short(node: ast.AST) -> str:
    line = ast.unparse(ast.fix_missing_locations(node)).split("\n", 1)[0].strip()
    return f"`{line if len(line) <= WIDTH else line[: WIDTH - 1] + '…'}`"
