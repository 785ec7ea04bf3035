"""What waits is reached by its ids: how many responses there are besides costs nothing.

PostgreSQL plans by what it last knew of a table, and a queue that was long a minute ago may be
empty now. A plan that walks all responses would outlast every time limit on a large survey.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.models import fold, tally, text_answer
from tests.studies import study

MANY, WAITING = 3000, 5
FILL = """
WITH added AS (
  INSERT INTO responses (survey_id, id, version, submitted_on, answers)
  SELECT :survey_id, gen_random_uuid(), 1, '2026-11-20', '{"why": "Because."}'
  FROM generate_series(1, :many) RETURNING id
) INSERT INTO tally_queue (survey_id, response_id) SELECT :survey_id, id FROM added
"""
SHORTEN = """
DELETE FROM tally_queue WHERE survey_id = :survey_id AND response_id NOT IN (
  SELECT response_id FROM tally_queue WHERE survey_id = :survey_id LIMIT :waiting)
"""
VALUES = {
    "batch": fold.BATCH,
    "plain": ["why"],
    "crowded": [],
    "question_ids": ["why"],
    "size": 5,
    "written_at": text_answer.START.written_at,
    "response_id": text_answer.START.response_id,
    "unknown": text_answer.UNKNOWN,
}


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("statement", [fold.TAKE, tally.READ, text_answer.PAGE])
def test_only_the_responses_that_wait_are_read(statement):
    survey_id = study().id
    with db.engine.begin() as connection:
        connection.execute(text(FILL), {"survey_id": survey_id, "many": MANY})
        connection.execute(text("ANALYZE responses, tally_queue"))
        connection.execute(text(SHORTEN), {"survey_id": survey_id, "waiting": WAITING})
        asked = text(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.text}")
        (plan,) = connection.execute(asked, {"survey_id": survey_id, **VALUES}).scalar_one()
    read = [node for node in nodes(plan["Plan"]) if node.get("Relation Name") == "responses"]
    assert read
    assert all(node["Actual Rows"] * node["Actual Loops"] <= WAITING for node in read)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a plan."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
