"""What an outline can hold: how a kind of question is noted down in it, and read from it."""

from collections.abc import Iterator
from typing import ClassVar, Self

from backend.questionnaire.node import Node
from backend.questionnaire.note import Note
from backend.questionnaire.note_writing import written
from backend.questionnaire.noting import Reading


class Notable(Node):
    """What a type says of itself in an outline; the defaults suit most."""

    also_called: ClassVar[tuple[str, ...]] = ()
    """What the kind is called in brackets, beside its name and its label; in lower case."""
    shapes: ClassVar[frozenset[str]] = frozenset()
    """What makes a question one of this kind where none is named: `""` a line alone, `"-"` a list,
    `"[]"` a list of boxes, `"|"` a line with bars, and `"-|"` or `"[]|"` both."""
    told_by: ClassVar[tuple[str, ...]] = ()
    """Words in the text of a list's question that make it one of this kind; in lower case."""
    bounds: ClassVar[tuple[str, str]] = ("least", "most")
    """The settings that “1-5” is about; the lower one has to be 1 where it has no name."""
    rest: ClassVar[str] = ""
    """The setting that takes words in brackets that are nothing else."""

    def with_note(self, note: Note, ids: Iterator[str]) -> Self:
        """What the note makes of a new question; what is not understood is remarked in it."""
        reading = Reading(self, note, ids, self.bounds, self.rest)
        reading.texts()
        reading.lists()
        reading.settings()
        return reading.node

    def to_note(self, usual: Self) -> Note:
        """The inverse: what makes this of a `usual` new one, of what can be written in lines."""
        return written(self, usual)
