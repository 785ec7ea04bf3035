"""When two people have changed the same: whose text stands where, so that both can be shown."""

from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from backend.questionnaire.diff import diff
from backend.questionnaire.edit import Edit, EditConflict, Insert, Remove, Set
from backend.questionnaire.tree import PartGone, Tree, find, place


class Clash(NamedTuple):
    """One thing that both have changed. `None` stands for: taken away."""

    target: str
    field: str
    mine: Any
    theirs: Any

    @property
    def key(self) -> str:
        """What names this clash in a form."""
        return f"{self.target}.{self.field}"


def key(edit: Edit) -> str:
    """The `Clash.key` that a clash about this edit would have."""
    if isinstance(edit, Set):
        return f"{edit.target}.{edit.field}"
    return f"{edit.item['id']}." if isinstance(edit, Remove) else ""


def overlay(base: Tree, now: Tree, edits: list[Edit]) -> tuple[Tree, list[Clash]]:
    """The document as it now is, with edits made of an older one (`base`) laid over it.

    Where both have changed the same, the edit prevails in the tree, and the clash is told.
    Raises `PartGone` where even the part around what was edited is gone.
    """
    tree, clashes = deepcopy(now), []
    for edit in edits:
        try:
            edit.apply(tree)
        except EditConflict as met:
            if isinstance(edit, Insert):
                clashes += _again(tree, edit.item)
                continue
            clashes.append(Clash(met.target, met.field, met.mine, met.theirs))
            _insist(edit, met.theirs).apply(tree)
        except PartGone as gone:
            if isinstance(edit, Insert):
                raise
            if isinstance(edit, Set):
                back = find(base, gone.part_id)
                Insert(back, place(base, gone.part_id)).apply(tree)
                edit.apply(tree)
                clashes.append(Clash(edit.target, edit.field, edit.after, None))
    return tree, clashes


def _insist(edit: Edit, theirs: Any) -> Edit:
    if isinstance(edit, Set):
        return replace(edit, before=theirs)
    return Remove(theirs, edit.where) if isinstance(edit, Remove) else edit


def _again(tree: Tree, item: Tree) -> list[Clash]:
    """A part that was put in before is sent again, perhaps in other words: they prevail."""
    changes = diff(find(tree, item["id"]), item)
    for change in changes:
        change.apply(tree)
    return [
        Clash(change.target, change.field, change.after, change.before)
        for change in changes
        if isinstance(change, Set)
    ]
