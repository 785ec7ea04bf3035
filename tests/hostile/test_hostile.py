"""Hostile requests by the thousand: no failure, nothing slow, and what was accepted can be shown.

`script/hostile --requests 10000` sends so many to each family of routes; the suite a tenth.
"""

import csv
import io
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import unquote_to_bytes
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import create_environ, run_wsgi_app

from backend.extensions import db
from backend.models.draft import Draft
from backend.models.session import Session
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire
from devtools.provider import Provider
from tests.browser import Browser
from tests.hostile.attacker import FAMILIES, Attacker, Request, rules_of
from tests.people import COOKIE
from tests.server import ROOT, SECRET
from tests.visits import House, sent

REQUESTS = int(os.environ.get("HOSTILE_REQUESTS") or 1_000)
SEED = int(os.environ.get("HOSTILE_SEED") or 1)
BY_SOCKET = 25
"""Every so manieth goes through gunicorn."""
LOOK_AGAIN = 200
"""After so many the attacker learns which surveys there are by now."""
SLOW = 2.0  # seconds
BY_THE_CLOCK = "HOSTILE_REQUESTS" in os.environ
"""Whether nothing else runs (`script/hostile`); beside other tests the processor's time counts."""
PATIENCE = 20  # seconds; this machine may be busy

# Werkzeug leaves the file of a form that breaks off to the collector.
pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


