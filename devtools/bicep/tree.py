"""What a Bicep file declares, read by tree-sitter; a second parser (pycep) has to agree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import tree_sitter_bicep
from lark.exceptions import LarkError
from pycep import BicepParser
from tree_sitter import Language, Node, Parser

PARSER = Parser(Language(tree_sitter_bicep.language()))
OTHER = BicepParser()
KINDS = {
    "parameter_declaration": "parameters",
    "variable_declaration": "variables",
    "type_declaration": "types",
    "resource_declaration": "resources",
    "module_declaration": "modules",
    "output_declaration": "outputs",
}


@dataclass(frozen=True)
class Finding:
    """A fault: the check that found it, the place, and a sentence."""

    check: str
    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.check}: {self.text}"


@dataclass(frozen=True)
class Declaration:
    """A name with all that stands after it, and the decorators above it."""

    name: str
    node: Node
    decorators: dict[str, Node]

    @cached_property
    def line(self) -> int:
        """The line in its file, from 1."""
        return self.node.start_point[0] + 1

    @cached_property
    def value(self) -> Node | None:
        """What stands behind the equals sign."""
        after = False
        for child in self.node.children:
            if after:
                return child
            after = child.type == "="
        return None

    @cached_property
    def type(self) -> str:
        """The type of a parameter or output, as it is written."""
        return next((text(child) for child in self.node.children if child.type == "type"), "")

    @cached_property
    def kind(self) -> str:
        """`Microsoft.App/jobs@2024-03-01` of a resource, `modules/job.bicep` of a module."""
        return next(text(c).strip("'") for c in self.node.children if c.type == "string")

    @cached_property
    def existing(self) -> bool:
        """Whether a resource is only referred to."""
        return any(child.type == "existing" for child in self.node.children)

    @cached_property
    def body(self) -> Node | None:
        """The object of a resource or module, within its condition or loop."""
        return next((n for n in ([self.value] if self.value else []) for n in _bodies(n)), None)


def _bodies(node: Node) -> Iterator[Node]:
    if node.type == "object":
        yield node
    elif node.type in ("if_statement", "for_statement"):
        yield from (found for child in node.children[-2:] for found in _bodies(child))


@dataclass(eq=False)
class File:
    """One Bicep file."""

    path: Path
    root: Node
    parameters: dict[str, Declaration] = field(default_factory=dict)
    variables: dict[str, Declaration] = field(default_factory=dict)
    types: dict[str, Declaration] = field(default_factory=dict)
    resources: dict[str, Declaration] = field(default_factory=dict)
    modules: dict[str, Declaration] = field(default_factory=dict)
    outputs: dict[str, Declaration] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)

    @cached_property
    def nodes(self) -> list[Node]:
        """Everything that is written in the file."""
        return list(walk(self.root))

    def finding(self, check: str, at: Node | Declaration, sentence: str) -> Finding:
        """A fault at a place of this file."""
        line = at.line if isinstance(at, Declaration) else at.start_point[0] + 1
        return Finding(check, self.path, line, sentence)


def read(path: Path) -> File:
    """The declarations of a file; what the parser stumbles over is among its faults."""
    return _read(path, path.read_bytes())


@cache
def _read(path: Path, source: bytes) -> File:
    file = File(path, PARSER.parse(source).root_node)
    waiting: dict[str, Node] = {}
    for node in file.root.named_children:
        if node.type == "decorators":
            waiting |= _decorators(node)
        elif node.type in KINDS:
            name = text(next(c for c in node.children if c.type == "identifier"))
            getattr(file, KINDS[node.type])[name] = Declaration(name, node, waiting)
            waiting = {}
    file.faults = list(_broken(file))
    return file


def _decorators(node: Node) -> dict[str, Node]:
    calls = [found for found in walk(node) if found.type == "call_expression"]
    return {text(call.children[0]): call for call in calls}


def _broken(file: File) -> Iterator[Finding]:
    for node in file.nodes:
        if node.type == "ERROR" or node.is_missing:
            yield file.finding("syntax", node, f"tree-sitter does not understand {text(node)!r}.")


def disagreement(file: File) -> Iterator[Finding]:
    """Where the other parser stumbles, or reads other names than we."""
    try:
        found: dict[str, Any] = {**OTHER.parse(text=text(file.root))}
    except LarkError as error:
        yield file.finding("syntax", file.root, f"pycep: {str(error).splitlines()[0]}")
        return
    for kind in ("parameters", "variables", "resources", "modules", "outputs"):
        theirs, ours = set(found.get(kind, {})), set(getattr(file, kind))
        if theirs != ours:
            odd = ", ".join(sorted(theirs ^ ours))
            yield file.finding("parsers-agree", file.root, f"the parsers differ in {kind}: {odd}.")


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    yield node
    for child in node.children:
        yield from walk(child)


def text(node: Node) -> str:
    """What is written there."""
    return (node.text or b"").decode()


def properties(node: Node) -> dict[str, Node]:
    """The values of an object by their keys."""
    pairs = [child for child in node.children if child.type == "object_property"]
    return {text(p.named_children[0]).strip("'"): p.named_children[-1] for p in pairs}
