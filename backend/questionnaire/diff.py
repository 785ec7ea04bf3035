"""The edits that lead from one state of a part to another: how a submitted form becomes edits."""

from backend.questionnaire.edit import Edit, Insert, Move, Remove, Set
from backend.questionnaire.tree import ROOT, Place, Tree, is_parts


def diff(before: Tree, after: Tree) -> list[Edit]:
    """The edits that make `after` of `before`: two states of one part, with the same id.

    Applied to a tree that has moved on since `before`, they change only what differs here, so
    that two people who change different things both keep their work.
    """
    part_id = before.get("id", ROOT)
    children = {name for name in after if is_parts(before.get(name, [])) and is_parts(after[name])}
    edits: list[Edit] = [
        Set(part_id, name, before.get(name), value)
        for name, value in after.items()
        if name not in children and before.get(name) != value
    ]
    for name in (name for name in after if name in children):
        edits += _list_diff(part_id, name, before.get(name, []), after[name])
    return edits


def _list_diff(into: str, name: str, before: list[Tree], after: list[Tree]) -> list[Edit]:
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    edits: list[Edit] = []
    # Last first, so that whoever takes this back finds each neighbour in its place again.
    for number, item in reversed(list(enumerate(before))):
        if item["id"] not in new:
            edits.append(Remove(item, Place(into, name, _behind(before, number))))
    order = [item["id"] for item in before if item["id"] in new]
    for number, item in enumerate(after):
        now = Place(into, name, _behind(after, number))
        if item["id"] not in old:
            edits.append(Insert(item, now))
            order.insert(number, item["id"])
        elif order[number] != item["id"]:
            was = order.index(item["id"])
            edits.append(Move(item["id"], Place(into, name, order[was - 1]), now))
            order.insert(number, order.pop(was))
    for item in after:
        if item["id"] in old:
            edits += diff(old[item["id"]], item)
    return edits


def _behind(items: list[Tree], number: int) -> str | None:
    return items[number - 1]["id"] if number else None
