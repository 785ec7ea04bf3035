"""Which responses have words of the respondent's own, newest first: an index, made by the fold."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.questionnaire.form import Value

UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of an anonymous response: all the same, so that their order is that of their ids."""


class TextAnswer(Base):
    """That a response holds words in answer to a question; the words stay in the response."""

    __tablename__ = "text_answers"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    written_at: Mapped[datetime] = mapped_column(primary_key=True)
    response_id: Mapped[UUID] = mapped_column(primary_key=True)


class Position(NamedTuple):
    """After which text a page begins."""

    written_at: datetime
    response_id: UUID


class Found(NamedTuple):
    """One text answer's place in the order, day, version and value."""

    position: Position
    version: int
    value: Value


PAGE = text("""
SELECT written_at, id, version, answer FROM (
  (SELECT t.written_at, r.id, r.version, r.answers -> :question_id AS answer
   FROM text_answers t JOIN responses r ON r.survey_id = t.survey_id AND r.id = t.response_id
   WHERE t.survey_id = :survey_id AND r.survey_id = :survey_id AND t.question_id = :question_id
   AND (t.written_at, t.response_id) < (:written_at, :response_id)
   ORDER BY t.written_at DESC, t.response_id DESC LIMIT :size)
  UNION ALL
  (SELECT coalesce(r.submitted_at, :unknown), r.id, r.version, r.answers -> :question_id
   FROM tally_queue q JOIN responses r ON r.survey_id = q.survey_id AND r.id = q.response_id
   WHERE q.survey_id = :survey_id AND r.survey_id = :survey_id
   AND r.answers ->> :question_id IS NOT NULL
   AND (coalesce(r.submitted_at, :unknown), r.id) < (:written_at, :response_id))
) AS texts ORDER BY written_at DESC, id DESC LIMIT :size
""")
START = Position(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def newest(survey_id: UUID, question_id: str, size: int, after: Position = START) -> list[Found]:
    """Up to `size` text answers to a question that come after a position, newest first.

    Those that wait to be folded are among them. Where responses are anonymous the order is
    that of their ids, which says nothing.
    """
    values = {
        "survey_id": survey_id,
        "question_id": question_id,
        "size": size,
        "written_at": after.written_at,
        "response_id": after.response_id,
        "unknown": UNKNOWN,
    }
    return [
        Found(Position(written_at, id), version, answer)
        for written_at, id, version, answer in db.session.execute(PAGE, values)
    ]
