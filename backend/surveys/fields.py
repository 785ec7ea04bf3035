"""The fields of an author's form that WTForms has not: numbers kept as typed, and lists."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from wtforms import Field, StringField
from wtforms.widgets import HiddenInput, Input, TextInput

from backend.questionnaire.lines import entries
from backend.questionnaire.standards.scales import SCALES
from backend.questionnaire.text import one_line
from backend.surveys.rows import BLANK, PLACED, Row, own_key, rewritten

WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
MANY = 100
"""Lines of a list above which it is written as one text."""


class WholeField(Field):
    """A whole number, or `None` where nothing was typed; what is no number is given back."""

    widget: Input = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        if valuelist:
            self.data = self._read(valuelist[0].strip()) if valuelist[0].strip() else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.15g}"

    def _read(self, typed: str) -> float:
        if not WHOLE.fullmatch(typed):
            raise ValueError("Write a whole number, such as 20.")
        return int(typed)


class DecimalField(WholeField):
    """A number, with a point or a comma, or `None` where nothing was typed."""

    def _read(self, typed: str) -> float:
        try:
            number = float(typed.replace(",", ".").replace("_", "?"))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError("Write a number, such as 2.5.")
        return number


class OneOfField(StringField):
    """One of a few values, each with its label in `options`."""

    def __init__(self, options: Mapping[str, str], *args: Any, **more: Any) -> None:
        """A field of these options."""
        super().__init__(*args, **more)
        self.options = options


class RevisionField(WholeField):
    """The revision of the draft that the form was made from."""

    widget = HiddenInput()


class ListField(Field):
    """A list of lines: choices and rows, each with its id, or the levels of a scale.

    `<name>-id` and `<name>-label` come in pairs, in order; `<name>` says that the list was sent;
    `<name>-paste` is a list whose entries are added, each once, to blank lines first; `<name>-up`,
    `-down` and `-remove` name a line.
    """

    rows: list[Row]
    with_ids = True
    as_text = False
    """Whether it was sent as one text, whose new lines need not be told of their ids."""

    @property
    def is_long(self) -> bool:
        """Whether it is shown as one text, as so many rows would be slow to show and to use."""
        rows = sum(row.key != BLANK for row in self.rows)
        return type(self) is ListField and rows > MANY

    @property
    def text(self) -> str:
        """The list with a line each."""
        return "\n".join(row.label for row in self.rows)

    def process_data(self, value: Sequence[Any]) -> None:
        """Take the list as it stands in the document."""
        if self.with_ids:
            self.rows = [Row(item["id"], item["label"]) for item in value]
        else:
            self.rows = [Row(str(place), label) for place, label in enumerate(value)]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """As for any field; then what was typed, and what a button asks for."""
        self.process_errors, self.raw_data = [], []
        self.process_data(data)
        if formdata is not None and self.name in formdata:
            known = {row.key for row in self.rows}
            text = formdata.get(f"{self.name}-lines")
            typed = self._typed(formdata, known)
            self.as_text = text is not None
            self.rows = list(typed if text is None else rewritten(self.rows, text))
            self._rearrange(formdata)

    def items(self, id_of: Callable[[str], str]) -> tuple[list[Any], dict[str, str]]:
        """The list as JSON, and the fresh id of each new line by its key; blank new ones drop.

        `id_of` gives the id of a new line, which follows from what it is given.
        """
        kept = [row for row in self.rows if not row.is_new or one_line(row.label)]
        if not self.with_ids:
            return [row.label for row in kept], {}
        fresh = {row.key: id_of(f"{self.name} {row.seed}") for row in kept if row.is_new}
        items = [{"id": fresh.get(row.key, row.key), "label": row.label} for row in kept]
        return items, {} if self.as_text else fresh

    def _typed(self, formdata: Any, known: set[str]) -> Iterator[Row]:
        drawn: set[str] = set()
        keys, labels = formdata.getlist(f"{self.name}-id"), formdata.getlist(f"{self.name}-label")
        pasted = self._pasted(formdata, labels)
        for number, (key, label) in enumerate(zip(keys, labels, strict=False)):
            if key in known:
                known.discard(key)
                yield Row(key, label if one_line(label) else next(pasted, label))
            elif key != BLANK or one_line(label):
                yield Row(own_key(key, number, drawn), label)
        for number, line in enumerate(pasted):
            yield Row(f"{PLACED}0{number}", line)

    def _pasted(self, formdata: Any, labels: Sequence[str]) -> Iterator[str]:
        there = {one_line(label).casefold() for label in labels}
        pasted = entries(formdata.get(f"{self.name}-paste", ""))
        return (line for line in pasted if line.casefold() not in there)

    def _rearrange(self, formdata: Any) -> None:
        keys = [row.key for row in self.rows]
        for verb, by in (("up", -1), ("down", 1)):
            if (key := formdata.get(f"{self.name}-{verb}")) in keys:
                number = keys.index(key)
                self.rows.insert(max(0, number + by), self.rows.pop(number))
        if (key := formdata.get(f"{self.name}-remove")) in keys:
            del self.rows[keys.index(key)]


class LevelsField(ListField):
    """The levels of a scale, which are labels without ids.

    `<name>-take` puts a standard scale in their place, which `<name>-standard` names.
    """

    with_ids = False
    standards = SCALES

    @property
    def standard(self) -> str:
        """The name of the standard scale that this is; empty where it is none."""
        levels = tuple(row.label for row in self.rows if row.key != BLANK)
        return next((key for key, scale in SCALES.items() if scale.levels == levels), "")

    def _rearrange(self, formdata: Any) -> None:
        super()._rearrange(formdata)
        taken = SCALES.get(formdata.get(f"{self.name}-standard", ""))
        if taken and f"{self.name}-take" in formdata:
            self.process_data(taken.levels)
