"""The difference between two texts, word by word."""

import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Op = Literal["same", "added", "removed"]
UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x9FFF),  # Han
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Scripts that put no spaces between words: there a character is the unit."""


class Piece(NamedTuple):
    """A run of text that is in both texts, or in one of them alone."""

    op: Op
    text: str


def compared(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that make up both texts: without the added ones the first, and vice versa.

    Ratcliff and Obershelp's matching (`difflib`) over words, so that a word is never torn apart.
    Where little is left in common, the texts are shown one after the other.
    """
    old, new = words(before), words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found: list[Piece] = []
    for op, i, j, m, n in matcher.get_opcodes():
        if op == "equal":
            found.append(Piece("same", "".join(old[i:j])))
        else:
            found += [Piece("removed", "".join(old[i:j])), Piece("added", "".join(new[m:n]))]
    return tuple(_joined(_without_crumbs(found)))


def words(text: str) -> list[str]:
    """The words, signs and spaces of a text, in order; marks stay with what they stand on."""
    found: list[str] = []
    last = ""
    for character in text:
        kind = _kind(character)
        if found and (kind == "mark" or (kind == last and kind in ("word", "space"))):
            found[-1] += character
        else:
            found.append(character)
        last = last if kind == "mark" else kind
    return found


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    if character.isspace():
        return "space"
    if category[0] == "M" or character == "\u200d":
        return "mark"
    if any(first <= ord(character) <= last for first, last in UNSPACED):
        return "character"
    return "word" if category[0] in "LN" else "sign"


def _without_crumbs(pieces: list[Piece]) -> Iterator[Piece]:
    """Spaces alone between two changes belong to both: “a b” becomes “c d” at once."""
    for number, piece in enumerate(pieces):
        within = 0 < number < len(pieces) - 1
        if piece.op == "same" and within and piece.text.isspace() and "\n" not in piece.text:
            yield Piece("removed", piece.text)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Between what is the same, all that was removed, then all that was added."""
    for same, run in groupby(pieces, lambda piece: piece.op == "same"):
        some = list(run)
        ops: tuple[Op, ...] = ("same",) if same else ("removed", "added")
        for op in ops:
            if text := "".join(piece.text for piece in some if piece.op == op):
                yield Piece(op, text)
