"""What an expression comes to, as far as that can be told before anything is deployed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tree_sitter import Node

from devtools.bicep.calls import CALLS, Unknown, spoken
from devtools.bicep.tree import File, text


@dataclass
class Scope:
    """The names of one file, once its parameters are given."""

    file: File
    given: dict[str, Any]
    loop: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def within(self, **names: Any) -> "Scope":
        """The same with the variables of a loop."""
        return Scope(self.file, self.given, {**self.loop, **names}, self.known)

    def named(self, name: str) -> Any:
        """What a name stands for."""
        if name in self.loop:
            return self.loop[name]
        if name in self.given:
            return self.given[name]
        if name not in self.known:
            self.known[name] = self._declared(name)
        return self.known[name]

    def _declared(self, name: str) -> Any:
        declared = self.file.variables.get(name) or self.file.parameters.get(name)
        if declared is None or declared.value is None:
            return Unknown(name)
        return value(declared.value, Scope(self.file, self.given, {}, self.known))


def value(node: Node, scope: Scope) -> Any:
    """The value of an expression: text, number, truth, list, dict, None or `Unknown`."""
    reader = READERS.get(node.type)
    return reader(node, scope) if reader else Unknown(text(node))


def _string(node: Node, scope: Scope) -> Any:
    parts = [
        value(part.named_children[0], scope) if part.type == "interpolation" else text(part)
        for part in node.named_children
    ]
    if any(isinstance(part, Unknown) for part in parts):
        return Unknown("".join(spoken(part) for part in parts))
    return "".join(spoken(part) for part in parts)


def _object(node: Node, scope: Scope) -> Any:
    pairs = [child.named_children for child in node.children if child.type == "object_property"]
    return {_key(pair[0], scope): value(pair[-1], scope) for pair in pairs}


def _key(node: Node, scope: Scope) -> str:
    return spoken(value(node, scope)) if node.type == "string" else text(node)


def _array(node: Node, scope: Scope) -> Any:
    return [value(child, scope) for child in node.named_children if child.type != "comment"]


def _identifier(node: Node, scope: Scope) -> Any:
    return scope.named(text(node))


def _ternary(node: Node, scope: Scope) -> Any:
    condition, yes, no = node.named_children
    chosen = value(condition, scope)
    if isinstance(chosen, Unknown):
        return Unknown(text(node))
    return value(yes if chosen else no, scope)


def _binary(node: Node, scope: Scope) -> Any:
    left, right = (value(child, scope) for child in node.named_children)
    sign = text(node.children[1])
    unknown = isinstance(left, Unknown) or isinstance(right, Unknown)
    if sign == "&&" and (left is False or right is False):
        return False
    if sign == "||" and (left is True or right is True):
        return True
    return Unknown(text(node)) if unknown or sign not in SIGNS else SIGNS[sign](left, right)


SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "&&": lambda a, b: a and b,
    "||": lambda a, b: a or b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}


def _unary(node: Node, scope: Scope) -> Any:
    inner = value(node.named_children[0], scope)
    return Unknown(text(node)) if isinstance(inner, Unknown) else not inner


def _member(node: Node, scope: Scope) -> Any:
    whole, part = value(node.named_children[0], scope), text(node.named_children[-1])
    if isinstance(whole, dict) and part in whole:
        return whole[part]
    return Unknown(text(node))


def _subscript(node: Node, scope: Scope) -> Any:
    whole, index = (value(child, scope) for child in node.named_children[:2])
    if isinstance(whole, list) and isinstance(index, int) and index < len(whole):
        return whole[index]
    return Unknown(text(node))


def _call(node: Node, scope: Scope) -> Any:
    name = text(node.children[0])
    given = [value(child, scope) for child in node.children[-1].named_children]
    if name not in CALLS or any(isinstance(one, Unknown) for one in given):
        return Unknown(f"{name}({', '.join(spoken(one) for one in given)})")
    return CALLS[name](*given)


def _loop(node: Node, scope: Scope) -> Any:
    over = value(iterable(node), scope)
    if not isinstance(over, list):
        return Unknown(text(node))
    return [value(node.named_children[-1], scope.within(**names)) for names in turns(node, scope)]


def iterable(loop: Node) -> Node:
    """What a loop goes over."""
    return loop.named_children[1]


def turns(loop: Node, scope: Scope) -> list[dict[str, Any]]:
    """The variables of each turn of a loop; one of unknown ones, where nobody knows how many."""
    names = re.findall(r"\w+", text(loop.named_children[0]))
    over = value(iterable(loop), scope)
    if not isinstance(over, list):
        return [{name: Unknown(name) for name in names}]
    return [dict(zip(names, (one, i), strict=False)) for i, one in enumerate(over)]


READERS: dict[str, Callable[[Node, Scope], Any]] = {
    "string": _string,
    "number": lambda node, _: int(text(node)),
    "boolean": lambda node, _: text(node) == "true",
    "null": lambda *_: None,
    "object": _object,
    "array": _array,
    "identifier": _identifier,
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "member_expression": _member,
    "subscript_expression": _subscript,
    "parenthesized_expression": lambda node, scope: value(node.named_children[0], scope),
    "call_expression": _call,
    "for_statement": _loop,
}
