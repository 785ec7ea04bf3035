"""What a line of the application's log tells, and what it never tells, however requests fail."""

import errno
import io
import json
import logging
import sys
from importlib import import_module

import psycopg2
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from backend import application_log
from backend.application_log import Line, discreet
from backend.extensions import db
from tests.browser import Browser
from tests.studies import WHY, study
from tests.surveys.shelf import shelve

ANSWER = "My-answer-that-nobody-may-read"
RECEIPT = "secretsubmission234567"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLWl0"
E_MAIL = "dan.diaz@example.org"
ADDRESS = "203.0.113.77"
SECRETS = (ANSWER, RECEIPT, TOKEN, E_MAIL, ADDRESS)


@pytest.fixture
def written():
    """All that is logged, as lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def told(message: str, *args: object, error: BaseException | None = None, name: str = "x") -> dict:
    caught = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, args, caught)
    return dict(json.loads(Line().format(record)))


def test_a_line_tells_when_how_bad_who_and_what() -> None:
    said = told("the fold of %s", "0199e0d6-0000-7000-8000-000000000001", name="backend")
    assert len(said.pop("time")) == len("2026-11-23T01:02:03.000+00:00")
    assert said == {
        "level": "warning",
        "logger": "backend",
        "message": "the fold of 0199e0d6-0000-7000-8000-000000000001",
    }


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("GET /s/abcdef/secret HTTP", "GET /s/… HTTP"),
        ("/getAToken?code=1&state=2 failed", "/getAToken?… failed"),
        (f"user '{E_MAIL}' unknown", "user '…' unknown"),
        (f"from {ADDRESS}:80 and ::1, at 12:30:45", "from …:80 and …, at 12:30:45"),
        (f"from {ADDRESS} and 2001:db8::7", "from … and …"),
        (f"key {RECEIPT}.", "key …."),
        (TOKEN, "….….…"),
        ("OtelBatchSpanRecordProcessor of a_long_name_of_a_module", "… of a_long_name_of_a_module"),
        ("AADSTS7000215: Invalid client secret", "AADSTS7000215: Invalid client secret"),
        ("\ud800 surrogate", "? surrogate"),
    ],
)  # fmt: skip
def test_messages_lose_what_is_somebody_s(message: str, said: str) -> None:
    assert discreet(message) == said


def test_a_message_is_short_and_one_line() -> None:
    said = told("a\n" + "b " * 5000)
    assert len(said["message"]) == application_log.LONGEST


def test_arguments_by_name_are_written_too() -> None:
    record = logging.LogRecord("x", 30, "", 0, "%(n)s waits", ({"n": 3},), None)
    assert json.loads(Line().format(record))["message"] == "3 waits"


@pytest.mark.parametrize(
    "message",
    [f"Invalid request from ip={ADDRESS}: '{ANSWER}'", "Error handling request %s"],
)
def test_what_a_server_quotes_of_a_client_is_left_out(message: str) -> None:
    args = (f"/s/abc/{RECEIPT}?x={ANSWER}",) if "%s" in message else ()
    assert told(message, *args)["message"] in ("Invalid request", "Error handling request")


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def test_an_exception_is_told_by_its_kind_and_its_calls() -> None:
    said = told("failed", error=raised(ValueError(ANSWER), raised(KeyError(ANSWER))))
    first, second = said["exception"]
    assert (first["kind"], second["kind"]) == ("ValueError", "KeyError")
    assert first["calls"][0].startswith("tests/test_application_log.py:")
    assert first["calls"][0].endswith(" raised")
    assert ANSWER not in json.dumps(said)


def test_long_chains_and_deep_calls_stay_short() -> None:
    error: BaseException | None = None
    for _ in range(9):
        error = raised(ValueError(), error)

    def deep(n: int) -> None:
        if n:
            deep(n - 1)
        raise RuntimeError(ANSWER) from error

    try:
        deep(100)
    except RuntimeError as caught:
        said = told("failed", error=caught)
    assert len(said["exception"]) == application_log.CHAIN
    assert len(json.dumps(said)) < 4000


def test_what_led_to_it_is_told_unless_it_was_put_aside() -> None:
    def both(aside: bool) -> dict:
        try:
            try:
                raise KeyError(ANSWER)
            except KeyError:
                if aside:
                    raise ValueError(ANSWER) from None
                raise ValueError(ANSWER)  # noqa: B904  # what led to it is to be told
        except ValueError as caught:
            return told("failed", error=caught)

    assert [one["kind"] for one in both(False)["exception"]] == ["ValueError", "KeyError"]
    assert [one["kind"] for one in both(True)["exception"]] == ["ValueError"]


def test_a_failure_of_the_system_says_why() -> None:
    error = raised(OSError(errno.ENOSPC, "No space left on device", ANSWER))
    assert told("x", error=error)["exception"][0]["kind"] == "OSError: No space left on device"
    assert told("because of %s", error)["message"] == "because of OSError: No space left on device"


def test_a_database_that_cannot_be_reached_says_why() -> None:
    refused = psycopg2.OperationalError(f'connection to "db" ({ADDRESS}) failed: refused\nmore')
    error = OperationalError("SELECT 1", {"a": ANSWER}, refused)
    assert told("x", error=error)["exception"][0]["kind"] == (
        'OperationalError: connection to "db" (…) failed: refused'
    )
    wrong = IntegrityError("INSERT", {}, psycopg2.IntegrityError(ANSWER))
    assert told("x", error=wrong)["exception"][0]["kind"] == "IntegrityError"


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        (
            "INSERT INTO users (id, tid) VALUES (gen_random_uuid(), :a)",
            "IntegrityError: 23502 null",
        ),
        ("SELECT CAST(:a AS int)", "DataError: 22P02"),
    ],
)
def test_a_statement_that_failed_quotes_no_row(statement: str, kind: str) -> None:
    with pytest.raises(Exception, match=ANSWER) as caught:
        db.session.execute(text(statement), {"a": ANSWER})
    said = told("x", error=caught.value)
    assert said["exception"][0]["kind"].startswith(kind)
    assert ANSWER not in json.dumps(said)
    db.session.rollback()


def test_a_failing_submission_is_noted_without_what_was_typed(
    app: Flask, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    with app.app_context():
        survey = study(WHY)
        path, survey_id = f"/s/{survey.link_key}", str(survey.id)

    def fail(*given: object, **more: object) -> None:
        raise RuntimeError(f"{given} {more} {ANSWER} {E_MAIL} {TOKEN}")

    monkeypatch.setattr(import_module("backend.surveys.answer"), "record", fail)
    form = {"key": RECEIPT, "version": "1", "section": "1", "why": f"{ANSWER} {E_MAIL} {TOKEN}"}
    headers = {"X-Forwarded-For": ADDRESS, "User-Agent": E_MAIL, "Authorization": TOKEN}
    app.test_client().open(
        f"{path}?{ANSWER}", method="POST", data=form, headers=headers,
        environ_base={"REMOTE_ADDR": ADDRESS}, status=500,
    )  # fmt: skip
    (line,) = [line for line in written() if line["level"] == "error"]
    assert line["route"] == "/s/<key>"
    assert line["survey_id"] == survey_id
    assert len(line["request_id"]) == 16
    assert len(line["time"]) == len("2026-11-23")
    assert "user_id" not in line
    assert line["exception"][0]["kind"] == "RuntimeError"
    for secret in SECRETS:
        assert secret not in json.dumps(line)


def test_an_author_s_failure_names_survey_and_author(
    app: Flask, alice: Browser, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    survey_id = shelve(app, alice)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(ANSWER)

    monkeypatch.setattr(import_module("backend.surveys.preview"), "render_template", fail)
    alice.open(f"/surveys/{survey_id}/preview?{ANSWER}", status=500)
    (line,) = [line for line in written() if line["level"] == "error"]
    assert (line["survey_id"], line["user_id"]) == (str(survey_id), str(alice.user.id))
    assert line["route"] == "/surveys/<uuid:survey_id>/preview"
    assert alice.user.email not in json.dumps(line)
    assert alice.token not in json.dumps(line)
    assert ANSWER not in json.dumps(line)


def test_hostile_sign_ins_leave_nothing_of_themselves(app: Flask, written) -> None:
    query = f"?error={TOKEN}&error_description={E_MAIL}&state={RECEIPT}&code={TOKEN}"
    app.test_client().open(f"/getAToken{query}", method="GET", status=400)
    assert written()
    for secret in SECRETS:
        assert secret not in json.dumps(written())


def test_a_process_writes_to_its_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    root, server = logging.getLogger(), logging.getLogger("gunicorn.error")
    before, out = list(root.handlers), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    theirs = logging.StreamHandler(out)
    server.addHandler(theirs)
    root.handlers.clear()
    try:
        application_log.begin()
        server.propagate = False
        server.error("Worker (pid:%s) was sent SIGKILL!", 7)
        logging.getLogger("backend").warning("Something")
    finally:
        server.removeHandler(theirs)
        server.propagate = True
        root.handlers[:] = before
    said = [json.loads(line)["message"] for line in out.getvalue().splitlines()]
    assert said == ["Worker (pid:7) was sent SIGKILL!", "Something"]
