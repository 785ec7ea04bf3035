"""The statement by which a submission becomes a response: one journey to the database."""

from typing import Any

from sqlalchemy.exc import DBAPIError

from backend.extensions import db
from backend.models.link import COUNT

STORE = """
WITH stored AS (
  INSERT INTO responses
    (survey_id, id, version, submitted_on, submitted_at, respondent_id, answers{column})
  SELECT id, %(id)s, %(version)s, %(day)s, %(moment)s, %(by)s, %(answers)s{value} FROM surveys
  WHERE id = %(survey_id)s AND deleted_at IS NULL AND closed_at IS NULL
  AND (opens_at IS NULL OR opens_at <= %(at)s) AND (closes_at IS NULL OR closes_at > %(at)s)
  AND (cap IS NULL OR %(counted)s < cap) AND access = %(access)s
  ON CONFLICT (survey_id, id) DO NOTHING RETURNING id
)"""
FORGET = """, finished AS (
  DELETE FROM partial_responses WHERE survey_id = %(survey_id)s AND id = %(id)s
  AND EXISTS (SELECT 1 FROM stored)
)"""
QUEUE = """
INSERT INTO tally_queue (survey_id, response_id) SELECT %(survey_id)s, id FROM stored"""
PLAIN, ORDERED = {"column": "", "value": ""}, {"column": ", shown", "value": ", %(shown)s"}
RECORD = (STORE + QUEUE).format(**PLAIN)
"""Writes a row to the queue where the survey was open and the response new, and else nothing."""
FINISH = (STORE + FORGET + QUEUE).format(**PLAIN)
RECORD_ORDERED = (STORE + QUEUE).format(**ORDERED)
FINISH_ORDERED = (STORE + FORGET + QUEUE).format(**ORDERED)
"""The same where an order was shown that others have not seen."""
LOCK = "SELECT 1 FROM surveys WHERE id = %(survey_id)s FOR NO KEY UPDATE"


def stored(values: dict[str, Any], several: bool, capped: bool) -> bool:
    """Whether a response was new, and written; it is not where the survey takes none.

    `several` deletes what was kept of sections before, `capped` counts first. Written once more
    where the connection broke: the submission key makes that safe.
    """
    write = _write_capped if capped else _write
    ordered = values["shown"] is not None
    if several:
        statement = FINISH_ORDERED if ordered else FINISH
    else:
        statement = RECORD_ORDERED if ordered else RECORD
    try:
        return write(statement, values)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        return write(statement, values)


def _write(statement: str, values: dict[str, Any]) -> bool:
    """One statement that is a transaction of its own: one journey to the database, not three.

    SQLAlchemy's own way, an isolation level, costs two more: it sets it, and sets it back.
    """
    with db.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.autocommit = True
        try:
            stored = connection.exec_driver_sql(statement, values).rowcount > 0
        except BaseException:  # a connection that stayed like this would fold without transaction
            connection.invalidate()
            raise
        driver.autocommit = False
    return stored


def _write_capped(statement: str, values: dict[str, Any]) -> bool:
    """One after the other, so that the cap is never exceeded."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql(LOCK, values)
        counted = connection.execute(COUNT, values).scalar_one()
        return connection.exec_driver_sql(statement, values | {"counted": counted}).rowcount > 0
