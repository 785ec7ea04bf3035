"""What is measured, what arrives at whoever collects it, and what never leaves."""

import json
import socket
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from backend import create_app, telemetry
from backend.extensions import db
from backend.models import fold, link
from backend.surveys import kept
from backend.telemetry.watch import Body, Visit
from tests.browser import Browser
from tests.server import SECRET
from tests.studies import WHY, study
from tests.telemetry.collector import KEY, collecting

ROOT = Path(__file__).parents[2]
WORDS = "Nobody-may-read-this-answer"
RECEIPT = "secretsubmission234567"
QUERY = "looked-for-this"


@pytest.fixture
def collector():
    with collecting() as collector:
        yield collector


@pytest.fixture
def begun(database_url, provider, monkeypatch, collector):
    """Gives an application that is measured with these settings."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    apps = []

    def begin(**settings):
        app = create_app({
            "TESTING": True, "DATABASE_URL": database_url, "SECRET_KEY": SECRET,
            "WTF_CSRF_ENABLED": False, **provider.environment(), **settings,
        })  # fmt: skip
        app.test_client_class = Browser
        apps.append(app)
        telemetry.begin(app)
        return app

    yield begin
    telemetry.end()
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def published(app: Flask) -> str:
    with app.app_context():
        key = study(WHY).link_key
    link._known.clear()
    kept._pages.clear()
    return f"/s/{key}"


def used(app: Flask, alice: Browser) -> str:
    """An hour of a site's life, in short; gives the path of its survey."""
    path, client = published(app), app.test_client()
    client.get(path, status=200)
    client.get(path, status=200)
    form = {"key": RECEIPT, "version": "1", "section": "1", "why": WORDS}
    client.post(path, data=form, status=303)
    client.post(path, data=form | {"key": "short"}, status=400)
    client.get(f"{path}/{RECEIPT}", status=200)
    client.get("/health/live", status=200)
    client.open(f"/nowhere/{WORDS}?q={QUERY}", method="GET", status=404)
    client.set_cookie("session", alice.token)
    client.get(f"/surveys?q={QUERY}", status=200)
    return path


