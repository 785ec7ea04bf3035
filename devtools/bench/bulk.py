"""Many responses at once: copied into the tables as submissions would leave them, then folded."""

import io
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

from backend.extensions import db
from backend.models import fold
from devtools.bench.site import Published, Site
from devtools.bench.survey import answers

CHUNK = 10_000
RESPONSES = "COPY responses (survey_id, id, version, submitted_on, answers) FROM STDIN"
QUEUE = "COPY tally_queue (survey_id, response_id) FROM STDIN"


def fill(site: Site, survey: Published, size: int, dice: random.Random) -> None:
    """Give a survey so many responses, counted by the fold itself, a batch after the other."""
    began = time.monotonic()
    for chunk in _chunks(size):
        with site.app.app_context():
            _copy(survey.id, answers(chunk, dice))
            fold.fold_all(survey.id)
    print(f"  {size:,} responses in {time.monotonic() - began:.0f} seconds", file=sys.stderr)


def _chunks(size: int) -> Iterator[int]:
    for start in range(0, size, CHUNK):
        yield min(CHUNK, size - start)


def _copy(survey_id: UUID, told: Iterator[str]) -> None:
    today = datetime.now(UTC).date().isoformat()
    responses, queue = io.StringIO(), io.StringIO()
    for one in told:
        id = uuid4()
        responses.write(f"{survey_id}\t{id}\t1\t{today}\t{one}\n")
        queue.write(f"{survey_id}\t{id}\n")
    connection = db.engine.raw_connection()
    try:
        with connection.cursor() as cursor:
            for statement, rows in ((RESPONSES, responses), (QUEUE, queue)):
                rows.seek(0)
                cursor.copy_expert(statement, rows)
        connection.commit()
    finally:
        connection.close()
