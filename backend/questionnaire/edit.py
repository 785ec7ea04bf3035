"""An edit: one change of a draft, as a value. Pure: applied to a JSON tree, and invertible."""

from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from backend.questionnaire.tree import (
    ROOT,
    PartGone,
    Place,
    Tree,
    by_id,
    find,
    parts,
    place,
    put,
    take,
)


class EditConflict(ValueError):
    """Somebody else has changed the same text meanwhile: `mine` and `theirs` are both kept."""

    def __init__(self, target: str, field: str, mine: Any, theirs: Any) -> None:
        super().__init__(f"{target}.{field}")
        self.target, self.field, self.mine, self.theirs = target, field, mine, theirs


@dataclass(frozen=True)
class Set:
    """Change one field of a part, from `before` to `after`."""

    target: str
    field: str
    before: Any
    after: Any

    def is_made(self, tree: Tree) -> bool:
        """Whether the value already stands there. Raises `PartGone`."""
        return bool(find(tree, self.target).get(self.field) == self.after)

    def apply(self, tree: Tree) -> None:
        """Change the tree in place. Raises `PartGone`, or `EditConflict` where it differs."""
        part = find(tree, self.target)
        if part.get(self.field) not in (self.before, self.after):
            raise EditConflict(self.target, self.field, self.after, part.get(self.field))
        part[self.field] = deepcopy(self.after)

    def invert(self) -> "Set":
        """The edit that takes this one back."""
        target = self.after if self.field == "id" else self.target
        return Set(target, self.field, self.after, self.before)


@dataclass(frozen=True)
class Insert:
    """Put a new part somewhere."""

    item: Tree
    where: Place

    def apply(self, tree: Tree) -> None:
        """Change the tree in place. Raises `PartGone`, or `EditConflict` where an id is taken."""
        self.apply_among(by_id(tree))

    def is_among(self, there: dict[str, Tree]) -> bool:
        """Whether the very same part is there already, among the parts by their ids."""
        return there.get(self.item["id"]) == self.item

    def apply_among(self, there: dict[str, Tree]) -> None:
        """Put it among the parts by their ids, as which it is known from then on.

        Raises `PartGone`, or `EditConflict` where an id is taken.
        """
        for part in (self.item, *parts(self.item)):
            if part["id"] in there:
                raise EditConflict(part["id"], "id", self.item, there[part["id"]])
        if self.where.into not in there:
            raise PartGone(self.where.into)
        item = deepcopy(self.item)
        put(there[self.where.into], item, self.where._replace(into=ROOT))
        there |= {part["id"]: part for part in (item, *parts(item))}

    def invert(self) -> "Remove":
        """The edit that takes this one back."""
        return Remove(self.item, self.where)


@dataclass(frozen=True)
class Remove:
    """Take a part away, which must still be as it was seen."""

    item: Tree
    where: Place

    def is_made(self, tree: Tree) -> bool:
        """Never: what is gone cannot be seen to have been this."""
        return False

    def apply(self, tree: Tree) -> None:
        """Change the tree in place. Raises `PartGone`, or `EditConflict` where it was changed."""
        there = find(tree, self.item["id"])
        if there != self.item:
            raise EditConflict(self.item["id"], "", None, there)
        take(tree, self.item["id"])

    def invert(self) -> Insert:
        """The edit that takes this one back."""
        return Insert(self.item, self.where)


@dataclass(frozen=True)
class Move:
    """Put a part somewhere else."""

    item_id: str
    was: Place
    now: Place

    def is_made(self, tree: Tree) -> bool:
        """Whether the part stands there already. Raises `PartGone`."""
        return place(tree, self.item_id) == self.now

    def apply(self, tree: Tree) -> None:
        """Change the tree in place. Raises `PartGone`."""
        find(tree, self.now.into)
        if self.now.into in {part["id"] for part in parts(find(tree, self.item_id))}:
            raise PartGone(self.now.into)
        put(tree, take(tree, self.item_id), self.now)

    def invert(self) -> "Move":
        """The edit that takes this one back."""
        return Move(self.item_id, self.now, self.was)


Edit: TypeAlias = Set | Insert | Remove | Move
KINDS: dict[str, Any] = {kind.__name__: kind for kind in (Set, Insert, Remove, Move)}


def apply(tree: Tree, edits: list[Edit]) -> Tree:
    """The tree with the edits made, all or none; the tree given stays as it is."""
    return made(tree, edits)[0]


def made(tree: Tree, edits: list[Edit]) -> tuple[Tree, list[Edit]]:
    """The tree with the edits made, and those of them that changed it.

    Only these are to be kept: taking back an edit that changed nothing would undo what somebody
    else has done. Raises `PartGone` or `EditConflict`.
    """
    changed, effective, there = deepcopy(tree), list[Edit](), dict[str, Tree]()
    for edit in edits:
        if isinstance(edit, Insert):
            there = there or by_id(changed)
            if edit.is_among(there):
                continue
            edit.apply_among(there)
        else:
            there = {}
            if edit.is_made(changed):
                continue
            edit.apply(changed)
        effective.append(edit)
    return changed, effective


def invert(edits: list[Edit]) -> list[Edit]:
    """The edits that take these back, last first."""
    return [edit.invert() for edit in reversed(edits)]


def removal(tree: Tree, part_id: str) -> Remove:
    """The edit that takes away this part as it now is. Raises `PartGone`."""
    return Remove(deepcopy(find(tree, part_id)), place(tree, part_id))


def move(tree: Tree, part_id: str, now: Place) -> Move:
    """The edit that moves this part from where it now is. Raises `PartGone`."""
    return Move(part_id, place(tree, part_id), now)


def to_json(edit: Edit) -> dict[str, Any]:
    """The edit as JSON, to be stored."""
    return {"edit": type(edit).__name__, **asdict(edit)}


def from_json(stored: dict[str, Any]) -> Edit:
    """The inverse of `to_json`."""
    fields = {name: value for name, value in stored.items() if name != "edit"}
    for name in fields.keys() & {"where", "was", "now"}:
        fields[name] = Place(*fields[name])
    edit: Edit = KINDS[stored["edit"]](**fields)
    return edit
