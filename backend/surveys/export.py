"""The responses as a file: one row each, streamed."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from io import StringIO
from typing import Any
from unicodedata import normalize
from urllib.parse import quote
from uuid import UUID

from flask import Response, request, stream_with_context

from backend.auth.session import login_required
from backend.models import export, version
from backend.models.audit_acts import Act
from backend.models.audit_writing import note_beforehand
from backend.models.errors import NotFound
from backend.models.export import Exported
from backend.models.role import Right
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.form import Cell
from backend.questionnaire.question import Question
from backend.questionnaire.text import one_line
from backend.surveys import surveys
from backend.surveys.access import person, reach

BOM = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
UNSEEN = r"\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
FORMULA = re.compile(rf"[{UNSEEN}]*[=+\-@＝＋－＠]|[\t\r\n\0]")
"""How a cell begins that some spreadsheet would compute, once it has dropped what is not seen."""
AFTER_BREAK = re.compile(rf'(?<=[;\t\r\n])(?:(?![\t\r\n])[{UNSEEN}"])*[=+\-@＝＋－＠]')
"""The same after what another spreadsheet takes for the end of a cell, quoted or not."""
NUMERAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
"""What a file's name cannot have on one system or another."""


@surveys.get("/surveys/<uuid:survey_id>/responses.csv", endpoint="csv")
@login_required
def as_csv(survey_id: UUID) -> Response:
    """All responses, as comma-separated values."""
    survey = reach(survey_id, Right.EXPORT)
    if survey.version is None:
        raise NotFound
    if request.method == "GET":
        note_beforehand(survey.id, Act.EXPORTED, person().id, kind="csv")
    asked = version.all_asked(survey.id, survey.version)
    pages = export.pages(survey.id, survey.anonymous)
    lines = stream_with_context(_lines(asked, survey.anonymous, pages))
    response = Response(lines, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", **_named(_name(asked.title)))
    return response


def _lines(asked: Questionnaire, anonymous: bool, pages: Iterable[list[Exported]]) -> Iterator[str]:
    yield BOM + _written([_header(asked, anonymous)])
    for page in pages:
        yield _written(_row(asked, anonymous, response) for response in page)


def _written(rows: Iterable[list[Cell]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _header(asked: Questionnaire, anonymous: bool) -> list[Cell]:
    about = ["Day", "Version"] if anonymous else ["Moment (UTC)", "Version", "Name", "E-mail"]
    names = [*about, *_columns(asked)]
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            names[place] = f"{name} ({seen[name]})"
    return list(names)


def _columns(asked: Questionnaire) -> Iterator[str]:
    for question in asked.asked:
        for column in question.columns():
            yield one_line(": ".join(filter(None, (question.title, column))))
    for question in asked.shuffled:
        yield one_line(f"{question.title}: order shown")


def _row(asked: Questionnaire, anonymous: bool, response: Exported) -> list[Cell]:
    row: list[Cell] = [_when(response), response.version]
    row += [] if anonymous else [response.name, response.email]
    for question in asked.asked:
        row += question.cells(response.answers.get(question.id))
    return row + [_order(question, response.shown) for question in asked.shuffled]


def _order(question: Question, shown: Mapping[str, Any] | None) -> Cell:
    """The labels of a list as they stood for this respondent; nothing where all saw the same."""
    labels = {part.id: part.label for part in question.choosable()}
    order = shown["orders"].get(question.id, ()) if shown else ()
    return "; ".join(labels[id] for id in order) or None


def _when(response: Exported) -> str:
    if response.at is None:
        return response.day.isoformat()
    return response.at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds")


def _harmless(cell: Cell) -> Cell:
    """The cell; what a spreadsheet would compute is marked as text by an apostrophe."""
    if not isinstance(cell, str) or NUMERAL.fullmatch(cell):
        return cell
    marked = AFTER_BREAK.sub(r"'\g<0>", cell)
    return f"'{marked}" if FORMULA.match(cell) else marked


def _named(name: str) -> dict[str, str]:
    """The file's name as a header says it: in ASCII, and in full for all but old browsers."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().strip() or "Responses"
    return {"filename": f"{plain}.csv", "filename*": f"UTF-8''{quote(name, safe='')}.csv"}


def _name(title: str) -> str:
    """The survey's title as a file's name."""
    return one_line(UNFIT.sub(" ", title))[:80].strip(" .") or "Responses"