def test_without_a_collector_nothing_is_loaded():
    asked = (
        "import sys; from backend import create_app, telemetry;"
        f"app = create_app({{'SECRET_KEY': {SECRET!r}, 'DATABASE_URL': 'postgresql://h/d'}});"
        "before = app.wsgi_app; telemetry.begin(app); telemetry.end();"
        "assert app.wsgi_app is before;"
        "print([name for name in sys.modules if name.startswith(('opentelemetry', 'azure'))])"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_what_is_no_application_of_ours_is_left_alone():
    telemetry.begin(object())
    telemetry.end()


def test_a_collector_of_otlp_is_told_how_often_and_how_long(app, alice, begun, collector):
    measured = begun(OTEL_EXPORTER_OTLP_ENDPOINT=f"{collector.address}/")
    path = used(measured, alice)
    with measured.app_context():
        survey_id = link.read(path.removeprefix("/s/")).survey_id
        fold.fold(survey_id)
    telemetry.end()
    spans = {span.name: span for span in collector.spans()}
    assert {"GET /surveys", "GET ?", "SELECT"} <= spans.keys()
    assert not [name for name in spans if "/s/" in name]
    told = {one.key: one.value for one in spans["GET /surveys"].attributes}
    assert told["http.response.status_code"].int_value == 200
    assert len(told["surveys.request_id"].string_value) == 16
    assert spans["SELECT"].parent_span_id == spans["GET /surveys"].span_id
    metrics = collector.metrics()
    by_route = {
        next(a.value.string_value for a in point.attributes if a.key == "http.route"): point.count
        for point in metrics["http.server.request.duration"].histogram.data_points
        if any(a.value.string_value == "GET" for a in point.attributes)
    }
    assert by_route == {"/s/<key>": 2, "/s/<key>/<submission>": 1, "?": 1, "/surveys": 1}
    outcomes = {
        point.attributes[0].value.string_value: point.as_int
        for point in metrics["surveys.submissions"].sum.data_points
    }
    assert outcomes == {"received": 1, "refused": 1}
    assert metrics["surveys.fold.responses"].sum.data_points[0].as_int == 1
    assert metrics["surveys.fold.duration"].histogram.data_points[0].count == 1
    assert metrics["surveys.queue.length"].gauge.data_points[0].as_int == 0
    assert_discreet(collector, path, alice)


def test_azure_monitor_is_told_the_same_and_nobody_else_is_told(
    app, alice, begun, collector, monkeypatch
):
    asked = []
    ask = socket.getaddrinfo

    def noted(host, *rest, **more):
        asked.append(host)
        return ask(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    path = used(begun(APPLICATIONINSIGHTS_CONNECTION_STRING=collector.azure), alice)
    telemetry.end()
    assert {to for to, _ in collector.bodies} == {"/v2.1/track"}
    sent = [one for body in collector.of("/v2.1/track") for one in json.loads(body)]
    assert {one["iKey"] for one in sent} == {KEY}
    kinds = {one["data"]["baseType"] for one in sent}
    assert kinds == {"RequestData", "RemoteDependencyData", "MetricData"}
    requests = [one["data"]["baseData"] for one in sent if one["data"]["baseType"] == "RequestData"]
    assert {one["name"] for one in requests} == {"GET /surveys", "GET ?"}
    assert not [one for one in requests if one.get("url")]
    assert set(asked) <= {"127.0.0.1", "localhost"}
    assert_discreet(collector, path, alice)


def assert_discreet(collector, path: str, alice: Browser) -> None:
    everything = b"".join(body for _, body in collector.bodies)
    secrets = (
        WORDS, RECEIPT, QUERY, path.removeprefix("/s/"), alice.token, "Because",
        "127.0.0.1:", "alice@example.org", "Alice Archer", str(alice.user.id), SECRET,
    )  # fmt: skip
    for secret in secrets:
        assert secret.encode() not in everything, secret


def test_a_public_page_leaves_a_span_only_where_we_failed(app, begun, collector, monkeypatch):
    measured = begun(OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    measured.config["PROPAGATE_EXCEPTIONS"] = False
    path = published(measured)

    def fail(*_):
        raise RuntimeError(WORDS)

    monkeypatch.setattr(import_module("backend.surveys.answer"), "read_sheet", fail)
    form = {"key": RECEIPT, "version": "1", "section": "1", "why": WORDS}
    measured.test_client().open(path, method="POST", data=form, status=500)
    telemetry.end()
    (span,) = collector.spans()
    assert span.name == "POST /s/<key>"
    assert span.status.code == span.status.STATUS_CODE_ERROR
    outcomes = collector.metrics()["surveys.submissions"].sum.data_points
    assert [point.attributes[0].value.string_value for point in outcomes] == ["failed"]
    assert WORDS.encode() not in b"".join(body for _, body in collector.bodies)


@pytest.mark.parametrize("how", ["hangs", "fails", "is away"])
def test_a_collector_in_trouble_slows_nobody_down(app, alice, begun, collector, how, monkeypatch):
    monkeypatch.setattr("backend.telemetry.collectors.WAITING", 512)
    address = collector.address
    if how == "hangs":
        collector.free.clear()
    elif how == "fails":
        collector.status = 400
    else:
        address = "http://127.0.0.1:9"
    measured = begun(OTEL_EXPORTER_OTLP_ENDPOINT=address)
    client = measured.test_client()
    client.get("/", status=200)
    (collecting_,) = telemetry._begun
    slowest = 0.0
    for _ in range(700):
        began = time.perf_counter()
        client.get("/static/icon.svg")
        collecting_._traces.get_tracer("noise").start_span("noise").end()
        slowest = max(slowest, time.perf_counter() - began)
    assert slowest < 1
    queue = collecting_._traces._active_span_processor._span_processors[0]._batch_processor._queue
    assert queue.maxlen == 512
    began = time.perf_counter()
    telemetry.end()
    assert time.perf_counter() - began < 3


def test_while_the_database_is_away_the_queue_has_no_length(begun, collector, unused_port):
    begun(
        DATABASE_URL=f"postgresql://u:p@127.0.0.1:{unused_port}/d",
        OTEL_EXPORTER_OTLP_ENDPOINT=collector.address,
    )
    (one,) = telemetry._begun
    assert list(one._queue(None)) == []


def test_what_fails_half_way_is_measured_all_the_same():
    told, body = [], Body((piece for piece in (b"a", b"b")), lambda: told.append("ended"))
    assert next(iter(body)) == b"a"
    body.close()
    body.close()
    assert told == ["ended"]


def test_a_body_that_has_nothing_to_close_is_done_with_once():
    told, body = [], Body([b"a", b"b"], lambda: told.append("ended"))
    body.close()
    assert told == ["ended"]
    assert list(body) == [b"a", b"b"]
    assert told == ["ended"]


def test_a_statement_that_fails_and_one_without_words(app, begun, collector):
    measured = begun(OTEL_EXPORTER_OTLP_ENDPOINT=collector.address)
    (one,) = telemetry._begun
    with measured.app_context(), one._traces.get_tracer("t").start_as_current_span("t"):
        with pytest.raises(ProgrammingError), db.engine.begin() as connection:
            connection.execute(text("SELECT wrong FROM nowhere"))
        with pytest.raises(ProgrammingError), db.engine.begin() as connection:
            connection.exec_driver_sql("")
    telemetry.end()
    names = {span.name: span.status.code for span in collector.spans()}
    assert names["SELECT"] == names["?"] == 2


def test_sections_are_told_from_receipts():
    visit = Visit(lambda *_: print)
    visit.start("303 See Other", [("Location", "/s/abc/def/2")])
    assert visit.outcome == "section"
    visit.start("303 See Other", [("Location", "/s/abc/def")])
    assert visit.outcome == "received"
