"""Which responses have words of the respondent's own, newest first: an index, made by the fold."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.questionnaire.question import Question

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
    """A text, and its place in the order."""

    position: Position
    words: str


# What waits is not limited here: whether it holds words is for the question to say.
PAGE = text("""
SELECT asked.id, of_one.written_at, of_one.response_id, r.answers -> asked.id
FROM unnest(:question_ids) AS asked(id)
CROSS JOIN LATERAL (
  SELECT t.written_at, t.response_id FROM text_answers t
  WHERE t.survey_id = :survey_id AND t.question_id = asked.id
  AND (t.written_at, t.response_id) < (:written_at, :response_id)
  ORDER BY t.written_at DESC, t.response_id DESC LIMIT :size
) AS of_one
JOIN responses r ON r.survey_id = :survey_id AND r.id = of_one.response_id
UNION ALL
SELECT asked.id, coalesce(r.submitted_at, :unknown), r.id, r.answers -> asked.id
FROM responses r
CROSS JOIN unnest(:question_ids) AS asked(id)
WHERE r.survey_id = :survey_id
AND r.id = ANY(ARRAY(SELECT response_id FROM tally_queue WHERE survey_id = :survey_id))
AND r.answers ->> asked.id IS NOT NULL
AND (coalesce(r.submitted_at, :unknown), r.id) < (:written_at, :response_id)
""")
START = Position(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


def newest(
    survey_id: UUID, questions: Iterable[Question], size: int, after: Position = START
) -> dict[str, list[Found]]:
    """By question id: up to `size` texts that come after a position, newest first.

    Those that wait to be folded are among them. Where responses are anonymous the order is
    that of their ids, which says nothing.
    """
    by_id = {question.id: question for question in questions}
    values = {
        "survey_id": survey_id,
        "question_ids": list(by_id),
        "size": size,
        "written_at": after.written_at,
        "response_id": after.response_id,
        "unknown": UNKNOWN,
    }
    found: dict[str, list[Found]] = {id: [] for id in by_id}
    for id, written_at, response_id, answer in db.session.execute(PAGE, values) if by_id else ():
        if words := by_id[id].words(answer):
            found[id].append(Found(Position(written_at, response_id), words))
    return {id: sorted(texts, reverse=True)[:size] for id, texts in found.items()}
