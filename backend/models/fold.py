"""The fold: adds the responses that wait to the stored tallies."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from time import perf_counter
from typing import Any
from uuid import UUID

from blinker import Signal
from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import insert

from backend.extensions import db
from backend.models.tally import Sketch, TallyRow
from backend.models.text_answer import UNKNOWN
from backend.models.version import all_asked, questionnaire
from backend.questionnaire.count import Counted, count
from backend.questionnaire.tally import Tally

BATCH = 1000
"""How many responses one fold takes at the most."""
LONG = 500
"""After how many submissions a process folds."""
MANY = 100
"""How many responses may wait before whoever reads the results folds, too."""
CROWDED = 2000
"""Beyond how many distinct values a question is shown by its sketch."""
GROWTH = Decimal("1.02")
"""By how much the answers to such a question grow before its sketch is made anew."""

LOCK = text("SELECT 1 FROM folds WHERE survey_id = :survey_id FOR UPDATE SKIP LOCKED")
# Ids are handed on in arrays: a join may be planned, on old statistics, to walk all responses.
TAKE = text("""
WITH taken AS (
  DELETE FROM tally_queue WHERE survey_id = :survey_id AND response_id = ANY(ARRAY(
    SELECT response_id FROM tally_queue WHERE survey_id = :survey_id LIMIT :batch
  )) RETURNING response_id
)
SELECT id, version, submitted_on, submitted_at, answers FROM responses
WHERE survey_id = :survey_id AND id = ANY(ARRAY(SELECT response_id FROM taken))
""")
# Columns as arrays: a statement with a thousand rows of its own would take longer to write.
ADD = text("""
INSERT INTO tallies (survey_id, question_id, value, n)
SELECT :survey_id, question_id, value, n FROM unnest(
  CAST(:questions AS text[]), CAST(:values AS text[]), CAST(:counts AS numeric[])
) AS new (question_id, value, n)
ON CONFLICT (survey_id, question_id, value) DO UPDATE SET n = tallies.n + excluded.n
""")
NOTE = text("""
INSERT INTO text_answers (survey_id, question_id, written_at, response_id)
SELECT :survey_id, question_id, written_at, response_id FROM unnest(
  CAST(:questions AS text[]), CAST(:moments AS timestamptz[]), CAST(:ids AS uuid[])
) AS new (question_id, written_at, response_id)
""")
GROWN = text("""
SELECT (SELECT (document ->> 'answered')::numeric FROM sketches
        WHERE survey_id = :survey_id AND question_id = :question_id),
       (SELECT n FROM tallies
        WHERE survey_id = :survey_id AND question_id = :question_id AND value = 'answered')
""")

folded = Signal()
"""Sent after a fold that counted anything: how many `responses`, in how many `seconds`."""
_recorded: Counter[UUID] = Counter()


def is_due(survey_id: UUID) -> bool:
    """Note one more submission in this process; whether it is time for a fold."""
    _recorded[survey_id] += 1
    if _recorded[survey_id] < LONG:
        return False
    del _recorded[survey_id]
    return True


def fold(survey_id: UUID) -> int:
    """Count up to `BATCH` waiting responses, in one transaction; give how many they were.

    Nothing is done, and nobody waits, while somebody else folds the same survey.
    """
    began = perf_counter()
    with db.engine.begin() as connection:
        if connection.execute(LOCK, {"survey_id": survey_id}).first() is None:
            return 0
        taken = connection.execute(TAKE, {"survey_id": survey_id, "batch": BATCH}).all()
        tallies = _add(connection, survey_id, taken) if taken else {}
    if taken:
        folded.send(responses=len(taken), seconds=perf_counter() - began)
    for question_id, tally in tallies.items():
        if any(key.startswith("value:") for key in tally.counts):
            _condense(survey_id, question_id, max(row.version for row in taken))
    return len(taken)


def fold_all(survey_id: UUID) -> int:
    """Fold batch after batch, until one is not full; give how many responses were counted.

    What comes in meanwhile is left for later: whoever folds must not be kept at it.
    """
    total, folded = 0, BATCH
    while folded == BATCH:
        folded = fold(survey_id)
        total += folded
        db.session.rollback()  # it may have read a version, and is cut off if it idles thereafter
    return total


def _add(connection: Connection, survey_id: UUID, taken: Iterable[Any]) -> dict[str, Tally]:
    counted = [Counted(row.version, row.submitted_on, row.answers) for row in taken]
    tallies = count(counted, lambda number: questionnaire(survey_id, number))
    rows = [(id, value, n) for id, tally in tallies.items() for value, n in tally.counts.items()]
    questions, values, counts = (list(column) for column in zip(*rows, strict=True))
    columns = {"questions": questions, "values": values, "counts": counts}
    connection.execute(ADD, {"survey_id": survey_id, **columns})
    _add_texts(connection, survey_id, taken)
    return tallies


def _add_texts(connection: Connection, survey_id: UUID, taken: Iterable[Any]) -> None:
    wordy = {
        version: [q for q in questionnaire(survey_id, version).asked if q.may_hold_words()]
        for version in {row.version for row in taken}
    }
    rows = [
        (question.id, row.submitted_at or UNKNOWN, str(row.id))
        for row in taken
        for question in wordy[row.version]
        if (value := row.answers.get(question.id)) is not None and question.words(value)
    ]
    if rows:
        questions, moments, ids = (list(column) for column in zip(*rows, strict=True))
        columns = {"questions": questions, "moments": moments, "ids": ids}
        connection.execute(NOTE, {"survey_id": survey_id, **columns})


def _condense(survey_id: UUID, question_id: str, version: int) -> None:
    """Keep a sketch where a question has come to have too many distinct values.

    In a transaction of its own: what was folded stays folded if this takes too long.
    """
    of_question = select(TallyRow.value, TallyRow.n).where(
        TallyRow.survey_id == survey_id, TallyRow.question_id == question_id
    )
    some = of_question.where(TallyRow.value.startswith("value:")).limit(CROWDED + 1).subquery()
    with db.engine.begin() as connection:
        if connection.execute(select(func.count()).select_from(some)).scalar_one() <= CROWDED:
            return
        if not _has_grown(connection, survey_id, question_id):
            return
        tally = Tally((value, int(n)) for value, n in connection.execute(of_question))
        question = all_asked(survey_id, version).question(question_id)
        sketch = question.sketch(tally) if question else None
        if sketch is not None:
            _keep(connection, survey_id, question_id, sketch | {"answered": tally.answered})


def _keep(
    connection: Connection, survey_id: UUID, question_id: str, document: dict[str, Any]
) -> None:
    new = insert(Sketch).values(survey_id=survey_id, question_id=question_id, document=document)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[Sketch.survey_id, Sketch.question_id],
            set_={"document": new.excluded.document},
        )
    )


def _has_grown(connection: Connection, survey_id: UUID, question_id: str) -> bool:
    """Whether there are enough new answers: else every fold would read all distinct values."""
    sketched, answered = connection.execute(
        GROWN, {"survey_id": survey_id, "question_id": question_id}
    ).one()
    return sketched is None or answered >= sketched * GROWTH
