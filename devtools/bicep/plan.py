"""What would be deployed with given parameters: every resource, its modules followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.bicep.tree import Declaration, File, properties
from devtools.bicep.values import Scope, turns, value


@dataclass(frozen=True)
class Planned:
    """A resource, as far as it is known before it is there."""

    file: File
    declared: Declaration
    body: dict[str, Any]

    @property
    def kind(self) -> str:
        """Its type, without the version."""
        return self.declared.kind.partition("@")[0]

    def at(self, way: str) -> Any:
        """What stands at `properties.network.name`; `None` where there is nothing."""
        found: Any = self.body
        for step in way.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found


@dataclass(frozen=True)
class Part:
    """A file that is deployed, with its parameters, and the module that hands it these."""

    file: File
    given: dict[str, Any]
    module: tuple[File, Declaration] | None = None

    def resources(self) -> Iterator[Planned]:
        """What the file itself declares."""
        scope = Scope(self.file, self.given)
        for declared in self.file.resources.values():
            if not declared.existing:
                yield from (Planned(self.file, declared, body) for body in _each(declared, scope))


def parts(files: dict[Path, File], part: Part) -> Iterator[Part]:
    """A file and all that it deploys as modules."""
    yield part
    scope = Scope(part.file, part.given)
    for declared in part.file.modules.values():
        inner = files.get(part.file.path.parent / declared.kind)
        if inner is not None:
            for body in _each(declared, scope):
                module = (part.file, declared)
                yield from parts(files, Part(inner, body.get("params", {}), module))


def _each(declared: Declaration, scope: Scope) -> Iterator[dict[str, Any]]:
    """The body of each copy; none where the condition is known to be false."""
    node = declared.value
    if node is None or declared.body is None:
        return
    if node.type == "if_statement":
        condition = next(c for c in node.children if c.type == "parenthesized_expression")
        if value(condition, scope) is False:
            return
    rounds = turns(node, scope) if node.type == "for_statement" else [{}]
    for names in rounds:
        inner = scope.within(**names)
        yield {key: value(found, inner) for key, found in properties(declared.body).items()}
