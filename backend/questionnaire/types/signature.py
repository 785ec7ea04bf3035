"""Signature: a name that is typed, a drawing, or both."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.personal import PersonalQuestion
from backend.questionnaire.question import Question
from backend.questionnaire.scales import is_whole
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable, one_line

WIDTH, HEIGHT = 600, 200
"""The size of the sheet; a point on it is two whole numbers."""
MOST_STROKES, MOST_POINTS = 100, 3_000
LONGEST_NAME = 100
LONGEST_WRITTEN = MOST_POINTS * len("600,200;")
POINT = "[0-9]{1,3},[0-9]{1,3}"
WRITTEN = re.compile(f"{POINT}(?:[ ;]{POINT})*")
DRAWN = "drawn"

Strokes = list[list[int]]
"""Each stroke as its points, one after the other: x, y, x, y, …"""


class Signature(PersonalQuestion):
    """Stored as `{"name": …}`, as `{"strokes": [[x, y, …], …]}`, or with both.

    A drawing is numbers alone: what is shown is made of them here, and of nothing that came along.
    """

    label: ClassVar[str] = "Signature"
    purpose: ClassVar[str] = "A name that is typed, or drawn by finger or mouse."
    missing: ClassVar[str] = "Write your name, or draw your signature"
    presettable: ClassVar[bool] = False
    where: ClassVar[str] = "These are personal data: whoever may export can look at the signatures."

    kind: Literal["signature"] = "signature"

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """Typed, drawn, and both."""
        strokes: Value = [[10, 20, 30, 40, 55, 20], [600, 200, 0, 0], [7, 7]]
        name = "Ada Lovelace"
        both: Value = {"name": name, "strokes": strokes}
        signed = cls(id="q1", title="Your signature")
        return [(signed, [{"name": name}, {"strokes": strokes}, both])]

    def hint(self) -> str:
        """Nothing that the control does not say."""
        return ""

    def fields(self) -> Mapping[str, int]:
        """The name, and the drawing."""
        return {"": 1, DRAWN: 1}

    def from_form(self, part: Part) -> Value:
        """The name typed and the strokes drawn, or the drawing as it came where it is none."""
        name, drawn = one_line(part.one()), part.one(DRAWN)
        value: dict[str, Value] = {"name": name} if name else {}
        if drawn:
            strokes = _read(drawn)
            value["strokes"] = drawn if strokes is None else [[*stroke] for stroke in strokes]
        return value or None

    def to_form(self, value: Value) -> Part:
        """What was typed, and the drawing as the script writes it."""
        if not isinstance(value, dict):
            return Part()
        name, strokes = value.get("name"), self._strokes(value)
        fields = {"": [str(name)] if name else [], DRAWN: [_written(strokes)] if strokes else []}
        return Part({field: values for field, values in fields.items() if values})

    def check(self, value: Value) -> Refusal | None:
        """A name that can be stored, or a drawing on the sheet, or both."""
        if not isinstance(value, dict) or not value or value.keys() - {"name", "strokes"}:
            return Refusal(self.missing)
        name = value.get("name", "-")
        if not isinstance(name, str) or not name or name != one_line(name) or not is_storable(name):
            return Refusal("Write your name on one line, in letters")
        if len(name) > LONGEST_NAME:
            return Refusal(f"Write at most {LONGEST_NAME} characters: you wrote {len(name)}")
        if "strokes" in value and not self._strokes(value):
            return Refusal(
                "The drawing cannot be read: clear it and draw again, or write your name"
            )
        return None

    def path(self, part: Part) -> str:
        """What was drawn, as the `d` of an SVG path; empty where nothing was."""
        return "".join(map(_path, _read(part.one(DRAWN)) or []))

    def drawing(self, value: Value) -> str:
        """The strokes."""
        strokes = self._strokes(value) if isinstance(value, dict) else None
        return "".join(map(_path, strokes or []))

    def cells(self, value: Value) -> list[Cell]:
        """The name; of a drawing, that there is one."""
        if not isinstance(value, dict):
            return [None]
        name, drawn = value.get("name"), "drawn" if "strokes" in value else ""
        return [f"{name} (drawn)" if name and drawn else str(name or drawn)]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more in each of its ways."""
        for way in value if isinstance(value, dict) else ():
            yield f"way:{way}", 1

    def filled(self, tally: Tally) -> Iterator[tuple[str, int]]:
        """How many typed, and how many drew."""
        ways = tally.under("way:")
        yield "Name typed", ways.get("name", 0)
        yield "Signature drawn", ways.get("strokes", 0)

    def _strokes(self, value: dict[str, Value]) -> Strokes | None:
        """The drawing, if it is one; `None` for everything else."""
        strokes = value.get("strokes")
        if not isinstance(strokes, list) or not 1 <= len(strokes) <= MOST_STROKES:
            return None
        found = [
            [at for at in stroke if isinstance(at, int)]
            for stroke in strokes
            if isinstance(stroke, list) and _is_stroke(stroke)
        ]
        few = sum(map(len, found)) <= 2 * MOST_POINTS
        return found if found == strokes and few else None


def _is_stroke(stroke: list[Value]) -> bool:
    limits = (WIDTH, HEIGHT) * (len(stroke) // 2)
    return (
        len(stroke) > 1
        and len(stroke) % 2 == 0
        and all(is_whole(at) and 0 <= at <= most for at, most in zip(stroke, limits, strict=True))
    )


def _read(written: str) -> Strokes | None:
    """The strokes as the script writes them, `x,y x,y;x,y`; `None` where they are none."""
    if len(written) > LONGEST_WRITTEN or not WRITTEN.fullmatch(written):
        return None
    return [
        [int(number) for point in stroke.split(" ") for number in point.split(",")]
        for stroke in written.split(";")
    ]


def _written(strokes: Strokes) -> str:
    return ";".join(" ".join(f"{x},{y}" for x, y in _points(stroke)) for stroke in strokes)


def _path(stroke: list[int]) -> str:
    (x, y), *others = _points(stroke)
    lines = "".join(f"L{x} {y}" for x, y in others)
    return f"M{x} {y}{lines or 'h0'}"


def _points(stroke: list[int]) -> list[tuple[int, int]]:
    return list(zip(stroke[::2], stroke[1::2], strict=True))
