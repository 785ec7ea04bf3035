"""A questionnaire as plain text, a question a line: read forgivingly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.questionnaire import lines
from backend.questionnaire.document import MOST_QUESTIONS, MOST_SECTIONS, Section
from backend.questionnaire.ending import Ending, ending, remarked, shaped
from backend.questionnaire.lines import Line, Mark
from backend.questionnaire.note import Note, Remark
from backend.questionnaire.tree import Tree

FEW = 2
"""So many lines without a mark, right below a numbered question, are its choices; one is help."""


class Outline(NamedTuple):
    """What a text says: its sections as JSON, the first perhaps `loose`: without a heading."""

    sections: list[Tree]
    loose: bool
    remarks: list[Remark]

    @property
    def total(self) -> int:
        """How many questions there are."""
        return sum(len(section["questions"]) for section in self.sections)


@dataclass
class Begun:
    """A question whose lines are being read."""

    line: Line
    told: Ending
    help: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Lines without a mark right below a numbered question."""
    boxes: bool = False

    @property
    def shape(self) -> str:
        """What its lines look like, as kinds say it of themselves."""
        return ("[]" if self.boxes else "-" if self.items else "") + "|" * bool(self.levels)

    def note(self) -> Note:
        """All that is known when the last line has come."""
        if len(self.below) >= FEW and not self.items:
            self.items, self.below = self.below, []
        words = "\n".join(self.help + self.below)
        told = self.told
        return Note(
            told.title,
            self.line.number,
            words,
            told.required,
            told.settings,
            self.items,
            self.levels,
        )


def read(text: str, ids: Iterator[str]) -> Outline:
    """The sections and questions of a text, with remarks on what was not understood.

    Never raises: what makes no sense as anything else is the text of a question.
    """
    reader = _Reader(ids)
    for line in lines.read(text):
        reader.take(line)
    reader.close()
    return Outline([_as_stored(it) for it in reader.sections], reader.loose, sorted(reader.remarks))


class _Reader:
    """Takes one line after the other; a question is made once its last line has come."""

    def __init__(self, ids: Iterator[str]) -> None:
        self.ids, self.sections, self.remarks = ids, list[Tree](), list[Remark]()
        self.open: Begun | None = None
        self.loose = self.adjacent = self.broken = False
        self.count = 0

    def take(self, line: Line) -> None:
        """Read the next line."""
        if line.mark == Mark.BLANK:
            self.adjacent = False
        elif line.mark == Mark.SECTION:
            self.close()
            self._section(line)
        elif line.mark == Mark.RULE:
            self.close()
            self.broken = True
        elif line.mark == Mark.HELP:
            self._help(line)
        elif not (self.open and self._belongs(self.open, line)):
            self.close()
            self.open, self.adjacent = Begun(line, ending(line.text)), True

    def close(self) -> None:
        """Make the question whose lines were read, if there is one."""
        begun, self.open = self.open, None
        if begun is None:
            return
        self.count += 1
        if self.count == MOST_QUESTIONS + 1:
            self._note(begun.line, f"There can be {MOST_QUESTIONS} questions: the rest is left out")
        if self.count > MOST_QUESTIONS:
            return
        note = begun.note()
        kind = begun.told.kind or shaped(begun.shape, f"{note.title} {note.help}")
        self._within().append(kind.new(self.ids).with_note(note, self.ids).model_dump(mode="json"))
        self.remarks += note.remarks

    def _belongs(self, begun: Begun, line: Line) -> bool:
        """Whether the line was one of the open question's, and is noted there."""
        if line.mark == Mark.BARS:
            begun.levels += lines.parts(line.text)
        elif line.mark in (Mark.BOX, Mark.ITEM) and (line.mark != begun.line.mark or line.indented):
            begun.items.append(line.text)
            begun.boxes |= line.mark == Mark.BOX
        elif line.mark == Mark.NUMBERED and self._is_item(begun, line):
            begun.items.append(line.text)
        elif line.mark == Mark.PLAIN and self.adjacent and (told := remarked(line.text)):
            kind, required = begun.told.kind or told.kind, begun.told.required or told.required
            begun.told = begun.told._replace(kind=kind, required=required)
        elif line.mark == Mark.PLAIN and line.indented:
            begun.items.append(line.text)
        elif line.mark == Mark.PLAIN and self._is_below(begun, line):
            begun.below.append(line.text)
        else:
            return False
        return True

    def _is_item(self, begun: Begun, line: Line) -> bool:
        """Whether a numbered line is a choice: right below a question that has no number."""
        if begun.line.mark == Mark.NUMBERED:
            return line.indented and not begun.line.indented
        return self.adjacent and not _asks(line)

    def _is_below(self, begun: Begun, line: Line) -> bool:
        """Whether a line without a mark goes with the numbered question right above it."""
        numbered = begun.line.mark == Mark.NUMBERED and not begun.items
        return self.adjacent and numbered and not _asks(line)

    def _help(self, line: Line) -> None:
        if self.open:
            self.open.help.append(line.text)
        elif self.sections and not self.sections[-1]["questions"]:
            section = self.sections[-1]
            told = f"{section['introduction']}\n{line.text}".removeprefix("\n")
            section["introduction"] = self._cut(line, "introduction", told)
        else:
            self._note(line, "There is nothing above that this could explain")

    def _section(self, line: Line | None) -> None:
        self.broken = False
        if len(self.sections) == MOST_SECTIONS:
            if line:
                self._note(line, f"There can be {MOST_SECTIONS} sections: this one is left out")
            return
        title = self._cut(line, "title", line.text) if line else ""
        fresh = {"id": next(self.ids), "title": title, "introduction": "", "questions": []}
        self.sections.append(fresh)

    def _within(self) -> list[Tree]:
        """The questions of the section in which we are."""
        if not self.sections:
            self.loose = True
            self._section(None)
        elif self.broken and self.sections[-1]["questions"]:
            self._section(None)
        self.broken = False
        found: list[Tree] = self.sections[-1]["questions"]
        return found

    def _cut(self, line: Line, name: str, text: str) -> str:
        longest: int = getattr(Section.settings()[name], "longest", len(text))
        if len(text) > longest:
            self._note(line, f"This is longer than {longest} characters, and cut there")
        return text[:longest]

    def _note(self, line: Line, message: str) -> None:
        self.remarks.append(Remark(line.number, message))


def _as_stored(section: Tree) -> Tree:
    """The section with its texts as a draft keeps them: else it could not be told from another."""
    own = Section.model_validate({**section, "questions": []}).model_dump(mode="json")
    return own | {"questions": section["questions"]}


def _asks(line: Line) -> bool:
    """Whether the line says of itself that it is a question."""
    told = ending(line.text)
    return bool(told.kind or told.required or line.text.endswith("?"))
