"""Lines of pasted text: what each begins with, and the rest of it."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum, auto
from itertools import islice
from typing import NamedTuple

from backend.questionnaire.text import UNSTORABLE, one_line

MOST = 20_000
"""Lines of a text that are read."""
LONGEST = 5_000
"""Characters of a line that are read."""
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
RULE = re.compile(r"([-=_*])(?:\s*\1){2,}")
HEADING = re.compile(r"#+\s*(.*)")
SECTION = re.compile(r"(?:section|page)\s+\d+\s*(?:[:.–—-]\s*(.*))?", re.IGNORECASE)
HELP = re.compile(r">[ \t]?(.*)")
BOX = re.compile(r"(?:\[[ xX]?\]|[☐☑☒□■❏❑▢✓✔])\s*(?=\S)")
RADIO = re.compile(r"(?:\([ xXoO]?\)|[○◯⚪◉⦿◎])\s*(?=\S)")
SIGN = re.compile(r"(?:[-*+‣⁃◦·∙–—→➢➤§]|o(?=\t))\s+(?=\S)|[•▪▫●\uf0b7\uf0a7]\s*(?=\S)")
LETTER = re.compile(r"(?:[a-zA-Z]\)|\([a-zA-Z]\)|[a-z]\.)\s+(?=\S)")
NUMBER = re.compile(r"(?:Q|Question\s)?\s*\d{1,3}\s*[.):](?![\d.])\s*(?=\S)", re.IGNORECASE)
BAR = re.compile(r"(?<!\\)\|")


class Mark(StrEnum):
    """What a line is, by how it begins."""

    BLANK = auto()
    SECTION = auto()
    RULE = auto()
    HELP = auto()
    BOX = auto()
    ITEM = auto()
    BARS = auto()
    NUMBERED = auto()
    LITERAL = auto()
    PLAIN = auto()


STARTS = (
    (BOX, Mark.BOX),
    (RADIO, Mark.ITEM),
    (SIGN, Mark.ITEM),
    (LETTER, Mark.ITEM),
    (NUMBER, Mark.NUMBERED),
)


class Line(NamedTuple):
    """One line: its number from 1, what it is, its text without the mark."""

    number: int
    mark: Mark
    text: str
    indented: bool = False


def read(text: str) -> Iterator[Line]:
    """The lines of a text, up to `MOST`; what cannot be stored or seen is left out."""
    for number, raw in enumerate(islice(text.splitlines(), MOST), 1):
        clean = _clean(raw)
        mark, rest = marked(clean.strip())
        yield Line(number, mark, rest, clean[:1] == "\t" or clean[:2] == "  ")


def marked(text: str) -> tuple[Mark, str]:
    """What a line without space around it is, and its text."""
    if not text or RULE.fullmatch(text):
        return (Mark.RULE if text else Mark.BLANK), ""
    if text.startswith("\\"):
        return Mark.LITERAL, one_line(text[1:])
    for pattern, mark in ((HEADING, Mark.SECTION), (SECTION, Mark.SECTION), (HELP, Mark.HELP)):
        if found := pattern.fullmatch(text):
            return mark, found[1] or ""
    for pattern, mark in STARTS:
        if found := pattern.match(text):
            return mark, one_line(text[found.end() :])
    bars = len(parts(text)) > 1 or text.startswith("|")
    return (Mark.BARS if bars else Mark.PLAIN), one_line(text)


def parts(text: str) -> list[str]:
    """The parts between the bars of a line."""
    found = (one_line(part).replace("\\|", "|") for part in BAR.split(text))
    return [part for part in found if part]


def barred(labels: Iterable[str]) -> str:
    """The inverse of `parts`."""
    return " | ".join(label.replace("|", "\\|") for label in labels)


def entries(text: str) -> list[str]:
    """The entries of a pasted list: a line, or a cell of a sheet, each; without bullets.

    Numbers and letters go where every line has one. What stands there twice is there once.
    """
    rows = [_clean(row).strip() for row in text.splitlines()]
    for sign in (SIGN, BOX, RADIO):
        rows = [_without(sign, row) for row in rows]
    found = [one_line(cell) for row in rows for cell in row.split("\t") if one_line(cell)]
    for sign in (NUMBER, LETTER):
        if len(found) > 1 and all(sign.match(entry) for entry in found):
            found = [_without(sign, entry) for entry in found]
    own: dict[str, str] = {}
    for entry in found:
        own.setdefault(entry.casefold(), entry)
    return list(own.values())


def _without(sign: re.Pattern[str], text: str) -> str:
    found = sign.match(text)
    return text[found.end() :] if found else text


def _clean(raw: str) -> str:
    return UNSEEN.sub("", UNSTORABLE.sub("", raw[:LONGEST])).replace("\u00a0", " ")
