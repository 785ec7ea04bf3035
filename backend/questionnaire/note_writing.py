"""How a question becomes a note, whatever its kind: by its settings."""

import re
from typing import Any

from backend.questionnaire.lines import barred
from backend.questionnaire.node import Node
from backend.questionnaire.note import Note
from backend.questionnaire.note_settings import offer, places, spoken
from backend.questionnaire.settings import Default

TO_QUOTE = re.compile(r'^$|[,;:="()\[\]\\]|^\s|\s$')


def written(node: Node, usual: Node) -> Note:
    """The note that makes this node of a `usual` one, which is new and of the same kind.

    Settings that are no text, number or switch are left out, and further texts of several lines.
    """
    marks = node.settings()
    into = places(marks)
    told = {
        name: getattr(node, name)
        for name, mark in marks.items()
        if name not in {"title", "required", *into} and not isinstance(mark, Default)
        if getattr(node, name) != getattr(usual, name) and _fits(getattr(node, name))
    }
    return Note(
        title=getattr(node, "title", ""),
        help=getattr(node, into.help) if into.help else "",
        required=getattr(node, "required", False),
        settings=", ".join(f"{spoken(name)}: {_written(value)}" for name, value in told.items()),
        items=_labels(node, into.items),
        levels=_labels(node, into.levels) if into.levels != into.items else [],
    )


def _labels(node: Node, name: str | None) -> list[str]:
    """The labels of a list; what would be read as anything else has a backslash before it."""
    found = [getattr(it, "label", it) for it in getattr(node, name)] if name else []
    return [f"\\{it}" if it[:1] == "\\" or offer(node, it) else it for it in found]


def _fits(value: Any) -> bool:
    """Whether this is of one line: a text, a number, a switch, or a list of labels."""
    if isinstance(value, tuple):
        return all(isinstance(getattr(it, "label", it), str) for it in value)
    return isinstance(value, str | int | float | None) and "\n" not in str(value)


def _written(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, tuple):
        value = barred(str(getattr(it, "label", it)) for it in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return '"' + re.sub(r'([\\"])', r"\\\1", text) + '"' if TO_QUOTE.search(text) else text
