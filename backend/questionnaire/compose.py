"""What an author does to a draft beside changing texts: add, duplicate, step, turn."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from backend.questionnaire.edit import Edit, Insert, Move, Remove, removal
from backend.questionnaire.settings import Setting
from backend.questionnaire.tree import ROOT, PartGone, Place, Tree, find, parts, place
from backend.questionnaire.types import CATALOGUE

FILLED = ("title", "introduction", "questions")
"""What is empty in a blank section."""


def new_question(tree: Tree, kind: str, into: str, ids: Iterator[str]) -> Insert:
    """The edit that adds a question at the end of a section, with a section where none is yet.

    Raises `PartGone` where that section is not there.
    """
    item = CATALOGUE[kind].new(ids).model_dump(mode="json")
    sections = tree["sections"]
    if not sections:
        return Insert(_section(ids, [item]), Place(ROOT, "sections", None))
    questions = _questions(tree, into or sections[-1]["id"])
    return Insert(item, Place(into or sections[-1]["id"], "questions", _last(questions)))


def new_section(tree: Tree, ids: Iterator[str]) -> Insert:
    """The edit that adds an empty section at the end."""
    return Insert(_section(ids, []), Place(ROOT, "sections", _last(tree["sections"])))


def newest(edit: Edit) -> str:
    """The id of what such an edit has added: the question, where there is one."""
    item: Tree = edit.item if isinstance(edit, Insert) else {"id": ""}
    first: Tree = next(iter(item.get("questions", ())), item)
    return str(first["id"])


def duplicate(tree: Tree, part_id: str, ids: Iterator[str]) -> Insert:
    """The edit that puts a copy behind a part; every id in it is fresh. Raises `PartGone`."""
    copy = anew(find(tree, part_id), ids)
    return Insert(copy, place(tree, part_id)._replace(after=part_id))


def anew(part: Tree, ids: Iterator[str]) -> Tree:
    """A copy of a part; every id in it is fresh, also where a default answer names one."""
    copy = deepcopy(part)
    fresh = {part["id"]: next(ids) for part in (copy, *parts(copy))}
    for part in (copy, *parts(copy)):
        part["id"] = fresh[part["id"]]
        if "default" in part:
            part["default"] = _renamed(part["default"], fresh)
    return copy


def step(tree: Tree, part_id: str, by: int) -> list[Edit]:
    """The edit that moves a part one up (`by` -1) or down (1); none where there is no way.

    A question at an end of its section goes on into the neighbouring one. Raises `PartGone`.
    """
    was = place(tree, part_id)
    siblings = [sibling["id"] for sibling in find(tree, was.into)[was.list]]
    number = siblings.index(part_id) + by
    if 0 <= number < len(siblings):
        after = siblings[number] if by > 0 else ([None, *siblings])[number]
        return [Move(part_id, was, was._replace(after=after))]
    neighbour = _neighbour(tree, was.into, by)
    if neighbour is None:
        return []
    after = None if by > 0 else _last(neighbour[was.list])
    return [Move(part_id, was, Place(neighbour["id"], was.list, after))]


def outlined(tree: Tree, sections: list[Tree], loose: bool, into: str) -> list[Edit]:
    """The edits that add sections behind one, or behind the last where that is not there.

    Questions of a `loose` first section go on at its end. A blank section makes room for the first.
    """
    there = {section["id"]: section for section in tree["sections"]}
    behind = into if into in there else _last(tree["sections"])
    blank = behind and not loose and not any(there[behind][name] for name in FILLED)
    edits: list[Edit] = [removal(tree, behind)] if blank and behind and sections else []
    behind = edits[0].where.after if edits and isinstance(edits[0], Remove) else behind
    if loose and behind:
        after = _last(there[behind]["questions"])
        for question in sections[0]["questions"]:
            edits.append(Insert(question, Place(behind, "questions", after)))
            after = question["id"]
        sections = sections[1:]
    for section in sections:
        edits.append(Insert(section, Place(ROOT, "sections", behind)))
        behind = section["id"]
    return edits


def turned(tree: Tree, question_id: str, kind: str, ids: Iterator[str]) -> list[Edit]:
    """The edits that put a question of another kind in a question's place, with an id of its own.

    It keeps every setting that both kinds have and that fits. Raises `PartGone`.
    """
    gone = removal(tree, question_id)
    new = CATALOGUE[kind]
    kept = new.new(ids).model_dump(mode="json")
    was = CATALOGUE[gone.item["kind"]].settings()
    alike = [name for name, mark in new.settings().items() if _are_alike(was.get(name), mark)]
    for name in (name for name in alike if name in gone.item):
        try:
            tried = new.model_validate({**kept, name: gone.item[name]})
        except ValidationError:
            continue
        kept = tried.model_dump(mode="json")
    if any(new.model_validate(kept).preset_problems()):
        kept["default"] = None
    return [gone, Insert(kept, gone.where)]


def _are_alike(was: Setting | None, now: Setting) -> bool:
    """Whether what was set by the one may be set by the other: the same, or a case of it."""
    return isinstance(was, type(now)) or (was is not None and isinstance(now, type(was)))


def _renamed(value: Any, fresh: Mapping[str, str]) -> Any:
    """An answer about parts that are called otherwise now."""
    if isinstance(value, dict):
        return {fresh.get(key, key): _renamed(said, fresh) for key, said in value.items()}
    if isinstance(value, list):
        return [_renamed(said, fresh) for said in value]
    return fresh.get(value, value) if isinstance(value, str) else value


def _section(ids: Iterator[str], questions: list[Tree]) -> Tree:
    return {"id": next(ids), "title": "", "introduction": "", "questions": questions}


def _questions(tree: Tree, section_id: str) -> list[Tree]:
    questions: list[Tree] | None = find(tree, section_id).get("questions")
    if questions is None:
        raise PartGone(section_id)
    return questions


def _neighbour(tree: Tree, part_id: str, by: int) -> Tree | None:
    if part_id == ROOT:
        return None
    around = place(tree, part_id)
    siblings: list[Tree] = find(tree, around.into)[around.list]
    number = [sibling["id"] for sibling in siblings].index(part_id) + by
    return siblings[number] if 0 <= number < len(siblings) else None


def _last(items: list[Tree]) -> str | None:
    return items[-1]["id"] if items else None
