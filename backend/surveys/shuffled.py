"""A question whose list each respondent sees in another order: drawn once, and cut into pieces."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from backend.questionnaire.question import Question
from backend.surveys import page

CUT = secrets.token_hex(16)
SHORT = 40
"""Up to how many parts a list is drawn whole to see each of them in the first place."""
TRIALS = ("1", "2", "3")
"""The seeds for which a question joined of pieces is compared with one that was drawn whole."""


@dataclass(frozen=True)
class Pieces:
    """What stands before a list, its parts by their ids, and what stands after it.

    `first` has each part as it is where it stands first, `others` elsewhere.
    """

    before: bytes
    first: dict[str, bytes]
    others: dict[str, bytes]
    after: bytes

    def joined(self, order: Sequence[str]) -> bytes:
        """The question with its list in this order."""
        others = [self.others[id] for id in order[1:]]
        return b"".join([self.before, self.first[order[0]], *others, self.after])


@dataclass(frozen=True)
class Shuffled:
    """Such a question; without pieces, where its template does not say where to cut."""

    question: Question
    number: int | None
    pieces: Pieces | None

    def drawn(self, seed: str) -> bytes:
        """The question in the order of the seed."""
        order = self.question.order(seed)
        if self.pieces is None:
            return _drawn(self.question, self.number, order).encode()
        return self.pieces.joined(order)


def shuffled(question: Question, number: int | None) -> Shuffled:
    """The question in pieces, if these come out as the question would be, drawn whole."""
    pieces = _pieces(question, number)
    for seed in TRIALS if pieces else ():
        order = question.order(seed)
        if pieces and pieces.joined(order) != _drawn(question, number, order).encode():
            pieces = None
    return Shuffled(question, number, pieces)


def _pieces(question: Question, number: int | None) -> Pieces | None:
    ids = question.order("")
    before, *parts = _cut(question, number, ids)
    if len(parts) <= len(ids):
        return None
    others = dict(zip(ids, parts, strict=False))
    first = {ids[0]: parts[0]}
    for id in ids[1:]:
        rest = [other for other in ids if other != id] if len(ids) <= SHORT else ids[:1]
        _, first[id], others[ids[0]], *_ = _cut(question, number, [id, *rest])
    return Pieces(before, first, others, b"".join(parts[len(ids) :]))


def _cut(question: Question, number: int | None, order: list[str]) -> list[bytes]:
    whole = _drawn(question, number, order, CUT)
    return [piece.encode() for piece in whole.split(CUT)]


def _drawn(question: Question, number: int | None, order: list[str], cut: str = "") -> str:
    return page.drawn(question.in_order(order).changed(cut=cut), number, question.preset)
