"""The lines of a list in an author's form, each with the key that tells it from all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.questionnaire.matching import matched
from backend.questionnaire.text import one_line

NEW = "new-"
PLACED = "new-0"
"""How the key begins of a new line that came without one of its own: its number follows."""
BLANK = "new-blank"
"""The row that stands ready at the end of a list, for those who have no scripts."""


@dataclass
class Row:
    """One line of a list: the id of a choice (or the place of a level), or a key of a new one."""

    key: str
    label: str

    @property
    def is_new(self) -> bool:
        """Whether nothing in the document has this key yet."""
        return self.key.startswith(NEW)

    @property
    def seed(self) -> str:
        """What tells a new line from every other, however often the same form is sent.

        A key that a script has drawn does so alone; two people's lines may share a place.
        """
        return f"{self.key} {self.label}" if self.key.startswith(PLACED) else self.key


def rewritten(rows: Sequence[Row], text: str) -> Iterator[Row]:
    """The rows of a list that was written as one text: what stood there keeps its key."""
    lines = [one_line(line) for line in text.splitlines()]
    places = matched([one_line(row.label) for row in rows], lines)
    for number, (line, place) in enumerate(zip(lines, places, strict=True)):
        if place is not None:
            yield Row(rows[place].key, line)
        elif line:
            yield Row(f"{PLACED}0{number}", line)


def own_key(key: str, number: int, drawn: set[str]) -> str:
    """The key that a script has drawn for a new line, or one of its place."""
    if not _is_number(key) or key in drawn:
        return f"{PLACED}{number}"
    drawn.add(key)
    return key


def _is_number(key: str) -> bool:
    return key.startswith(NEW) and key[4:].isascii() and key[4:].isdigit() and len(key) < 20
