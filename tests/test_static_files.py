"""Static files: kept for a year where their address names their content, and sent compressed."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from backend import static_files
from tests.browser import Browser

PACKED = {"Accept-Encoding": "br, gzip"}
LIMIT = 50 * 1024
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def url(app: Flask, name: str) -> str:
    with app.test_request_context():
        address: str = app.jinja_env.globals["static_url"](name)
        return address


def test_a_file_is_kept_while_its_address_names_its_content(app: Flask, client: Browser) -> None:
    kept = client.get(url(app, "css/public.css"))
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in ("css/public.css", "_0123456789ab/css/public.css"):
        answer = client.get(f"/static/{other}")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.data == kept.data


def test_what_a_script_imports_carries_the_fingerprint_too(app: Flask, client: Browser) -> None:
    script = url(app, "js/app.js")
    client.get(script.replace("app.js", "toast.js"))
    assert script.replace("app.js", "toast.js") == url(app, "js/toast.js")


def test_a_file_comes_compressed_to_those_who_take_it(app: Flask, client: Browser) -> None:
    plain = client.get(url(app, "js/app.js"))
    packed = client.get(url(app, "js/app.js"), headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert {plain.headers["Vary"], packed.headers["Vary"]} == {"Accept-Encoding"}
    assert plain.headers["ETag"] != packed.headers["ETag"]


@pytest.mark.parametrize("taken", ["gzip;q=0", "br", "identity"])
def test_nobody_gets_what_they_do_not_take(taken: str, app: Flask, client: Browser) -> None:
    answer = client.get(url(app, "js/app.js"), headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in answer.headers


def test_what_gains_nothing_by_it_stays_as_it_is(tmp_path: Path) -> None:
    house = Flask(__name__, static_folder=tmp_path, static_url_path="/static")
    static_files.plug_in(house)
    (tmp_path / "a").write_text("a")
    answer = house.test_client().get(url(house, "a"), headers=PACKED)
    assert (answer.data, "Content-Encoding" in answer.headers) == (b"a", False)


def test_a_file_that_the_browser_has_is_not_sent_again(app: Flask, client: Browser) -> None:
    tag = client.get("/static/js/app.js").headers["ETag"]
    again = client.get("/static/js/app.js", headers={"If-None-Match": tag}, status=304)
    assert (again.data, again.headers["ETag"]) == (b"", tag)
    client.get("/static/js/app.js", headers={"If-None-Match": '"other"'})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("css/public.css", "text/css; charset=utf-8"),
        ("js/app.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_a_file_says_what_it_is(name: str, kind: str, app: Flask, client: Browser) -> None:
    assert client.get(url(app, name)).headers["Content-Type"] == kind


@pytest.mark.parametrize(
    "path", ["nothing.css", "..%2fsecurity.py", "_0123456789ab", "_0123456789ab/", "css"]
)
def test_nothing_else_is_there(path: str, client: Browser) -> None:
    client.get(f"/static/{path}", status=404)


def test_while_developing_a_fingerprint_follows_the_files(tmp_path: Path) -> None:
    house = Flask(__name__, static_folder=tmp_path, static_url_path="/static")
    static_files.plug_in(house)
    (tmp_path / "a").write_text("a")
    before = url(house, "a")
    (tmp_path / "a").write_text("b")
    assert url(house, "a") == before
    house.debug = True
    assert url(house, "a") != before
    answer = house.test_client().get(url(house, "a"))
    assert (answer.data, answer.mimetype) == (b"b", "application/octet-stream")


def test_a_public_page_and_all_it_loads_weigh_little(
    app: Flask, client: Browser, anes: str
) -> None:
    page = client.get(f"/s/{anes}").data
    linked = set(LINKED.findall(page.decode()))
    assert linked
    files = [client.get(path, headers=PACKED).data for path in linked]
    assert len(page) + sum(map(len, files)) < LIMIT


@pytest.fixture
def anes(app: Flask, alice: Browser) -> str:
    """The key of the demonstration's survey, which asks ten questions."""
    from datetime import UTC, datetime

    from backend.models.draft import begin
    from backend.models.version import publish
    from backend.questionnaire.samples import SAMPLES

    with app.app_context():
        survey = begin(alice.user.id, SAMPLES["anes96"].document(), datetime.now(UTC))
        publish(survey, alice.user.id, datetime.now(UTC))
        return survey.link_key or ""
