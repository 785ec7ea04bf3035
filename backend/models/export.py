"""Responses in pages, for exports: each page one short statement, so that memory stays constant."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from backend.extensions import db
from backend.questionnaire.submission import Answers

PAGE = 2_000
"""How many responses are read at a time."""


class Exported(NamedTuple):
    """One response as it is exported; the moment and the person only where they are kept.

    `shown` is kept where lists stood in random order.
    """

    id: UUID
    version: int
    day: date
    at: datetime | None
    name: str | None
    email: str | None
    answers: Answers
    shown: dict[str, Any] | None


BY_ID = text("""
SELECT id, version, submitted_on, NULL::timestamptz, NULL, NULL, answers, shown FROM responses
WHERE survey_id = :survey_id AND id > :id ORDER BY id LIMIT :size
""")
BY_MOMENT = text("""
SELECT r.id, r.version, r.submitted_on, r.submitted_at, u.name, u.email, r.answers, r.shown
FROM responses r LEFT JOIN users u ON u.id = r.respondent_id
WHERE r.survey_id = :survey_id AND r.submitted_at IS NOT NULL
AND (r.submitted_at, r.id) > (:at, :id) ORDER BY r.submitted_at, r.id LIMIT :size
""")
NIL, BEGINNING = UUID(int=0), datetime(1970, 1, 1, tzinfo=UTC)


def pages(survey_id: UUID, anonymous: bool) -> Iterator[list[Exported]]:
    """All responses of a survey, by the page: in the order of their moments, or of their ids.

    Whoever stops asking stops the reading: no statement outlives its page.
    """
    statement = BY_ID if anonymous else BY_MOMENT
    place: dict[str, Any] = {"id": NIL} if anonymous else {"id": NIL, "at": BEGINNING}
    while page := _page(statement, {"survey_id": survey_id, "size": PAGE, **place}):
        yield page
        if len(page) < PAGE:
            return
        place = {"id": page[-1].id} if anonymous else {"id": page[-1].id, "at": page[-1].at}


def _page(statement: Any, values: dict[str, Any]) -> list[Exported]:
    with db.engine.connect() as connection:
        return [Exported(*row) for row in connection.execute(statement, values)]
