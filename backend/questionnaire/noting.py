"""How a note becomes a question, whatever its kind: by its settings."""

import re
from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from backend.questionnaire.lines import parts
from backend.questionnaire.node import Choice, Node
from backend.questionnaire.note import Note
from backend.questionnaire.note_settings import ENDS, offer, places, spoken
from backend.questionnaire.settings import Choices, OneOf, Scale, Setting, YesNo

PIECES = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^,;])+')
PAIR = re.compile(r"([^:=\"]+?)\s*[:=]\s*(.*)", re.DOTALL)
NUMBER = r"(-?\d+(?:\.\d+)?)"
SPAN = re.compile(rf"(?:from\s+)?{NUMBER}\s*(?:-|–|—|to|\.\.)\s*{NUMBER}(?![\d.])\s*(.*)")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
MOST_PIECES = 40
"""More than any kind has settings; each is tried in several ways."""
AnyNode = TypeVar("AnyNode", bound=Node)


class Reading(Generic[AnyNode]):
    """One note being read into a node of a kind; what does not fit is left, and remarked."""

    def __init__(
        self, node: AnyNode, note: Note, ids: Iterator[str], bounds: tuple[str, str], rest: str
    ) -> None:
        self.node, self.note, self.ids = node, note, ids
        self.bounds, self.rest = bounds, rest
        self.marks = node.settings()
        self.into = places(self.marks)

    def texts(self) -> None:
        """The text, the help and whether an answer is required, where the kind has these."""
        for name, value in (("title", self.note.title), (self.into.help, self.note.help)):
            if name and value:
                self._try(name, self._cut(value, self.marks[name]))
        if self.note.required:
            self._try("required", True)

    def lists(self) -> None:
        """The items and the levels, and what is offered beside them."""
        if (self.note.items or self.note.levels) and self.into.items is None:
            self.note.remark("A question of this kind has no list: the lines below it are left out")
            return
        for name, labels in (
            (self.into.items, self.note.items),
            (self.into.levels, self.note.levels),
        ):
            kept = [label for label in labels if not self._offered(label)]
            if name and kept:
                self._list(name, [label.removeprefix("\\") for label in kept])

    def settings(self) -> None:
        """What stands in the brackets."""
        pieces = PIECES.findall(self.note.settings)
        if len(pieces) > MOST_PIECES:
            self.note.remark(f"Only the first {MOST_PIECES} settings are read")
        for piece in pieces[:MOST_PIECES]:
            if piece.strip() and not self._piece(piece.strip()):
                self.note.remark(f"“{piece.strip()}” is not understood")

    def _list(self, name: str, labels: list[str]) -> None:
        mark: Any = self.marks[name]
        own = {label.casefold(): label for label in reversed(labels)}
        for label in {label for label in labels if own[label.casefold()] is not label}:
            self.note.remark(f"“{label}” stands there twice")
        kept = [label for label in labels if own[label.casefold()] is label][: mark.most]
        if len(kept) < len(own):
            self.note.remark(f"There can be {mark.most} at most: the rest is left out")
        kept = [self._cut(label, Choice.settings()["label"]) for label in kept]
        items = [{"id": next(self.ids), "label": label} for label in kept]
        if not (self._try(name, kept) if isinstance(mark, Scale) else self._try(name, items)):
            self.note.remark("The list below it does not fit")

    def _offered(self, label: str) -> bool:
        """Whether this is no item, but what may be offered beside the list: “Other”."""
        name = offer(self.node, label)
        if name is None:
            return False
        return self._try(name, True) and self._try(f"{name}_label", label.strip(ENDS))

    def _piece(self, piece: str) -> bool:
        pair, span = PAIR.fullmatch(piece), SPAN.fullmatch(piece)
        if pair and (name := self._named(pair[1])):
            said = _plain(pair[2])
            if isinstance(self.marks[name], Choices | Scale):
                self._list(name, parts(said))
                return True
            none = said.casefold() == "none" and self._try(name, None)
            return none or self._try(name, self._value(name, said))
        if span:
            return self._span(*span.groups())
        return self._word(piece) or bool(self.rest and self._try(self.rest, _plain(piece)))

    def _span(self, low: str, high: str, unit: str) -> bool:
        first, last = self.bounds
        fits = self._try(first, low) if first else low == "1"
        return fits and self._try(last, high) and (not unit or self._piece(unit))

    def _word(self, piece: str) -> bool:
        """One of a few values, a switch, or a setting's name before its value."""
        folded = _plain(piece).casefold()
        if folded == "optional":
            return True
        for name, mark in self.marks.items():
            if isinstance(mark, OneOf) and self._try(name, self._value(name, folded)):
                return True
            if isinstance(mark, YesNo) and folded == spoken(name):
                return self._try(name, True)
            for called in (spoken(name), mark.label.casefold()):
                if folded.startswith(f"{called} ") and self._try(name, piece[len(called) + 1 :]):
                    return True
        return False

    def _value(self, name: str, said: str) -> str:
        """What is meant: of a few values one can be told by its label too."""
        labels = getattr(self.marks[name], "labels", None) or {}
        named = (v for v, label in labels.items() if label.casefold() == said.casefold())
        return next(named, said)

    def _named(self, called: str) -> str | None:
        said = spoken(called.strip().casefold())
        for name, mark in self.marks.items():
            if said in (spoken(name), mark.label.casefold()):
                return name
        return None

    def _cut(self, text: str, mark: Setting) -> str:
        longest: int = getattr(mark, "longest", len(text))
        if len(text) > longest:
            self.note.remark(f"This is longer than {longest} characters, and cut there")
        return text[:longest].strip()

    def _try(self, name: str, value: Any) -> bool:
        if name not in self.marks:
            return False
        try:
            sent = {**self.node.model_dump(mode="json"), name: value}
            self.node = type(self.node).model_validate(sent)
        except ValidationError:
            return False
        return True


def _plain(text: str) -> str:
    quoted = QUOTED.fullmatch(text.strip())
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else text.strip()
