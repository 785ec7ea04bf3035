"""Which settings of a kind the parts of a note are about."""

from collections.abc import Mapping
from typing import NamedTuple

from backend.questionnaire.node import Node
from backend.questionnaire.settings import Choices, LongText, Rows, Scale, Setting

ENDS = " .…:_"
ALSO = {"none": "none of the above", "not_applicable": "n/a"}
"""What an offer beside a list is called too, by the name of its setting."""


class Places(NamedTuple):
    """Which settings take the items of a note, its levels and its help."""

    items: str | None
    levels: str | None
    help: str | None


def places(marks: Mapping[str, Setting]) -> Places:
    """Rows take the items where there are rows; a kind of one list has it for both."""
    lists = [name for name, mark in marks.items() if isinstance(mark, Choices | Scale)]
    rows = [name for name in lists if isinstance(marks[name], Rows)]
    others = [name for name in lists if name not in rows]
    first = next(iter(rows + others), None)
    long = [name for name, mark in marks.items() if isinstance(mark, LongText)]
    return Places(first, next(iter(others), first), next(iter(long), None))


def offer(node: Node, label: str) -> str | None:
    """The setting that offers this beside the list: “Other”, “None of these”; or none does."""
    bare = label.strip(ENDS).casefold()
    for name in (n for n, mark in node.settings().items() if getattr(mark, "offer", False)):
        usual = type(node).model_fields.get(f"{name}_label")
        called = str(usual.default).casefold() if usual else ""
        if called and bare in (called, ALSO.get(name, called)):
            return name
        if called and bare.startswith(f"{called} ("):
            return name
    return None


def spoken(name: str) -> str:
    """A setting's name in words."""
    return name.replace("_", " ")
