"""The difference between two questionnaires, part by part and word by word, to be looked at."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from backend.questionnaire.diff import staying
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Choice, Node
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Choices, Setting
from backend.questionnaire.showing import shown
from backend.questionnaire.wording import Piece, compared

Mark = Literal["same", "added", "removed", "changed"]
Pieces = tuple[Piece, ...]


class Change(NamedTuple):
    """A setting that differs, by the words beside its field."""

    label: str
    pieces: Pieces


class Line(NamedTuple):
    """A choice or a row."""

    mark: Mark
    moved: bool
    label: Pieces
    changes: tuple[Change, ...]


class Lines(NamedTuple):
    """A list of choices or rows, in which something differs."""

    label: str
    lines: tuple[Line, ...]


class Part(NamedTuple):
    """A section or a question; `number` is the question's now, or was before it was removed."""

    id: str
    mark: Mark
    moved: bool
    kind: Pieces
    number: int | None
    title: Pieces
    changes: tuple[Change, ...]
    lists: tuple[Lines, ...] = ()
    questions: tuple["Part", ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything in it differs."""
        return self.mark != "same" or self.moved or any(one.differs for one in self.questions)


class Comparison(NamedTuple):
    """Two questionnaires side by side."""

    title: Pieces
    changes: tuple[Change, ...]
    sections: tuple[Part, ...]

    @property
    def differs(self) -> bool:
        """Whether anything differs at all."""
        parts = any(section.differs for section in self.sections)
        return parts or bool(self.changes) or _differ(self.title)


def compare(before: Questionnaire, after: Questionnaire) -> Comparison:
    """How a questionnaire differs from an older one."""
    then, now = [s.id for s in before.sections], [s.id for s in after.sections]
    stay = staying(then, now)
    sections = tuple(_section(before, after, id, id not in stay) for id in _between(then, now))
    return Comparison(compared(before.title, after.title), _changes(before, after), sections)


def _section(before: Questionnaire, after: Questionnaire, id: str, moved: bool) -> Part:
    old, new = before.section(id), after.section(id)
    then, now = ([q.id for q in section.questions] if section else [] for section in (old, new))
    stay = staying(then, now)
    shown_here = [id for id in then if id in now or after.question(id) is None]
    numbers = {**before.numbers, **after.numbers}
    questions = tuple(
        _part(before.question(id), after.question(id), id not in stay, numbers.get(id))
        for id in _between(shown_here, now)
    )
    return _part(old, new, moved)._replace(questions=questions)


def _part(
    old: Section | Question | None,
    new: Section | Question | None,
    moved: bool,
    number: int | None = None,
) -> Part:
    parts = [part for part in (old, new) if part]
    kind = compared(_label(parts[0]), _label(parts[-1]))
    title = compared(old.title if old else "", new.title if new else "")
    changes, lists = _changes(old, new), tuple(_lists(old, new))
    mark = _mark(old, new, _differ(kind) or _differ(title) or bool(changes or lists))
    moved = moved and len(parts) == 2
    return Part(parts[0].id, mark, moved, kind, number, title, changes, lists)


def _label(part: Section | Question) -> str:
    return part.label if isinstance(part, Question) else ""


def _mark(old: Node | None, new: Node | None, differ: bool) -> Mark:
    if old is None or new is None:
        return "removed" if new is None else "added"
    return "changed" if differ else "same"


def _changes(old: Node | None, new: Node | None, but: str = "title") -> tuple[Change, ...]:
    """The settings that differ, but for the one that names the part; of a new part, those set."""
    found = []
    for name, mark in {**_settings(old), **_settings(new)}.items():
        before, after = shown(old, name), shown(new, name)
        if name == but or before == after or isinstance(mark, Choices):
            continue
        if (old and new) or not _is_usual(old or new, name):
            found.append(Change(mark.label, compared(before, after)))
    return tuple(found)


def _is_usual(part: Node | None, name: str) -> bool:
    return part is not None and getattr(part, name) == type(part).model_fields[name].default


def _lists(old: Node | None, new: Node | None) -> Iterator[Lines]:
    for name, mark in {**_settings(old), **_settings(new)}.items():
        if isinstance(mark, Choices):
            lines = _lines(getattr(old, name, ()), getattr(new, name, ()))
            if any(line.mark != "same" or line.moved for line in lines):
                yield Lines(mark.label, lines)


def _lines(old: Sequence[Choice], new: Sequence[Choice]) -> tuple[Line, ...]:
    then, now = {item.id: item for item in old}, {item.id: item for item in new}
    stay = staying(list(then), list(now))
    return tuple(
        _line(then.get(id), now.get(id), id not in stay) for id in _between(list(then), list(now))
    )


def _line(old: Choice | None, new: Choice | None, moved: bool) -> Line:
    label = compared(old.label if old else "", new.label if new else "")
    changes = _changes(old, new, but="label")
    mark = _mark(old, new, _differ(label) or bool(changes))
    return Line(mark, moved and mark in ("same", "changed"), label, changes)


def _settings(part: Node | None) -> dict[str, Setting]:
    return part.settings() if part else {}


def _differ(pieces: Pieces) -> bool:
    return any(piece.op != "same" for piece in pieces)


def _between(then: Sequence[str], now: Sequence[str]) -> list[str]:
    """The ids as they are now, with each that is gone behind the one that it stood behind."""
    ids = list(now)
    for number, id in enumerate(then):
        if id not in ids:
            ids.insert(ids.index(then[number - 1]) + 1 if number else 0, id)
    return ids
