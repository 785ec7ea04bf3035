"""What every response says to the browser, whom we believe, and how refusals look."""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, abort, jsonify, redirect, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend import create_app, security
from backend.extensions import csrf, db
from backend.models.errors import Conflict, NotFound
from tests.browser import Browser
from tests.server import SECRET


class Away(Exception):
    """What the driver says when a worker of the cluster is gone."""

    pgcode = "08006"


REFUSALS = {
    "notfound": NotFound(),
    "conflict": Conflict("Bob was quicker."),
    "away": OperationalError("SELECT", {}, Exception("gone")),
    "full": PoolTimeout(),
    "worker": DBAPIError("SELECT", {}, Away()),
    "wrong": DBAPIError("SELEKT", {}, Exception("syntax")),
    "bug": ZeroDivisionError(),
}


@pytest.fixture
def house(app: Flask, database_url: str) -> Iterator[Flask]:
    """An application with doors that refuse, fail, or set headers of their own."""
    yield from built(database_url)


def built(database_url: str, **settings: str) -> Iterator[Flask]:
    house = create_app({"SECRET_KEY": SECRET, "DATABASE_URL": database_url, **settings})
    house.test_client_class = Browser

    @house.route("/refuse/<what>", methods=["GET", "POST"])
    @csrf.exempt
    def refuse(what: str) -> str:
        if what.isdecimal():
            abort(int(what))
        raise REFUSALS[what]

    @house.get("/framed")
    def framed() -> Response:
        answer = Response("", mimetype="text/plain")
        answer.headers["content-security-policy"] = security.policy("https://intranet.example.org")
        answer.headers["Cache-Control"] = "private"
        return answer

    @house.get("/s/-/<key>")
    def public(key: str) -> object:
        return jsonify(scheme=request.scheme, host=request.host, address=request.remote_addr)

    @house.post("/form")
    @csrf.exempt
    def form() -> object:
        return jsonify(len(request.form))

    @house.get("/moved")
    def moved() -> None:
        abort(redirect("/elsewhere"))

    yield house
    with house.app_context():
        db.engine.dispose()


PATHS = ["/s/-/abc", "/refuse/404", "/refuse/bug", "/login", "/static/icon.svg", "/nothing-here"]


@pytest.mark.parametrize("path", PATHS)
def test_no_response_is_without_its_headers(path: str, house: Flask) -> None:
    answer = house.test_client().get(path, status=WHATEVER[path])
    answer.close()
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    where = "geolocation=(self)" if path.startswith("/s/") else "geolocation=()"
    for name, value in security.FIXED:
        assert answer.headers.getlist(name) == [value.replace("geolocation=()", where)]
    assert len(answer.headers.getlist("Cache-Control")) == 1
    assert "Strict-Transport-Security" not in answer.headers


WHATEVER = dict(zip(PATHS, [200, 404, 500, 403, 200, 404], strict=True))


def test_over_https_the_browser_is_to_stay_there(house: Flask) -> None:
    for path in ("/s/-/abc", "/framed"):
        answer = house.test_client().get(path, base_url="https://localhost/")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_a_route_may_be_embedded_and_kept(house: Flask) -> None:
    headers = house.test_client().get("/framed").headers
    [policy] = headers.getlist("Content-Security-Policy")
    assert "frame-ancestors https://intranet.example.org" in policy
    assert headers.getlist("Cache-Control") == ["private"]


def test_pages_of_authors_are_not_kept_and_public_ones_asked_for_again(house: Flask) -> None:
    client = house.test_client()
    assert client.get("/refuse/404", status=404).headers["Cache-Control"] == "no-store"
    assert client.get("/s/-/abc").headers["Cache-Control"] == "private, no-cache"


SAID_BY_A_PROXY = {
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "surveys.example.org",
}


def test_nobody_is_believed_about_the_client(house: Flask) -> None:
    told = house.test_client().get("/s/-/abc", headers=SAID_BY_A_PROXY).json
    assert told == {"scheme": "http", "host": "localhost", "address": "127.0.0.1"}


def test_as_many_proxies_are_believed_as_are_configured(app: Flask, database_url: str) -> None:
    for house in built(database_url, PROXY_HOPS="1"):
        answer = house.test_client().get("/s/-/abc", headers=SAID_BY_A_PROXY)
        assert answer.json == {
            "scheme": "https",
            "host": "surveys.example.org",
            "address": "203.0.113.7",
        }
        assert "Strict-Transport-Security" in answer.headers


def test_a_foreign_host_is_refused(app: Flask, database_url: str) -> None:
    for house in built(database_url, TRUSTED_HOSTS="surveys.example.org"):
        client = house.test_client()
        client.get("/s/-/abc", base_url="http://surveys.example.org/")
        client.get("/s/-/abc", base_url="http://evil.example/", status=400)


@pytest.mark.parametrize(
    ("what", "status", "heading"),
    [
        ("notfound", 404, "Page not found"),
        ("conflict", 409, "This has changed meanwhile"),
        ("400", 400, "That request was not understood"),
        ("418", 418, "I'm a Teapot"),
        ("away", 503, "We will be back in a moment"),
        ("full", 503, "We will be back in a moment"),
        ("worker", 503, "We will be back in a moment"),
        ("wrong", 500, "Something went wrong on our side"),
        ("bug", 500, "Something went wrong on our side"),
    ],
)
def test_a_refusal_is_a_friendly_page(what: str, status: int, heading: str, house: Flask) -> None:
    answer = house.test_client().get(f"/refuse/{what}", status=status)
    assert answer.page.heading == heading
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_refusal_speaks_json_to_those_who_ask_for_it(house: Flask) -> None:
    accept = {"Accept": "application/json"}
    answer = house.test_client().get("/refuse/conflict", headers=accept, status=409)
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "title": "This has changed meanwhile",
        "status": 409,
        "detail": "Bob was quicker.",
    }


@pytest.mark.parametrize("accept", ["text/html, application/json", "*/*", "", "image/png"])
def test_everybody_else_gets_a_page(accept: str, house: Flask) -> None:
    headers = {"Accept": accept}
    assert house.test_client().get("/refuse/404", headers=headers, status=404).page.heading


def test_what_may_be_done_instead_is_said(house: Flask) -> None:
    answer = house.test_client().delete("/form", status=405)
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_a_redirect_stays_one(house: Flask) -> None:
    assert house.test_client().get("/moved", status=302).location == "/elsewhere"


def test_ten_megabytes_are_refused_kindly(house: Flask) -> None:
    answer = house.test_client().post("/form", data={"a": "x" * 10_000_000}, status=413)
    assert answer.page.heading == "That is too much at once"


def test_too_many_parts_are_refused_kindly(house: Flask) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'
    body = part * 5_001 + b"--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    house.test_client().post("/form", data=body, content_type=kind, status=413)


@pytest.mark.parametrize("query", ["\xff", "next=\xc3\xa9", "a=b&\xed\xa0\x80=%ff"])
def test_a_query_of_any_bytes_is_read(query: str, house: Flask) -> None:
    met = house.test_client().get(
        "/getAToken", environ_overrides={"QUERY_STRING": query}, status=403
    )
    assert met.page.heading
