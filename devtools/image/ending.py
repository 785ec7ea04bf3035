"""The end of a container: SIGTERM while a submission waits for the database."""

import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlsplit

import psutil
import psycopg2
import requests
from psycopg2.extensions import connection

from devtools.image.container import Container
from devtools.image.said import expect
from devtools.image.smoke import Form

SECONDS = 5
HELD = 1.2  # seconds; a statement of ours waits two for a lock
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO responses%'
"""
"""Counts submissions alone: a fold, which follows an earlier one, may wait beside it."""


def end(container: Container, form: Form, database: str) -> tuple[float, float]:
    """Seconds from SIGTERM to the last reply, and to the exit; Failed where one was cut off."""
    process = psutil.Process(container.pid)
    with (
        ThreadPoolExecutor(1) as threads,
        psycopg2.connect(database) as holding,
        closing(psycopg2.connect(database)) as watching,
    ):
        watching.autocommit = True  # who is active is the same throughout a transaction
        holding.cursor().execute("LOCK TABLE responses IN EXCLUSIVE MODE")
        sent = threads.submit(form.send)
        _wait_for_the_submission(watching, sent)
        told = time.monotonic()
        process.terminate()
        time.sleep(HELD / 2)
        expect(not sent.done(), "the submission is still under way")
        expect(_refuses(container.url), "new connections are refused at once")
        time.sleep(HELD / 2)
        holding.rollback()
        status = sent.result().status_code
        replied = time.monotonic() - told
        process.wait(SECONDS * 2)
        seconds = time.monotonic() - told
    code = container.engine.podman("wait", container.name).strip()
    expect(status == 303, f"the submission under way was finished ({status})")
    expect(code == "0", f"the exit code is 0, not {code}")
    expect(seconds < SECONDS, f"it ended within {SECONDS} seconds, not {seconds:.1f}")
    return replied, seconds


def _wait_for_the_submission(watching: connection, sent: Future[requests.Response]) -> None:
    with watching.cursor() as cursor:
        for _ in range(500):
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
            expect(not sent.done(), "the submission waits for the database, and is not answered")
            time.sleep(0.01)
    expect(False, "the submission waits for the database")


def _refuses(url: str) -> bool:
    where = urlsplit(url)
    try:
        socket.create_connection((str(where.hostname), where.port), timeout=2).close()
    except ConnectionRefusedError:
        return True
    return False
