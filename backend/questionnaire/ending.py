"""What stands behind the text of a question in an outline: its kind, and whether it is required."""

import re
from functools import cache
from typing import NamedTuple

from backend.questionnaire.question import Question
from backend.questionnaire.types import CATALOGUE

BRACKETS = re.compile(r'[(\[]((?:"(?:[^"\\]|\\.)*"|[^()\[\]"])*)[)\]]')
STAR = re.compile(r"(?:\*|[(\[](?:required|mandatory)[)\]])\s*$", re.IGNORECASE)
OPTIONAL = re.compile(r"[(\[](?:optional|not required)[)\]]\s*$", re.IGNORECASE)
REQUIRED = frozenset({"*", "required", "required to answer", "mandatory", "this is required"})
TRIED = 20
"""How many brackets from the end are looked at."""


class Ending(NamedTuple):
    """The text of a question, and what stood behind it."""

    title: str
    kind: type[Question] | None = None
    settings: str = ""
    required: bool = False


def ending(text: str) -> Ending:
    """Take from the end of a text what is understood there; a backslash ends the text itself."""
    kind, settings, required, optional = None, "", False, False
    while not text.endswith("\\"):
        if not (required or optional) and (found := STAR.search(text) or OPTIONAL.search(text)):
            required, optional = bool(STAR.search(text)), not STAR.search(text)
            text = text[: found.start()].rstrip()
        elif kind is None and (named := _brackets(text)):
            text, kind, settings = named
        else:
            return Ending(text.strip(), kind, settings, required)
    return Ending(text[:-1].strip(), kind, settings, required)


def remarked(text: str) -> Ending | None:
    """What a line says that holds nothing but such words: “Required to answer. Single choice.”."""
    pieces = [piece.strip().casefold() for piece in re.split(r"[.;,]", text.strip(" ()"))]
    words = [piece for piece in pieces if piece]
    required = any(word in REQUIRED for word in words)
    if not words or not (required or text.endswith((".", ")"))):
        return None
    kinds: list[type[Question]] = []
    for word in (word for word in words if word not in REQUIRED):
        named = kind_of(word)
        if named is None or named[1]:
            return None
        kinds.append(named[0])
    return Ending("", kinds[0] if kinds else None, "", required)


def kind_of(words: str) -> tuple[type[Question], str] | None:
    """The kind that these words begin with, and the words after it."""
    spoken = words.casefold().replace("_", " ")
    if len(spoken) != len(words):  # a rare letter that is longer in lower case
        return None
    for name, kind in _names():
        rest = words[len(name) :]
        if spoken.startswith(name) and not rest[:1].isalpha():
            return kind, rest.lstrip(" :,;–-" if rest[:1] in ":,;–" else " :,;")
    return None


def shaped(shape: str, words: str) -> type[Question]:
    """The kind of a question for which none is named, by its lines and its words."""
    kinds = [kind for kind in CATALOGUE.values() if kind.offered]
    told = (kind for kind in kinds if any(phrase in words.casefold() for phrase in kind.told_by))
    found = next(told, None) if shape == "-" else None
    return found or next(kind for kind in kinds if shape in kind.shapes)


@cache
def _names() -> tuple[tuple[str, type[Question]], ...]:
    """What every kind is called in brackets, the longest names first."""
    names: dict[str, type[Question]] = {}
    offered = [kind for kind in CATALOGUE.values() if kind.offered]
    for kind in offered:
        names.setdefault(str(kind.model_fields["kind"].default).replace("_", " "), kind)
    for kind in offered:
        for name in (kind.label.casefold(), *kind.also_called):
            names.setdefault(name, kind)
    return tuple(sorted(names.items(), key=lambda pair: -len(pair[0])))


def _brackets(text: str) -> tuple[str, type[Question], str] | None:
    """The text before brackets at its end, the kind named in these, and what else they say."""
    starts = [found.start() for found in re.finditer(r"[(\[]", text)]
    for start in reversed(starts[-TRIED:]):
        found = BRACKETS.fullmatch(text, start)
        named = kind_of(found[1].strip()) if found else None
        if named:
            return text[:start].rstrip(), *named
    return None