@pytest.fixture
def limitless(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application without limits, as these would turn nearly everything away."""
    monkeypatch.setattr(app.extensions["limits"], "costs", {})
    return app


@pytest.fixture(scope="module")
def port(database_url: str, provider: Provider) -> Iterator[int]:
    """The port of a gunicorn before the same database."""

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    limits = ("PAGES", "SUBMISSIONS", "WRONG_LINKS", "SIGN_INS", "FAILED_SIGN_INS", "WRITES")
    settings = {f"LIMIT_{name}": "0" for name in limits} | {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET,
        "WEB_CONCURRENCY": "1",
        **provider.environment(),
    }
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, **quiet) as process:
        try:
            yield port
        finally:
            process.terminate()


@dataclass(frozen=True)
class Met:
    """What came back: the status, and how many seconds that took, by the clock and of work.

    How long gunicorn worked is not known.
    """

    status: int
    seconds: float
    worked: float = 0.0
    cookies: tuple[str, ...] = ()


@pytest.mark.parametrize("family", FAMILIES)
def test_hostile_requests_spoil_nothing(
    family: str, limitless: Flask, house: House, alice: Browser, port: int
) -> None:
    rules = rules_of(family, list(limitless.url_map.iter_rules()))
    chance = Random(f"{SEED} {family}")
    ids = [str(id) for id in [*house.alice.values(), *house.bob.values(), UUID(int=7)]]
    attacker = Attacker(family, rules, ids, [*house.links.values(), "nosuchlink"], chance)
    statuses: Counter[int] = Counter()
    slowest = Met(0, 0.0), Request("", "")
    visit = ""
    for number in range(REQUESTS):
        if number % LOOK_AGAIN == 0:
            learn(limitless, attacker, alice)
        request = attacker.request()
        cookie = f"{COOKIE}={alice.token}; {visit}" if chance.random() < 0.9 else visit
        through = number % BY_SOCKET == BY_SOCKET - 1
        met = by_socket(port, request, cookie) if through else within(limitless, request, cookie)
        visit = next((one for one in met.cookies if one.startswith("visit=")), visit)
        assert met.status < 500, (met, request)
        assert (met.seconds if BY_THE_CLOCK else met.worked) < SLOW, (met, request)
        statuses[met.status] += 1
        slowest = max(slowest, (met, request), key=lambda pair: pair[0].seconds)
    print(f"\n{family}: {REQUESTS} requests, {dict(sorted(statuses.items()))};", end=" ")
    met, request = slowest
    print(f"slowest {met.seconds:.3f} s by the clock: {request.method} {request.path[:60]}")
    looked = everything_can_be_shown(limitless)
    print(f"{family}: {looked} pages and files of what is left answer 200")


def within(app: Flask, request: Request, cookie: str) -> Met:
    """Send a request to the application as gunicorn would hand it over."""
    environ = create_environ(method=request.method)
    path = unquote_to_bytes(request.path).decode("latin-1")
    environ |= {"PATH_INFO": path, "QUERY_STRING": request.query, "REMOTE_ADDR": "127.0.0.1"}
    environ |= {"RAW_URI": request.path, "CONTENT_TYPE": request.content_type}
    environ |= {"wsgi.input": io.BytesIO(request.body), "CONTENT_LENGTH": str(len(request.body))}
    environ["HTTP_COOKIE"] = cookie
    for name, value in request.headers:
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    before, begun = time.monotonic(), time.thread_time()
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    b"".join(body)
    seconds, worked = time.monotonic() - before, time.thread_time() - begun
    cookies = tuple(one.partition(";")[0] for one in headers.getlist("Set-Cookie"))
    return Met(int(status.partition(" ")[0]), seconds, worked, cookies)


def by_socket(port: int, request: Request, cookie: str) -> Met:
    """Send a request over HTTP; what gunicorn itself refuses to read counts as 400."""
    connection = connected(port)
    target = request.path + (f"?{request.query}" if request.query else "")
    before = time.monotonic()
    try:
        connection.putrequest(
            request.method, target.encode().decode("ascii", "ignore"), skip_host=True
        )
        headers = {"Host": "localhost", "Cookie": cookie, "Connection": "close"}
        headers |= {"Content-Length": str(len(request.body))}
        if request.content_type:
            headers["Content-Type"] = request.content_type
        for name, value in (headers | dict(request.headers)).items():
            connection.putheader(name, value.encode("latin-1", "replace"))
        connection.endheaders(request.body)
        answer = connection.getresponse()
        answer.read()
        return Met(answer.status, time.monotonic() - before)
    except (ValueError, HTTPException, BrokenPipeError, ConnectionResetError):
        return Met(400, time.monotonic() - before)
    finally:
        connection.close()


def connected(port: int) -> HTTPConnection:
    """A connection to gunicorn, which may just be starting."""
    for _ in range(PATIENCE * 10):
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.connect()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return connection
    raise TimeoutError


def learn(app: Flask, attacker: Attacker, alice: Browser) -> None:
    """Tell the attacker about the surveys that there are, so that nobody attacks deleted ones."""
    with app.app_context():
        mine = select(Survey).where(Survey.owner_id == alice.user.id, Survey.deleted_at.is_(None))
        surveys = db.session.scalars(mine.execution_options(fanout=True)).all()
        fresh = sorted(surveys, key=lambda survey: survey.id)[-6:]
        attacker.ids[6:] = [str(survey.id) for survey in fresh for _ in range(2)]
        attacker.links[:] = [survey.link_key for survey in surveys if survey.link_key] * 5
        attacker.links += ["nosuchlink"]
        documents = [Draft.of(survey.id).document for survey in fresh]
    attacker.parts[:] = ["vote", "more", "news", "s1", "s2"]
    attacker.parts += [part for document in documents for part in parts(document)][:60]
    if is_signed_out(app, alice):
        with app.app_context():
            alice.token = Session.begin(alice.user.id, at=datetime.now(UTC))


def is_signed_out(app: Flask, alice: Browser) -> bool:
    """Whether one of the requests has signed Alice out."""
    met = within(app, Request("GET", "/surveys/new"), f"{COOKIE}={alice.token}")
    return met.status != 200


def parts(document: dict[str, object]) -> list[str]:
    """The ids of a document's questions."""
    read = Questionnaire.model_validate(document)
    return [question.id for section in read.sections for question in section.questions]


def everything_can_be_shown(app: Flask) -> int:
    """Look at all that is left as its owner and as a respondent; gives how many pages that were."""
    with app.app_context():
        left = select(Survey).where(Survey.deleted_at.is_(None))
        surveys = db.session.scalars(left.execution_options(fanout=True)).all()
        told = [(s.id, s.owner_id, s.link_key, s.version, Draft.of(s.id).document) for s in surveys]
        owners = {
            owner: Session.begin(owner, at=datetime.now(UTC)) for owner in {one[1] for one in told}
        }
    pages = 0
    for id, owner, link, version, document in told:
        browser = app.test_client()
        browser.set_cookie(COOKIE, owners[owner])
        read = Questionnaire.model_validate(document)
        paths = ["/surveys", f"/surveys/{id}/questions", f"/surveys/{id}/preview"]
        paths += [f"/surveys/{id}/preview/{n + 1}" for n in range(len(read.sections))]
        paths += [f"/surveys/{id}/{page}" for page in ("settings", "share", "results")]
        for path in paths:
            browser.get(path, status=200)
        pages += len(paths)
        if version is None:
            continue
        pages += results_can_be_shown(browser, id, document)
        met = sent(app.test_client(), f"/s/{link}", "GET")
        assert met.status_code in (200, 303, 403, 410), (met.status, id)
    return pages


def results_can_be_shown(browser: Browser, id: UUID, document: dict[str, object]) -> int:
    """The texts that were written, and the file with all responses, which has to be one."""
    pages = 1
    for part in parts(document):
        met = sent(browser, f"/surveys/{id}/results/{part}", "GET")
        assert met.status_code in (200, 404), (met.status, part)
        pages += met.status_code == 200
    file = browser.get(f"/surveys/{id}/responses.csv", status=200)
    rows = list(csv.reader(io.StringIO(file.get_data(as_text=True).lstrip("\ufeff")), strict=True))
    assert rows
    assert {len(row) for row in rows} == {len(rows[0])}
    return pages
