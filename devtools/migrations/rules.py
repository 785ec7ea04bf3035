"""What a migration may not say, read from its text.

What Citus refuses, no migration may say. While a version takes over, the one before still serves,
so a migration may add, but not take away: what is dropped, renamed or narrowed names the release
that stopped using it, `contract = "1.4.0"`, which has to be out.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).parents[2]
REFUSED = {
    r"\btrigger\b": "has a trigger, which distributed tables cannot have",
    r"\brename\s+constraint\b": "renames a constraint, which Citus refuses",
    r"\bset\s+statistics\b": "sets a column's statistics, which Citus refuses",
    r"\bset\s+storage\b": "sets a column's storage, which Citus refuses",
    r"\bclock_timestamp\b": "asks for clock_timestamp(), which Citus refuses",
}
TAKEN_AWAY = {
    r"\bdrop\s+(table|column|view|schema|type)\b": "drops what the version before may use",
    r"\brename\s+(to|column)\b": "renames what the version before may use",
    r"\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b": "changes the type of a column",
    r"\bset\s+not\s+null\b": "forbids null where the version before may leave it",
}
OPERATIONS = {
    "drop_table": "drops a table",
    "drop_column": "drops a column",
    "rename_table": "renames a table",
}
NARROWING = {
    "new_column_name": "renames a column",
    "type_": "changes the type of a column",
}


def faults(folder: Path = ROOT / "migrations/versions", out: str = "") -> Iterator[str]:
    """What is wrong with the migrations of a folder, a sentence each; `out` is our version."""
    out = out or tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    for path in sorted(folder.glob("*.py")):
        yield from (f"{path.name} {fault}." for fault in _of(path.read_text(), Version(out)))


def _of(source: str, out: Version) -> Iterator[str]:
    tree = ast.parse(source)
    said = " ".join(_strings(tree))
    yield from _found(REFUSED, said)
    nodes = [node for part in _upgrade(tree) for node in ast.walk(part)]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    yield from (fault for call in calls for fault in _of_new_column(call))
    away = [fault for call in calls for fault in _of_narrowing(call)]
    away += _found(TAKEN_AWAY, " ".join(_strings(*_upgrade(tree))))
    contract = _contract(tree)
    if contract is None:
        yield from (f"{fault}: say which release stopped using it" for fault in away)
    elif not _is_out(contract, out):
        yield f"waits for {contract or 'a release without a name'}, which is not out"
    elif not away:
        yield "says that it contracts, but takes nothing away"


def _of_new_column(call: ast.Call) -> Iterator[str]:
    if _name(call) != "add_column":
        return
    named = {_name(node) for node in ast.walk(call) if isinstance(node, ast.Call)}
    if "Identity" in named:
        yield "adds an identity column, which Citus refuses"
    if "CheckConstraint" in named:
        yield "adds a column with a check, which Citus refuses: add the check by itself"
    given = {
        word.arg: word.value for node in ast.walk(call) for word in getattr(node, "keywords", [])
    }
    required = _is(given.get("nullable"), False)
    if required and "server_default" not in given and "Computed" not in named:
        yield "adds a column that the version before cannot fill: let it be null, or give a default"


def _of_narrowing(call: ast.Call) -> Iterator[str]:
    if fault := OPERATIONS.get(_name(call)):
        yield fault
    if _name(call) == "alter_column":
        given = {word.arg or "": word.value for word in call.keywords}
        yield from (fault for word, fault in NARROWING.items() if word in given)
        if _is(given.get("nullable"), False):
            yield "forbids null where the version before may leave it"


def _found(patterns: dict[str, str], said: str) -> list[str]:
    return [fault for pattern, fault in patterns.items() if re.search(pattern, said, re.I)]


def _upgrade(tree: ast.Module) -> list[ast.stmt]:
    """All but the way back, and what describes the migration."""
    return [node for node in tree.body if getattr(node, "name", "") != "downgrade"]


def _strings(*trees: ast.AST) -> Iterator[str]:
    """Every text in the code, without docstrings."""
    for tree in trees:
        described = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in described:
                yield text


def _contract(tree: ast.Module) -> str | None:
    """The release that a migration names, or None where it names none."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "contract":
            return str(getattr(node.value, "value", ""))
    return None


def _is_out(contract: str, out: Version) -> bool:
    try:
        return Version(contract) <= out
    except InvalidVersion:
        return False


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _is(node: ast.expr | None, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
