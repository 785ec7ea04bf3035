"""One filled-in form is one response, whatever becomes of requests, replies and processes.

Against two processes of gunicorn, with the settings of production.
"""

import contextlib
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest
from flask import Flask

from backend.extensions import db
from backend.models.fold import fold_all
from backend.models.partial import PartialResponse
from backend.models.tally import current
from devtools.bench.server import Server, serving
from tests.journeys.slow import HOLD, PLACE
from tests.surveys.answering import AGE, MORE, VOTE, Asked, publish, responses

TIMES = 50
PATIENCE = 30  # seconds
FORM = "application/x-www-form-urlencoded"
HEAD = HOLD.removeprefix("HTTP_").replace("_", "-")


class Reply(NamedTuple):
    """What came back: `location` is where it sends the respondent."""

    status: int
    location: str


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a process that holds a reply writes its number."""
    return tmp_path_factory.mktemp("held") / "by"


@pytest.fixture(scope="module")
def two(environment: dict[str, str], held: Path) -> Iterator[Server]:
    """Two processes that may hold a reply back."""
    with serving("tests.journeys.slow:create()", environment | {PLACE: str(held)}) as server:
        yield server


@pytest.fixture
def asked(app: Flask) -> Asked:
    return publish(app, [VOTE, AGE])


@pytest.mark.parametrize("cap", [None, 3])
def test_fifty_sendings_at_once_make_one_response(app: Flask, two: Server, cap: int | None) -> None:
    asked = publish(app, [VOTE, AGE], cap=cap)
    form = opened(two, asked) | {"vote": "c1", "age": "41"}
    replies = at_once(TIMES, lambda: send(two.port, asked, form))
    assert set(replies) == {Reply(303, f"{asked.path}/{form['key']}")}
    assert answers_of(app, asked) == [{"vote": "c1", "age": 41}]
    assert counted(app, asked) == 1
    assert two.get(replies[0].location) == two.get(replies[-1].location)


def test_fifty_sendings_of_the_last_section_make_one_response(app: Flask, two: Server) -> None:
    asked = publish(app, [VOTE], [MORE])
    form = opened(two, asked)
    assert send(two.port, asked, form | {"vote": "c2"}).status == 303
    last = form | {"section": "2", "more": "Fewer queues."}
    replies = at_once(TIMES, lambda: send(two.port, asked, last))
    assert set(replies) == {Reply(303, f"{asked.path}/{form['key']}")}
    assert answers_of(app, asked) == [{"vote": "c2", "more": "Fewer queues."}]
    with app.app_context():
        assert db.session.query(PartialResponse).count() == 0


def test_fifty_different_forms_make_fifty_responses(app: Flask, two: Server, asked: Asked) -> None:
    form = opened(two, asked) | {"vote": "c1", "age": "41"}
    keys = iter([f"{number:022}" for number in range(TIMES)])
    replies = at_once(TIMES, lambda: send(two.port, asked, form | {"key": next(keys)}))
    assert len({reply.location for reply in replies}) == TIMES
    assert counted(app, asked) == len(responses(app, asked)) == TIMES


def test_a_reply_that_is_lost_on_the_way_costs_nothing(
    app: Flask, two: Server, asked: Asked
) -> None:
    form = opened(two, asked) | {"vote": "c2", "age": "0"}
    with swallowing_replies(two.port) as (port, swallowed), pytest.raises(OSError, match="closed"):
        send(port, asked, form)
    assert b"303" in swallowed[0].partition(b"\r\n")[0]
    assert len(responses(app, asked)) == 1
    assert send(two.port, asked, form) == Reply(303, f"{asked.path}/{form['key']}")
    assert answers_of(app, asked) == [{"vote": "c2", "age": 0}]
    assert counted(app, asked) == 1


@pytest.mark.parametrize("sections", [1, 2])
def test_a_process_killed_between_commit_and_reply_costs_nothing(
    app: Flask, two: Server, held: Path, sections: int
) -> None:
    asked = publish(app, [VOTE], *[[MORE]] * (sections - 1))
    form = opened(two, asked) | {"vote": "c1"}
    if sections == 2:
        send(two.port, asked, form)
        form = opened(two, asked) | {"key": form["key"], "section": "2", "more": "Words"}
    held.unlink(missing_ok=True)
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(send, two.port, asked, form, hold=True)
        wait_until(lambda: held.exists() and bool(responses(app, asked)))
        os.kill(int(held.read_text()), signal.SIGKILL)
        with pytest.raises(OSError, match=r"closed|reset"):
            lost.result(PATIENCE)
    assert send_again(two.port, asked, form) == Reply(303, f"{asked.path}/{form['key']}")
    assert len(responses(app, asked)) == counted(app, asked) == 1
    two.wait()
    assert b"Your answers were received" in two.get(f"{asked.path}/{form['key']}")


def opened(server: Server, asked: Asked) -> dict[str, str]:
    """The hidden fields of a page that somebody has opened."""
    page = server.get(asked.path).decode()
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def send(port: int, asked: Asked, form: dict[str, str], hold: bool = False) -> Reply:
    """Send a form on a connection of its own. Raises `OSError` where no reply comes."""
    body = urlencode(form).encode()
    lines = [
        f"POST {asked.path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Content-Type: {FORM}",
        f"Content-Length: {len(body)}",
        *([f"{HEAD}: yes"] if hold else []),
    ]
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return read_reply(everything(connection))


def send_again(port: int, asked: Asked, form: dict[str, str]) -> Reply:
    """Send a form until a reply comes, as people do: what is killed takes its queue along."""
    replies: list[Reply] = []

    def answered() -> bool:
        with contextlib.suppress(OSError):
            replies.append(send(port, asked, form))
        return bool(replies)

    wait_until(answered)
    return replies[0]


def read_reply(received: bytes) -> Reply:
    """The status and the address in a reply. Raises `OSError` where there is none."""
    head = received.partition(b"\r\n\r\n")[0].decode()
    if not head:
        raise OSError("The connection was closed without a reply.")
    location = re.search(r"^Location: (.*)$", head, re.MULTILINE)
    return Reply(int(head.split()[1]), location[1].strip() if location else "")


def everything(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def at_once(times: int, send_one: Callable[[], Reply]) -> list[Reply]:
    """Do it so many times, all begun at the same moment."""
    start = threading.Barrier(times)

    def one(_: int) -> Reply:
        start.wait(PATIENCE)
        return send_one()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@contextlib.contextmanager
def swallowing_replies(port: int) -> Iterator[tuple[int, list[bytes]]]:
    """A line on which one request gets through, and its reply, once complete, does not."""
    swallowed: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def carry() -> None:
            client, _ = listener.accept()
            with client, socket.create_connection(("127.0.0.1", port), PATIENCE) as server:
                server.sendall(client.recv(65536))
                swallowed.append(everything(server))

        carrier = threading.Thread(target=carry, daemon=True)
        carrier.start()
        yield listener.getsockname()[1], swallowed
        carrier.join(PATIENCE)


def wait_until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def answers_of(app: Flask, asked: Asked) -> list[dict[str, object]]:
    return [dict(response.answers) for response in responses(app, asked)]


def counted(app: Flask, asked: Asked) -> int:
    """The number on the results page, before and after what waits is folded."""
    with app.app_context():
        waiting = current(asked.survey_id, 1).responses
        fold_all(asked.survey_id)
        assert current(asked.survey_id, 1).responses == waiting
        return waiting
