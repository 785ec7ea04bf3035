"""A questionnaire written as an outline, of which `outline.read` makes the same questions again."""

from collections.abc import Iterable, Iterator

from backend.questionnaire.document import Section
from backend.questionnaire.ending import Ending, ending
from backend.questionnaire.lines import Mark, barred, marked
from backend.questionnaire.question import Question


def written(sections: Iterable[Section]) -> str:
    """The outline of these sections, ended by a line feed; ids are not told, nor long settings."""
    return "\n".join("\n".join(_section(section)) for section in sections)


def _section(section: Section) -> Iterator[str]:
    yield f"# {section.title}".strip()
    yield from _help(section.introduction)
    yield ""
    for question in section.questions:
        yield from _question(question)
        yield ""


def _question(question: Question) -> Iterator[str]:
    note = question.to_note(type(question).new(map(str, range(1000))))
    title = note.title + "\\" * (ending(note.title) != Ending(note.title))
    star = " *" * note.required
    settings = f": {note.settings}" if note.settings else ""
    line = f"{title}{star} ({question.kind.replace('_', ' ')}{settings})"
    yield line if marked(line.strip()) == (Mark.PLAIN, line) else f"\\{line}"
    yield from _help(note.help)
    if note.levels:
        yield f"| {barred(note.levels)}"
    yield from (f"- {item}" for item in note.items if item)


def _help(text: str) -> Iterator[str]:
    yield from (f"> {line}".rstrip() for line in text.splitlines())
