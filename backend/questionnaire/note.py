"""A question as it is noted down in an outline: its text and what stands around it."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Remark(NamedTuple):
    """What was not understood, or mended: in which line, a sentence."""

    line: int
    message: str


@dataclass
class Note:
    """The parts of a question in an outline.

    `settings` stands in brackets after the kind; `items` are the lines of the list below,
    `levels` the parts of a line with bars. Whoever reads the note adds `remarks`.
    """

    title: str = ""
    line: int = 0
    help: str = ""
    required: bool = False
    settings: str = ""
    items: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, message: str) -> None:
        """Say what was not understood."""
        self.remarks.append(Remark(self.line, message))
