"""Headers by which proxies speak: over real HTTP and gunicorn, nobody is believed unless told."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.server import SECRET

ROOT = Path(__file__).parents[1]
WHO = """
from flask import jsonify, request
from backend import create_app

app = create_app()

@app.get("/who")
def who():
    return jsonify(
        scheme=request.scheme, host=request.host, address=request.remote_addr,
        path=request.path, root=request.script_root,
        method=request.method, user=request.remote_user,
    )
"""
FORGED = [
    ("X-Forwarded-For", "203.0.113.7"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Protocol", "ssl"),
    ("X-Forwarded-Ssl", "on"),
    ("X-Forwarded-Scheme", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Port", "8443"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-Server", "evil.example"),
    ("Forwarded", "for=203.0.113.7;proto=https;host=evil.example"),
    ("X-Real-IP", "203.0.113.7"),
    ("X-Client-IP", "203.0.113.7"),
    ("True-Client-IP", "203.0.113.7"),
    ("CF-Connecting-IP", "203.0.113.7"),
    ("X-Original-URL", "/surveys"),
    ("X-Rewrite-URL", "/surveys"),
    ("X-Original-Host", "evil.example"),
    ("X-Host", "evil.example"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-Remote-User", "alice"),
    ("Remote-User", "alice"),
    ("SCRIPT_NAME", "/evil"),
    ("PATH_INFO", "/surveys"),
    ("REMOTE_ADDR", "203.0.113.7"),
]
OURS = {"path": "/who", "root": "", "method": "GET", "user": None}
Asked = list[tuple[str, str]]


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, int]]:
    """The ports of gunicorns before which there are none, one and two proxies."""
    folder = tmp_path_factory.mktemp("who")
    (folder / "who.py").write_text(WHO)
    with ExitStack() as stack:
        yield {hops: stack.enter_context(served(folder, hops)) for hops in (0, 1, 2)}


@contextmanager
def served(folder: Path, hops: int) -> Iterator[int]:
    """An application behind so many proxies; gives its port."""
    settings = {
        "PROXY_HOPS": str(hops),
        "DATABASE_URL": "postgresql://nobody@localhost/nothing",
        "SECRET_KEY": SECRET,
        "PYTHONPATH": str(folder),
        "WEB_CONCURRENCY": "1",
        "FORWARDED_ALLOW_IPS": "",
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "who:app"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, **quiet) as process:
        try:
            yield port
        finally:
            process.terminate()


def asked(port: int, headers: Asked) -> tuple[dict[str, Any], http.client.HTTPResponse]:
    """What the application takes a request for, sent with these headers as they are."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    connection.putrequest("GET", "/who")
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return told, answer


def test_without_proxies_no_header_is_believed(ports: dict[int, int]) -> None:
    plain = OURS | {"scheme": "http", "host": f"127.0.0.1:{ports[0]}", "address": "127.0.0.1"}
    assert asked(ports[0], [])[0] == plain
    for header in FORGED:
        told, answer = asked(ports[0], [header])
        assert told == plain, header
        assert answer.getheader("Strict-Transport-Security") is None
    assert asked(ports[0], FORGED)[0] == plain


def through(*told: tuple[str, str, str]) -> Asked:
    """The headers of a way through proxies: address, scheme and host, as each of them adds them."""
    names = "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"
    return [
        (name, ", ".join(values))
        for name, values in zip(names, zip(*told, strict=True), strict=True)
    ]


LIE = ("198.51.100.66", "http", "evil.example")
FIRST = ("203.0.113.7", "https", "surveys.example.org")
SECOND = ("10.0.0.1", "http", "inside.example.org")


@pytest.mark.parametrize(
    ("hops", "way", "believed"),
    [
        (1, through(FIRST), FIRST),
        (1, through(LIE, FIRST), FIRST),
        (1, through(FIRST, SECOND), SECOND),
        (2, through(FIRST, SECOND), FIRST),
        (2, through(LIE, FIRST, SECOND), FIRST),
        (2, through(LIE, LIE, FIRST, SECOND), FIRST),
    ],
)
def test_of_several_the_one_before_our_proxies_counts(
    hops: int, way: Asked, believed: tuple[str, str, str], ports: dict[int, int]
) -> None:
    address, scheme, host = believed
    expected = OURS | {"address": address, "scheme": scheme, "host": host}
    assert asked(ports[hops], way)[0] == expected
    lines = [(name, one) for name, value in way for one in value.split(", ")]
    assert asked(ports[hops], lines)[0] == expected, "a header may come in several lines"


def test_a_way_that_is_too_short_is_not_believed(ports: dict[int, int]) -> None:
    told, _ = asked(ports[2], through(LIE))
    assert told == OURS | {
        "address": "127.0.0.1",
        "scheme": "http",
        "host": f"127.0.0.1:{ports[2]}",
    }


def test_behind_a_proxy_all_other_headers_are_still_not_believed(ports: dict[int, int]) -> None:
    others = [header for header in FORGED if header[0].lower() not in BELIEVED]
    told, _ = asked(ports[1], [*others, *through(FIRST)])
    address, scheme, host = FIRST
    assert told == OURS | {"address": address, "scheme": scheme, "host": host}


BELIEVED = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
