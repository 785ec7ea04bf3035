"""The edits that lead from one state to another: how a submitted form becomes edits."""

from bisect import bisect_left
from collections.abc import Sequence
from copy import deepcopy

from backend.questionnaire.edit import Edit, Insert, Move, Remove, Set, move, removal
from backend.questionnaire.tree import ROOT, Place, Tree, find, is_parts, is_there


def diff(before: Tree, after: Tree) -> list[Edit]:
    """The edits that make `after` of `before`: two states of one part, with the same id.

    Applied to a tree that has moved on since `before`, they change only what differs here, so
    that two people who change different things both keep their work.
    """
    children = {name for name in after if is_parts(before.get(name, [])) and is_parts(after[name])}
    edits = _set(before, after, children)
    for name in (name for name in after if name in children):
        edits += _list_diff(before.get("id", ROOT), name, before.get(name, []), after[name])
    return edits


def whole_diff(before: Tree, after: Tree) -> list[Edit]:
    """The edits that make one whole document of another, between whose sections questions move.

    What is in both is changed, and not made anew; what kept its order is not moved.
    """
    making = _Making(before)
    wanted = {part["id"]: part for part in _sections_and_questions(after)}
    for section in reversed(before["sections"]):
        for question in reversed(section["questions"]):
            then = wanted.get(question["id"], {})
            if then.get("kind") == question["kind"]:
                making.make(*diff(question, then))
            else:
                making.make(removal(making.now, question["id"]))
    making.order(ROOT, "sections", after["sections"])
    for section in after["sections"]:
        making.order(section["id"], "questions", section["questions"])
    for section in reversed(before["sections"]):
        if section["id"] in wanted:
            making.make(*_set(section, wanted[section["id"]], {"questions"}))
        else:
            making.make(removal(making.now, section["id"]))
    making.make(*_set(before, after, {"sections"}))
    return making.edits


class _Making:
    """A document on its way to another, and the edits so far."""

    def __init__(self, before: Tree) -> None:
        self.now, self.edits = deepcopy(before), list[Edit]()

    def make(self, *edits: Edit) -> None:
        for edit in edits:
            edit.apply(self.now)
            self.edits.append(edit)

    def order(self, into: str, name: str, items: Sequence[Tree]) -> None:
        """Bring these parts into a list, in their order; what else is in it leaves it later."""
        there = [item["id"] for item in find(self.now, into)[name]]
        stay = staying(there, [item["id"] for item in items])
        for number, item in enumerate(items):
            where = Place(into, name, _behind(items, number))
            if not is_there(self.now, item["id"]):
                self.make(Insert(self._fresh(item), where))
            elif item["id"] not in stay:
                self.make(move(self.now, item["id"], where))

    def _fresh(self, item: Tree) -> Tree:
        """A part to be put in; of a section, without the questions that are somewhere already."""
        if "questions" not in item:
            return item
        fresh = [one for one in item["questions"] if not is_there(self.now, one["id"])]
        return item | {"questions": fresh}


def _sections_and_questions(tree: Tree) -> list[Tree]:
    return [part for section in tree["sections"] for part in (section, *section["questions"])]


def _set(before: Tree, after: Tree, children: set[str]) -> list[Edit]:
    part_id = before.get("id", ROOT)
    return [
        Set(part_id, name, before.get(name), value)
        for name, value in after.items()
        if name not in children and before.get(name) != value
    ]


def _list_diff(into: str, name: str, before: list[Tree], after: list[Tree]) -> list[Edit]:
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    edits: list[Edit] = []
    # Last first, so that whoever takes this back finds each neighbour in its place again.
    for number, item in reversed(list(enumerate(before))):
        if item["id"] not in new:
            edits.append(Remove(item, Place(into, name, _behind(before, number))))
    order = [item["id"] for item in before if item["id"] in new]
    stay = staying(order, list(new))
    for number, item in enumerate(after):
        now = Place(into, name, _behind(after, number))
        if item["id"] in stay:
            continue
        if item["id"] in old:
            was = order.index(item["id"])
            edits.append(Move(item["id"], Place(into, name, order[was - 1] if was else None), now))
            order.pop(was)
        else:
            edits.append(Insert(item, now))
        order.insert(order.index(now.after) + 1 if now.after else 0, item["id"])
    for item in after:
        if item["id"] in old:
            edits += diff(old[item["id"]], item)
    return edits


def staying(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The most ids that are in the same order in both: only the others have to move.

    The longest increasing subsequence of their positions, by patience sorting.
    """
    at = {id: number for number, id in enumerate(before)}
    ends: list[int] = []
    runs: list[list[str]] = []
    for id in (id for id in after if id in at):
        length = bisect_left(ends, at[id])
        ends[length:] = [at[id], *ends[length + 1 :]]
        runs[length:] = [[*(runs[length - 1] if length else []), id], *runs[length + 1 :]]
    return set(runs[-1]) if runs else set()


def _behind(items: Sequence[Tree], number: int) -> str | None:
    return items[number - 1]["id"] if number else None
