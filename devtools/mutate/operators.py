"""What can be changed in a piece of source: each change is small, and some test should notice it.

A change is made in the tree of the source, never in a file.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
UNSEEN = {"TypeVar", "ParamSpec", "NewType", "TypeAlias", "cast"}
"""Calls whose arguments only a type checker looks at."""


class Change(NamedTuple):
    """One change: where in the tree (a parent's field, and the place in its list), and to what."""

    parent: ast.AST
    field: str
    place: int | None
    new: ast.AST | None
    """None takes the node out of its list."""

    def make(self) -> None:
        """Change the tree."""
        if self.place is None:
            setattr(self.parent, self.field, self.new)
            return
        siblings = getattr(self.parent, self.field)
        siblings[self.place : self.place + 1] = [] if self.new is None else [self.new]

    def tried(self, look: Callable[[], str]) -> str:
        """What `look` gives while the change is made; the tree is as before afterwards."""
        value = getattr(self.parent, self.field)
        before = value if self.place is None else [*value]
        self.make()
        try:
            return look()
        finally:
            setattr(self.parent, self.field, before)

    @property
    def old(self) -> ast.AST:
        """What stands there before the change."""
        value = getattr(self.parent, self.field)
        node: ast.AST = value if self.place is None else value[self.place]
        return node


def changes(tree: ast.AST) -> Iterator[Change]:
    """Every change of a tree, in the order of the source; the tree stays as it is."""
    for parent, field, place, node in _places(tree):
        for new in _others(node):
            yield Change(parent, field, place, new)
        if field == "decorator_list" or _is_condition(parent, field):
            yield Change(parent, field, place, None)


def _places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node that is run, with its place; annotations and documentation are not."""
    for field, value in ast.iter_fields(node):
        if _is_silent(node, field):
            continue
        for place, child in _children(value):
            if not _is_documentation(child) and not _is_start(child):
                yield node, field, place, child
                yield from _places(child)


def _children(value: object) -> Iterator[tuple[int | None, ast.AST]]:
    if isinstance(value, ast.AST):
        yield None, value
    elif isinstance(value, list):
        for place, child in enumerate(value):
            if isinstance(child, ast.AST):
                yield place, child


def _is_silent(node: ast.AST, field: str) -> bool:
    """Whether only a type checker, or a reader, looks there."""
    if field in ("annotation", "returns", "type_params"):
        return True
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in UNSEEN or name == "dataclass"


def _is_documentation(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_start(node: ast.AST) -> bool:
    """Whether this is `if __name__ == "__main__"`."""
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _is_condition(parent: ast.AST, field: str) -> bool:
    return isinstance(parent, ast.comprehension) and field == "ifs"


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in a node's place."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.BoolOp(op=ast.And() | ast.Or(), values=values):
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield ast.BoolOp(other, values)
            for place in range(len(values)):
                rest = values[:place] + values[place + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield ast.BinOp(node.left, ARITHMETIC[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(op)](), node.value)
        case ast.Constant():
            yield from _constants(node.value)
        case ast.If() | ast.IfExp():
            for value in (True, False):
                yield _with_test(node, value)
        case ast.While():
            yield _with_test(node, False)
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Await() | ast.YieldFrom() | ast.Yield()):
            yield ast.Pass()
        case ast.Raise() | ast.Assert():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for place, op in enumerate(node.ops):
        for other in COMPARISONS[type(op)]:
            ops = [*node.ops]
            ops[place] = other()
            yield ast.Compare(node.left, ops, node.comparators)


def _constants(value: object) -> Iterator[ast.AST]:
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(f"XX{value}XX")
    elif isinstance(value, bytes):
        yield ast.Constant(b"XX" + value)


def _with_test(node: ast.If | ast.IfExp | ast.While, value: bool) -> ast.AST:
    changed = copy.copy(node)
    changed.test = ast.Constant(value)
    return changed


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
