"""Stored tallies and their queue.

Every response is in exactly one of two places: waiting in the queue, or counted in the tallies.
A fold moves it in one transaction; a reader takes both in one statement, so in one snapshot.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Numeric, Text, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.version import all_asked, questionnaire
from backend.questionnaire.count import WHOLE, Counted, count
from backend.questionnaire.tally import Tally


class TallyRow(Base):
    """One count. `question_id` is empty for what is counted of the survey as a whole."""

    __tablename__ = "tallies"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    n: Mapped[int] = mapped_column(Numeric(asdecimal=True))


class Queued(Base):
    """A response that waits to be counted."""

    __tablename__ = "tally_queue"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    response_id: Mapped[UUID] = mapped_column(primary_key=True)


class Sketch(Base):
    """What stands for the counts by value of a question that has too many of them."""

    __tablename__ = "sketches"
    __table_args__ = ({"info": {"citus": "distributed", "citus_column": "survey_id"}},)

    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Current(NamedTuple):
    """What a survey's responses add up to at one moment."""

    tallies: dict[str, Tally]
    sketches: dict[str, dict[str, Any]]
    responses: int
    last_on: date | None
    waiting: int

    @property
    def pulse(self) -> "Pulse":
        """What `pulse` would have said at that moment."""
        return Pulse(self.responses - self.waiting, self.waiting)


class Pulse(NamedTuple):
    """How many responses are folded, and how many wait: while neither changes, no result does."""

    folded: int
    waiting: int


# A question's counts come as one row. Ranges of values are read one by one: an OR of two would
# walk all that lies between them.
READ = text("""
SELECT question_id, json_object_agg(value, n) AS document, NULL::int AS version, NULL::date AS day
FROM (
  SELECT question_id, value, n
  FROM tallies WHERE survey_id = :survey_id AND question_id = ANY(:plain)
  UNION ALL
  SELECT question_id, value, n
  FROM tallies WHERE survey_id = :survey_id AND question_id = ANY(:crowded) AND value < 'value:'
  UNION ALL
  SELECT question_id, value, n
  FROM tallies WHERE survey_id = :survey_id AND question_id = ANY(:crowded) AND value >= 'value;'
  UNION ALL
  SELECT question_id, value, n
  FROM tallies WHERE survey_id = :survey_id AND question_id = '' AND value = 'responses'
  UNION ALL
  (SELECT question_id, value, n
   FROM tallies WHERE survey_id = :survey_id AND question_id = ''
   AND value > 'day:' AND value < 'day;' ORDER BY value DESC LIMIT 1)
) AS counts GROUP BY question_id
UNION ALL
SELECT question_id, document::json, 0, NULL FROM sketches WHERE survey_id = :survey_id
UNION ALL
SELECT NULL, r.answers::json, r.version, r.submitted_on
FROM responses r WHERE r.survey_id = :survey_id
AND r.id = ANY(ARRAY(SELECT response_id FROM tally_queue WHERE survey_id = :survey_id))
""")
PULSE = text("""
SELECT (SELECT n FROM tallies
        WHERE survey_id = :survey_id AND question_id = '' AND value = 'responses'),
       (SELECT count(*) FROM tally_queue WHERE survey_id = :survey_id)
""")


def pulse(survey_id: UUID) -> Pulse:
    """Whether anything has changed, by the cheapest of queries."""
    folded, waiting = db.session.execute(PULSE, {"survey_id": survey_id}).one()
    return Pulse(int(folded or 0), waiting)


def waiting() -> int:
    """How many responses of all surveys wait to be counted."""
    every = select(func.count()).select_from(Queued).execution_options(fanout=True)
    return db.session.scalar(every) or 0


def current(survey_id: UUID, newest: int) -> Current:
    """Exact counts of all responses to versions 1 to `newest`: stored tallies and what waits.

    The counts by value of a crowded question stay where they are; its sketch stands for them.
    """
    stored: dict[str, Tally] = defaultdict(Tally)
    sketches: dict[str, dict[str, Any]] = {}
    waiting: list[Counted] = []
    for question_id, document, version, day in _rows(survey_id, newest):
        if version is None:
            stored[question_id] = Tally(document)
        elif day is None:
            sketches[question_id] = document
        else:
            waiting.append(Counted(version, day, document))
    for question_id, tally in count(waiting, partial(questionnaire, survey_id)).items():
        stored[question_id] += tally
    whole = stored[WHOLE]
    last_on = max(map(date.fromisoformat, whole.under("day:")), default=None)
    return Current(dict(stored), sketches, whole["responses"], last_on, len(waiting))


def _rows(survey_id: UUID, newest: int) -> Sequence[Any]:
    crowded = set(
        db.session.scalars(select(Sketch.question_id).where(Sketch.survey_id == survey_id))
    )
    asked = {question.id for question in all_asked(survey_id, newest).asked}
    values = {
        "survey_id": survey_id,
        "plain": sorted(asked - crowded),
        "crowded": sorted(asked & crowded),
    }
    return db.session.execute(READ, values).all()
