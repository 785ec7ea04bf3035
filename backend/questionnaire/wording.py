"""The difference between two texts, word by word."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

Op = Literal["same", "added", "removed"]
MOST = 300
"""How many words may differ before two texts are shown one after the other."""
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

    The fewest words are added and removed, and none is torn apart. A text that has little in
    common with the other is shown after it.
    """
    old, new = words(before), words(after)
    start = _alike(old, new)
    old, new, head = old[start:], new[start:], old[:start]
    end = _alike(old[::-1], new[::-1])
    tail = old[len(old) - end :]
    changed = _shortest(old[: len(old) - end], new[: len(new) - end])
    same = [[Piece("same", word) for word in some] for some in (head, tail)]
    return tuple(_joined(_without_crumbs(list(_runs([*same[0], *changed, *same[1]])))))


def _alike(old: list[str], new: list[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = zip(old, new, strict=False)
    return next(
        (n for n, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new))
    )


def _shortest(old: list[str], new: list[str]) -> list[Piece]:
    """A piece a word, after Myers, “An O(ND) difference algorithm”, 1986, up to `MOST` changes."""
    reach, past = {1: 0}, []
    both = len(old) + len(new)
    at_least = both - 2 * (Counter(old) & Counter(new)).total()
    for d in range(min(both, MOST) + 1 if at_least <= MOST else 0):
        past.append(dict(reach))
        for k in range(-d, d + 1, 2):
            x = reach[k + 1] if _is_down(reach, d, k) else reach[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x >= len(old) and x - k >= len(new):
                return _followed_back(old, new, past)
    return [*(Piece("removed", word) for word in old), *(Piece("added", word) for word in new)]


def _followed_back(old: list[str], new: list[str], past: list[dict[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    x, y = len(old), len(new)
    for d in range(len(past) - 1, 0, -1):
        down = _is_down(past[d], d, x - y)
        start = past[d][x - y + 1] if down else past[d][x - y - 1] + 1
        pieces += [Piece("same", word) for word in reversed(old[start:x])]
        x, y = start, y - (x - start)
        pieces.append(Piece("added", new[y - 1]) if down else Piece("removed", old[x - 1]))
        x, y = (x, y - 1) if down else (x - 1, y)
    return [*(Piece("same", word) for word in old[:x]), *reversed(pieces)]


def _is_down(reach: dict[int, int], d: int, k: int) -> bool:
    """Whether the farthest way to this diagonal comes from a word that was added."""
    return k == -d or (k != d and reach[k - 1] < reach[k + 1])


def _runs(pieces: list[Piece]) -> Iterator[Piece]:
    for op, run in groupby(pieces, lambda piece: piece.op):
        yield Piece(op, "".join(piece.text for piece in run))


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
