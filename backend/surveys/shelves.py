"""The shelves of the question library, as its pages show them: standard, one's own, shared."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import request

from backend.models.errors import NotFound
from backend.models.question_library import Kept, LibraryQuestion, Shelf, mine, shared
from backend.models.user import User
from backend.questionnaire.question import Question
from backend.questionnaire.standards import STANDARDS, Standard, scale_kinds
from backend.questionnaire.standards.scales import SCALES, StandardScale
from backend.questionnaire.text import UNSTORABLE, one_line
from backend.questionnaire.tree import Tree

LONGEST = 200
NAMES = {"standard": "Standard", "mine": "Mine", "shared": "Shared"}
"""The shelves by what an address calls them."""


class Item(NamedTuple):
    """One thing on a shelf: what to call it, and its questions as they are seen."""

    key: str
    name: str
    questions: tuple[Question, ...]
    standard: Standard | None = None
    kept: Kept | None = None


class View(NamedTuple):
    """What a page of the library shows of a shelf."""

    here: str
    words: str
    items: list[Item]
    scales: Mapping[str, StandardScale]
    shelf: Shelf | None

    def values(self) -> dict[str, Any]:
        """What the templates need besides."""
        return {"view": self, "shelves": NAMES, "scale_kinds": scale_kinds()}


def view(user: User, default: str) -> View:
    """The shelf that the address names, with what has the words looked for."""
    here = request.args.get("shelf", default)
    words = one_line(UNSTORABLE.sub("", request.args.get("q", "")))[:LONGEST]
    if here in ("mine", "shared"):
        list_ = mine if here == "mine" else shared
        shelf = list_(user, words, request.args.get("page", 1, int))
        return View(
            here, words, [_kept(kept, n) for n, kept in enumerate(shelf.questions)], {}, shelf
        )
    scales = {key: scale for key, scale in SCALES.items() if _names(scale, words)}
    items = [_standard(key, one) for key, one in STANDARDS.items() if one.has(words)]
    return View("standard", words, items, scales, None)


def questions_of(key: str, user: User) -> list[Tree]:
    """The questions under a key: those of a standard, or one that is kept. Raises `NotFound`."""
    if key in STANDARDS:
        return list(STANDARDS[key].questions)
    try:
        kept = LibraryQuestion.within_reach(UUID(key), user)
    except ValueError:
        kept = None
    if kept is None:
        raise NotFound
    return [kept.stored]


def _kept(kept: Kept, number: int) -> Item:
    seen = kept.row.question.changed(id=f"seen-{number}")
    return Item(str(kept.row.id), kept.row.name, (seen,), kept=kept)


def _standard(key: str, one: Standard) -> Item:
    seen = tuple(question.changed(id=f"seen-{question.id}") for question in one.parsed)
    return Item(key, one.name, seen, standard=one)


def _names(scale: StandardScale, words: str) -> bool:
    told = " ".join((scale.name, *scale.levels, scale.source)).casefold()
    return all(word in told for word in words.casefold().split())
