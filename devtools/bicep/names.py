"""Whether names mean something: symbols, modules, parameters and outputs, types and limits."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tree_sitter import Node

from devtools.bicep.calls import Unknown
from devtools.bicep.plan import Part
from devtools.bicep.tree import Declaration, File, Finding, properties, text, walk
from devtools.bicep.values import Scope, value

PRIMITIVES: dict[str, type] = {"string": str, "int": int, "bool": bool, "object": dict}
FUNCTIONS = {
    "concat", "contains", "empty", "guid", "int", "join", "json", "length", "map", "newGuid",
    "range", "replace", "resourceGroup", "split", "string", "subscription", "substring",
    "subscriptionResourceId", "take", "tenant", "toLower", "toObject", "toUpper", "trim", "union",
    "uniqueString", "utcNow",
}  # fmt: skip
LEAKS = re.compile(
    r"\b(list\w+)\s*\(|\.(connectionString|ConnectionString|InstrumentationKey|primaryKey"
    r"|secondaryKey|primarySharedKey|administratorLoginPassword)\b"
)
VERSION = re.compile(r"[A-Z][A-Za-z]+(\.[A-Za-z]+)+(/[A-Za-z]+)+@\d{4}-\d{2}-\d{2}(-preview)?")
PREVIEWS = {"Microsoft.Insights/diagnosticSettings"}  # there is no other version of these


def check(files: dict[Path, File]) -> Iterator[Finding]:
    """The faults of all files together."""
    for file in files.values():
        yield from _alone(file)
        for module in file.modules.values():
            yield from _module(files, file, module)


@cache
def _alone(file: File) -> list[Finding]:
    looks = (_unresolved, _unused, _undescribed, _versions, _defaults, _leaks)
    return [*file.faults, *(finding for look in looks for finding in look(file))]


def _unresolved(file: File) -> Iterator[Finding]:
    known = {"az", "sys", *file.parameters, *file.variables, *file.resources, *file.modules}
    for node, place in _identifiers(file):
        name = text(node)
        if place == "function" and name not in FUNCTIONS:
            yield file.finding("unresolved", node, f"there is no function {name}.")
        elif place == "type" and name not in file.types:
            yield file.finding("unresolved", node, f"there is no type {name}.")
        elif place == "value" and name not in known and name not in _local(node):
            yield file.finding("unresolved", node, f"nothing is called {name}.")


@cache
def _identifiers(file: File) -> list[tuple[Node, str]]:
    return [(node, _place(node)) for node in file.nodes if node.type == "identifier"]


def _place(node: Node) -> str:
    """What an identifier is used as."""
    parent = node.parent
    if parent is None or any(above.type == "decorator" for above in _above(node)):
        return "name"
    if parent.type == "call_expression" and parent.children[0] == node:
        return "function"
    if parent.type == "type":
        return "type"
    if any(above.type == "type_declaration" for above in _above(node)):
        return "name" if parent.type != "array_type" else "type"
    first = parent.named_children[0] == node
    named = parent.type.endswith("_declaration") or parent.type == "object_property"
    own = parent.type in ("for_statement", "lambda_expression") and first
    return "name" if (named and first) or own else "value"


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _local(node: Node) -> Iterator[str]:
    """The variables of the loops and lambdas around a place."""
    for above in _above(node):
        if above.type == "for_statement":
            yield from re.findall(r"\w+", text(above.named_children[0]))
        for inner in above.children:
            if inner.type in ("lambda_expression", "member_expression", "arguments"):
                yield from re.findall(r"(\w+) =>", text(inner))


def _unused(file: File) -> Iterator[Finding]:
    used = {text(node) for node, place in _identifiers(file) if place != "name"}
    for declared in (*file.parameters.values(), *file.variables.values()):
        if declared.name not in used:
            yield file.finding("unused", declared, f"{declared.name} is used nowhere.")


def _undescribed(file: File) -> Iterator[Finding]:
    for declared in (*file.parameters.values(), *file.outputs.values()):
        if "description" not in declared.decorators:
            yield file.finding("description", declared, f"{declared.name} is not described.")


def _versions(file: File) -> Iterator[Finding]:
    for declared in file.resources.values():
        kind, _, version = declared.kind.partition("@")
        if not VERSION.fullmatch(declared.kind):
            yield file.finding("api-version", declared, f"{declared.kind} is no type and version.")
        elif version.endswith("preview") and kind not in PREVIEWS:
            yield file.finding("api-version", declared, f"{declared.kind} is a preview.")


def _defaults(file: File) -> Iterator[Finding]:
    for declared in file.parameters.values():
        if declared.value is not None:
            found = value(declared.value, Scope(file, {}))
            yield from misfits(file, declared, declared, found, declared.name)


def misfits(
    file: File, declared: Declaration, at: Node | Declaration, found: Any, name: str
) -> Iterator[Finding]:
    """Whether a value, as far as it is known, may be given for a parameter."""
    if isinstance(found, Unknown) or found is None:
        return
    wanted = list if declared.type.endswith("[]") else PRIMITIVES.get(declared.type, object)
    if not isinstance(found, wanted) or (wanted is int and isinstance(found, bool)):
        yield file.finding("parameter-type", at, f"{name} is a {declared.type}, not {found!r}.")
        return
    limits = {key: _argument(call) for key, call in declared.decorators.items()}
    allowed = limits.get("allowed")
    if isinstance(allowed, list) and found not in allowed:
        yield file.finding("allowed", at, f"{name} may not be {found!r}.")
    size = found if isinstance(found, int) else len(found) if isinstance(found, (str, list)) else 0
    unit = "Value" if isinstance(found, int) else "Length"
    if not limits.get(f"min{unit}", size) <= size <= limits.get(f"max{unit}", size):
        yield file.finding("limits", at, f"{name} is outside of its limits: {found!r}.")


def _argument(call: Node) -> Any:
    given = call.children[-1].named_children
    return value(given[0], Scope(File(Path(), call), {})) if given else None


def _leaks(file: File) -> Iterator[Finding]:
    secret = {one.name for one in file.parameters.values() if "secure" in one.decorators}
    for declared in file.variables.values():
        if any(text(n) in secret for n in walk(declared.node) if n.type == "identifier"):
            secret.add(declared.name)
    for declared in file.outputs.values():
        words = {text(node) for node in walk(declared.node) if node.type == "identifier"}
        words.discard(declared.name)
        if words & secret or LEAKS.search(text(declared.node)):
            yield file.finding("secret-output", declared, f"{declared.name} gives a secret away.")


def check_handed(deployed: Iterable[Part]) -> Iterator[Finding]:
    """Whether the values that modules are given, as far as they are known, may be given."""
    for part in deployed:
        file, module = part.module or (part.file, None)
        for name, found in part.given.items():
            if module and (parameter := part.file.parameters.get(name)):
                yield from misfits(file, parameter, module, found, name)


def _module(files: dict[Path, File], file: File, module: Declaration) -> Iterator[Finding]:
    inner = files.get(file.path.parent / module.kind)
    if inner is None or module.body is None:
        yield file.finding("module-path", module, f"there is no file {module.kind}.")
        return
    handed = properties(module.body).get("params")
    given = properties(handed) if handed is not None else {}
    for name, node in given.items():
        if name not in inner.parameters:
            sentence = f"{module.kind} has no parameter {name}."
            yield file.finding("module-unknown-parameter", node, sentence)
    for name, parameter in inner.parameters.items():
        if parameter.value is None and name not in given:
            sentence = f"{module.kind} needs the parameter {name}."
            yield file.finding("module-missing-parameter", module, sentence)
    for found in re.finditer(rf"\b{module.name}!?\.outputs\.(\w+)", text(file.root)):
        if found[1] not in inner.outputs:
            sentence = f"{module.kind} has no output {found[1]}."
            yield file.finding("module-output", module, sentence)
