"""What a line of the access log tells of a request, and what it never tells."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from flask import Flask

from backend.access_log import SURVEY, USER, line
from tests.browser import Browser

RECEIPT = "alicesrespondent234567"
WHO = "0199e0d6-0000-7000-8000-000000000001"


def told(path: str, **environ: Any) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "surveys.request_id": "0123456789abcdef",
        "REMOTE_ADDR": "203.0.113.7", "QUERY_STRING": "code=secret", USER: WHO, **environ,
    }  # fmt: skip
    written = line(environ, 200, 0.01234)
    assert "203.0.113.7" not in written
    assert "secret" not in written
    return dict(orjson.loads(written))


def test_a_line_tells_what_was_asked_by_whom_and_when() -> None:
    said = told("/surveys/7/results")
    assert abs((datetime.fromisoformat(said.pop("time")) - datetime.now(UTC)).total_seconds()) < 5
    assert said == {
        "request_id": "0123456789abcdef",
        "method": "GET",
        "path": "/surveys/7/results",
        "status": 200,
        "ms": 12.3,
        "user_id": WHO,
    }


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/s/abc", "/s/abc"),
        (f"/s/abc/{RECEIPT}", "/s/abc/…"),
        (f"/s/abc/{RECEIPT}/2", "/s/abc/…"),
        ("/static/css/public.css", "/static/css/public.css"),
    ],
)
def test_of_respondents_it_tells_the_day_and_no_receipt(path: str, shown: str) -> None:
    said = told(path)
    assert said["path"] == shown
    assert said["time"] == datetime.now(UTC).date().isoformat()
    assert "user_id" not in said


def test_the_survey_is_told_wherever_it_is_known() -> None:
    assert told("/s/abc", **{SURVEY: WHO})["survey_id"] == WHO


def test_probes_are_not_worth_a_line() -> None:
    assert line({"PATH_INFO": "/health/ready"}, 200, 0) == ""


def test_a_line_is_one_line_however_it_was_asked() -> None:
    said = told("/a\nb\x00" + "x" * 5000, REQUEST_METHOD="\r\n" * 5000)
    assert len(orjson.dumps(said)) < 2000
    assert b"\n" not in orjson.dumps(said)
    assert line({}, None, 0)


def test_the_id_of_who_is_signed_in_is_there_to_be_told(app: Flask, alice: Browser) -> None:
    def seen(environ: dict[str, Any], start_response: Any) -> Any:
        found.append(environ)
        return before(environ, start_response)

    found: list[dict[str, Any]] = []
    before, app.wsgi_app = app.wsgi_app, seen
    try:
        alice.get("/surveys/deleted")
    finally:
        app.wsgi_app = before
    assert [environ[USER] for environ in found] == [alice.user.id]
