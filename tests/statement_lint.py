"""Refuses, during the whole test session, statements that a cluster would refuse or fan out.

Each distributed table in a SELECT, UPDATE or DELETE must be pinned: its distribution column equals
a value, directly or over a join. Who means all shards says so: `execution_options(fanout=True)`.
"""

import re
from collections.abc import Iterator
from typing import Any
from weakref import WeakSet

from sqlalchemy import Alias, BinaryExpression, Column, Engine, Table, TextClause, event
from sqlalchemy.engine import Compiled
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement, Grouping
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import Join, Select

VOLATILE = {"now", "current_timestamp", "clock_timestamp", "random", "gen_random_uuid", "uuidv7"}
PINNING = (operators.eq, operators.in_op)


class Unfit(AssertionError):
    """A statement that would not do on a cluster."""


def install(tables: dict[str, Table]) -> None:
    """Read every statement of every engine from now on, once; `tables` is the metadata's."""

    fit: dict[bool, WeakSet[Compiled]] = {False: WeakSet(), True: WeakSet()}

    def lint(*told: Any) -> None:
        context = told[4]
        compiled, fanout = context.compiled, bool(context.execution_options.get("fanout"))
        if compiled is None or compiled in fit[fanout]:
            return
        if found := fault(compiled.statement, tables, fanout=fanout):
            raise Unfit(f"{found}:\n{compiled}")
        fit[fanout].add(compiled)

    event.listen(Engine, "before_cursor_execute", lint)


def fault(statement: Any, tables: dict[str, Table], fanout: bool = False) -> str:
    """What is wrong with a statement, or nothing."""
    if isinstance(statement, TextClause):
        return "" if fanout else _of_text(statement.text, tables)
    if isinstance(statement, Insert):
        return _of_insert(statement)
    if not isinstance(statement, Select | Update | Delete):
        return ""
    loose = sorted(set(_distributed(statement, tables)) - _pinned(statement, tables))
    if getattr(statement, "_for_update_arg", None) is not None and loose:
        return f"FOR UPDATE over all shards of {loose[0]}"
    return f"{loose[0]} is not pinned to one shard" if loose and not fanout else _returns(statement)


def _of_text(text: str, tables: dict[str, Table]) -> str:
    for name, table in tables.items():
        column = table.info.get("citus_column")
        named = re.search(rf"\b(from|join|update)\s+{name}\b", text, re.IGNORECASE)
        if column and named and not re.search(rf"\b{column}\s*(=|in\b)", text, re.IGNORECASE):
            return f"{name} is not pinned to one shard"
    return ""


def _of_insert(statement: Insert) -> str:
    clause = getattr(statement, "_post_values_clause", None)
    changes = dict(getattr(clause, "update_values_to_set", None) or ())
    if any(_volatile(value) for value in changes.values()):
        return "ON CONFLICT sets what is not immutable"
    return _returns(statement)


def _returns(statement: Any) -> str:
    returned = getattr(statement, "_returning", ())
    return "RETURNING calls what is volatile" if any(map(_volatile, returned)) else ""


def _volatile(value: object) -> bool:
    return isinstance(value, ClauseElement) and any(
        isinstance(part, FunctionElement) and part.name.lower() in VOLATILE
        for part in visitors.iterate(value)
    )


def _distributed(statement: ClauseElement, tables: dict[str, Table]) -> Iterator[str]:
    for part in _parts(statement):
        source = part.table if isinstance(part, Column) else part
        if isinstance(source, Table | Alias) and _column(source, tables):
            yield source.name


def _parts(part: ClauseElement) -> Iterator[ClauseElement]:
    """A statement and all within, but not the table behind an alias."""
    yield part
    if not isinstance(part, Alias):
        for child in part.get_children():
            yield from _parts(child)


def _pinned(statement: ClauseElement, tables: dict[str, Table]) -> set[str]:
    """The names of the tables and aliases that are pinned, directly or over equalities."""
    pinned: set[str] = set()
    joined: list[set[str]] = []
    for condition in _conditions(statement):
        sides = (condition.left, condition.right)
        names = {name for side in sides if (name := _pins(side, tables))}
        if len(names) == 1 and any(_is_value(side) for side in sides):
            pinned |= names
        elif len(names) == 2 and condition.operator is operators.eq:
            joined.append(names)
    while more := [pair for pair in joined if pair & pinned and pair - pinned]:
        pinned |= set().union(*more)
    return pinned


def _conditions(statement: ClauseElement) -> Iterator[BinaryExpression[Any]]:
    for part in visitors.iterate(statement):
        if isinstance(part, Select | Update | Delete):
            for clause in part._where_criteria:
                yield from _conjuncts(clause)
        if isinstance(part, Select):
            for _, clause, *_ in part._setup_joins:
                yield from _conjuncts(clause)
        if isinstance(part, Join):
            yield from _conjuncts(part.onclause)


def _conjuncts(clause: Any) -> Iterator[BinaryExpression[Any]]:
    if isinstance(clause, Grouping):
        yield from _conjuncts(clause.element)
    elif isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for part in clause.clauses:
            yield from _conjuncts(part)
    elif isinstance(clause, BinaryExpression) and clause.operator in PINNING:
        yield clause


def _pins(side: Any, tables: dict[str, Table]) -> str:
    """The name of the table whose distribution column this is, if it is one."""
    source = getattr(side, "table", None)
    if isinstance(source, Table | Alias) and side.key == _column(source, tables):
        return str(source.name)
    return ""


def _is_value(side: ClauseElement) -> bool:
    return not any(isinstance(part, Column | Select) for part in visitors.iterate(side))


def _column(source: Any, tables: dict[str, Table]) -> str | None:
    table = source.element if isinstance(source, Alias) else source
    ours = tables.get(getattr(table, "name", ""))
    return ours.info.get("citus_column") if ours is not None else None
