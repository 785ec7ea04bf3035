"""A questionnaire as a plain JSON tree: finding a part and its place. The ground of edits."""

from collections.abc import Iterator
from typing import Any, NamedTuple

Tree = dict[str, Any]
"""A part as JSON: a questionnaire, section, question, choice or row."""

ROOT = ""
"""How the questionnaire itself is addressed; every other part by its id."""


class Place(NamedTuple):
    """Where a part stands: in which list of which part, and behind whom (`None`: first)."""

    into: str
    list: str
    after: str | None


class PartGone(LookupError):
    """The part that was to be changed is not there any more."""

    def __init__(self, part_id: str) -> None:
        super().__init__(part_id)
        self.part_id = part_id


def lists(part: Tree) -> dict[str, list[Tree]]:
    """The lists of parts within a part, by field name."""
    return {name: value for name, value in part.items() if is_parts(value)}


def parts(tree: Tree) -> Iterator[Tree]:
    """Every part below, depth first."""
    for items in lists(tree).values():
        for item in items:
            yield item
            yield from parts(item)


def find(tree: Tree, part_id: str) -> Tree:
    """The part with this id. Raises `PartGone`."""
    for part in _outermost_first(tree):
        if part.get("id", ROOT) == part_id or part_id == ROOT:
            return part
    raise PartGone(part_id)


def by_id(tree: Tree) -> dict[str, Tree]:
    """The tree and every part of it by its id."""
    return {ROOT: tree} | {part["id"]: part for part in parts(tree)}


def is_there(tree: Tree, part_id: str) -> bool:
    """Whether the tree has a part with this id."""
    return part_id == ROOT or any(part["id"] == part_id for part in parts(tree))


def place(tree: Tree, part_id: str) -> Place:
    """Where the part stands. Raises `PartGone`."""
    for parent in _outermost_first(tree):
        for name, items in lists(parent).items():
            ids = [item["id"] for item in items]
            if part_id in ids:
                number = ids.index(part_id)
                after = ids[number - 1] if number else None
                return Place(parent.get("id", ROOT), name, after)
    raise PartGone(part_id)


def put(tree: Tree, item: Tree, where: Place) -> None:
    """Put the part there, in place; last, where its former neighbour is gone."""
    items = find(tree, where.into).setdefault(where.list, [])
    ids = [sibling["id"] for sibling in items]
    if where.after is None:
        items.insert(0, item)
    elif where.after in ids:
        items.insert(ids.index(where.after) + 1, item)
    else:
        items.append(item)


def take(tree: Tree, part_id: str) -> Tree:
    """Take the part out, in place, and give it. Raises `PartGone`."""
    where = place(tree, part_id)
    items: list[Tree] = find(tree, where.into)[where.list]
    return items.pop([item["id"] for item in items].index(part_id))


def is_parts(value: Any) -> bool:
    """Whether this is a list of parts; an empty list is one."""
    return isinstance(value, list) and all(
        isinstance(item, dict) and "id" in item for item in value
    )


def _outermost_first(tree: Tree) -> Iterator[Tree]:
    """The tree and every part of it: sections and questions are found before any choice."""
    level = [tree]
    while level:
        yield from level
        level = [item for part in level for items in lists(part).values() for item in items]
