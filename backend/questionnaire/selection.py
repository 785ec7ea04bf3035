"""Several parts at once: what an author has selected is moved, copied or deleted together."""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from backend.questionnaire.compose import duplicate, step
from backend.questionnaire.edit import Edit, Insert, move, removal
from backend.questionnaire.tree import ROOT, PartGone, Place, Tree, find, lists, place


def ordered(tree: Tree, ids: Iterable[str]) -> list[str]:
    """The questions, or else the sections, of these ids, in the order of the document.

    Raises `PartGone` where one is not there.
    """
    wanted = set(ids)
    sections = [section["id"] for section in tree["sections"]]
    questions = [q["id"] for section in tree["sections"] for q in section["questions"]]
    for gone in wanted.difference(sections, questions):
        raise PartGone(gone)
    return [id for id in questions if id in wanted] or [id for id in sections if id in wanted]


def moved(tree: Tree, ids: Iterable[str], into: str, after: str | None) -> list[Edit]:
    """The edits that move parts next to each other: behind another or (`None`) first.

    Questions go into the section `into`; sections into the questionnaire. What `after` names may
    be moved itself: then they stand where it stood. Raises `PartGone`.
    """
    chosen, made, edits = ordered(tree, ids), deepcopy(tree), list[Edit]()
    name = "sections" if into == ROOT else "questions"
    after = _staying(siblings(tree, into, name), chosen, after)
    for part_id in chosen:
        edit = move(made, part_id, Place(into, name, after))
        if edit.was.list != name:
            raise PartGone(into)
        edit.apply(made)
        edits += [edit] if edit.was != edit.now else []
        after = part_id
    return edits


def position(tree: Tree, ids: Iterable[str], into: str, number: int | None) -> str | None:
    """Behind which question of a section these stand when the first is its `number`th, from 1.

    Without a number: behind the last. Raises `PartGone`.
    """
    chosen = set(ids)
    others = [id for id in siblings(tree, into, "questions") if id not in chosen]
    before = others if number is None else others[: max(0, number - 1)]
    return before[-1] if before else None


def stepped(tree: Tree, ids: Iterable[str], by: int) -> list[Edit]:
    """The edits that move these one up (`by` -1) or down (1), as a block; none at an end.

    Raises `PartGone`.
    """
    chosen, made, edits = ordered(tree, ids), deepcopy(tree), list[Edit]()
    for part_id in chosen if by < 0 else reversed(chosen):
        steps = step(made, part_id, by)
        if not steps:
            return []
        steps[0].apply(made)
        edits += steps
    return edits


def copied(tree: Tree, ids: Iterable[str], fresh: Iterator[str]) -> list[Edit]:
    """The edits that put copies behind the last of these, in their order. Raises `PartGone`."""
    chosen, edits = ordered(tree, ids), list[Edit]()
    where = place(tree, chosen[-1]) if chosen else Place(ROOT, "sections", None)
    behind = chosen[-1] if chosen else None
    for part_id in chosen:
        copy = duplicate(tree, part_id, fresh).item
        edits.append(Insert(copy, where._replace(after=behind)))
        behind = copy["id"]
    return edits


def removed(tree: Tree, ids: Iterable[str]) -> list[Edit]:
    """The edits that delete these as they stand in this tree, last first. Raises `PartGone`."""
    return [removal(tree, part_id) for part_id in reversed(ordered(tree, ids))]


def siblings(tree: Tree, into: str, name: str) -> list[str]:
    """The ids in a list of a part. Raises `PartGone` where there is no such list."""
    found = lists(find(tree, into)).get(name)
    if found is None:
        raise PartGone(into)
    return [item["id"] for item in found]


def _staying(others: list[str], chosen: list[str], after: str | None) -> str | None:
    """Behind whom they stand, of those that stay: `after`, or the one before it."""
    if after is None or after not in others:
        return after
    before = [id for id in others[: others.index(after) + 1] if id not in chosen]
    return before[-1] if before else None
