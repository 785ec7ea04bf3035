"""Edits in words: what somebody did to a questionnaire, as others would say it."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import NamedTuple, TypeAlias

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.edit import Edit, Move, Remove, Set, invert
from backend.questionnaire.node import Choice
from backend.questionnaire.settings import Choices, Setting
from backend.questionnaire.text import quoted
from backend.questionnaire.tree import ROOT, Tree, lists
from backend.questionnaire.types import CATALOGUE

LONGEST = 60
"""Of a text, how many characters are quoted."""
OWN_TEXTS = {ROOT: "title", "section": "title", "question": "text"}


class Named(NamedTuple):
    """A part: what it is, what it is called here, and the settings that it may have."""

    noun: str
    name: str
    settings: dict[str, Setting]
    within: str = ""
    """Of a choice or a row: the question."""


Names: TypeAlias = dict[str, Named]
"""What every part of a document is called, by its id."""


def stories(newest: Tree, revisions: Iterable[Sequence[Edit]]) -> Iterator[list[str]]:
    """What each of these revisions did, newest first; `newest` is the document after them all."""
    tree = deepcopy(newest)
    now = names(tree)
    for edits in revisions:
        for edit in invert(list(edits)):
            edit.apply(tree)
        then = names(tree)
        yield told(edits, then, now)
        now = then


def told(edits: Iterable[Edit], then: Names, now: Names) -> list[str]:
    """What these edits did, a sentence each without a full stop, by the names before and after.

    Alike edits are counted: “added 3 choices to question 2”.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for edit in edits:
        if (said := _said(edit, then, now)) is not None:
            sentence, noun, detail = said
            alike.setdefault((sentence, noun), []).append(detail)
    return [_sentence(*key, details) for key, details in alike.items()]


def names(tree: Tree) -> Names:
    """What every part of a document is called, by its id."""
    found = {ROOT: Named("", "", Questionnaire.settings())}
    number = 0
    for place, section in enumerate(tree["sections"], 1):
        called = f"section {place}{_quoted(section['title'])}"
        found[section["id"]] = Named("section", called, Section.settings())
        for question in section["questions"]:
            type_ = CATALOGUE[question["kind"]]
            seen = type_.asks and type_.visible
            number += seen
            name = f"question {number}" if seen else f"the {type_.label.lower()}"
            name += _quoted(question["title"])
            found[question["id"]] = Named("question", name, _settings(question["kind"]))
            found |= _lines(question, name)
    return found


@cache
def _settings(kind: str) -> dict[str, Setting]:
    return CATALOGUE[kind].settings()


@cache
def _of_lines() -> dict[str, Setting]:
    return Choice.settings()


def _lines(question: Tree, name: str) -> Names:
    settings = _settings(question["kind"])
    return {
        item["id"]: Named(mark.item, _quoted(item["label"]), _of_lines(), name)
        for field, items in lists(question).items()
        if isinstance(mark := settings.get(field), Choices)
        for item in items
    }


def _said(edit: Edit, then: Names, now: Names) -> tuple[str, str, str] | None:
    """The sentence with a gap for what it is about, its noun, and what fills the gap."""
    if isinstance(edit, Set):
        return _changed(edit, then, now)
    if isinstance(edit, Move):
        return _about("moved", "of", now.get(edit.item_id) or then.get(edit.item_id))
    known = then if isinstance(edit, Remove) else now
    verb, preposition = ("deleted", "of") if isinstance(edit, Remove) else ("added", "to")
    return _about(verb, preposition, known.get(edit.item["id"]))


def _about(verb: str, preposition: str, part: Named | None) -> tuple[str, str, str] | None:
    if part is None:
        return None
    if part.within:
        return f"{verb} {{}} {preposition} {part.within}", part.noun, f"the {part.noun}{part.name}"
    return f"{verb} {part.name}", "", ""


def _changed(edit: Set, then: Names, now: Names) -> tuple[str, str, str] | None:
    part = now.get(edit.target) or then.get(edit.target)
    if part and part.within and edit.field == "image":
        return f"changed {{}} of {part.within}", "image", f"the image of the {part.noun}{part.name}"
    if part is None or edit.field not in part.settings:
        return None
    if part.within:
        new = f"the {part.noun}{_quoted(edit.before)} to{_quoted(edit.after) or ' an empty one'}"
        return f"changed {{}} of {part.within}", part.noun, new
    label = part.settings[edit.field].label
    what = f"the {label.lower()}" if len(label.split()) < 3 else f"“{label}”"
    if edit.field == "title":
        what = f"the {OWN_TEXTS[part.noun]}"
    return f"changed {what} of {part.name}" if part.name else f"changed {what}", "", ""


def _sentence(sentence: str, noun: str, details: list[str]) -> str:
    if not noun:
        return sentence
    what = details[0] if len(details) == 1 else f"{len(details)} {noun}s"
    return sentence.replace("{}", what, 1)  # ours comes first, whatever a question is called


def _quoted(text: str) -> str:
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
    return f" {quoted(short)}" if text else ""
