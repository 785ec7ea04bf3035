"""Flask's own cookie: where it goes, where it does not, and its name."""

import pytest
from flask import Flask, flash, session

from backend.auth.visit import Visit


@pytest.fixture
def tiny() -> Flask:
    """An application with nothing but the visit."""
    tiny = Flask("tiny", static_folder=None)
    tiny.secret_key = "of-a-test"
    tiny.session_interface = Visit()

    @tiny.get("/<path:rest>")
    def door(rest: str) -> str:
        flash("Saved.")
        return str(dict(session))

    return tiny


def test_it_carries_what_is_ours_alone(tiny: Flask) -> None:
    cookie = tiny.test_client().get("/surveys/").headers["Set-Cookie"]
    assert cookie.startswith("visit=")
    assert "HttpOnly; Path=/" in cookie
    assert "Domain" not in cookie


def test_over_https_its_name_locks_it_to_the_host(tiny: Flask) -> None:
    answer = tiny.test_client().get("/surveys/", base_url="https://localhost/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-visit=")
    assert "; Secure; HttpOnly; Path=/" in cookie


@pytest.mark.parametrize("path", ["/s/abc", "/static/js/app.js"])
def test_a_public_page_that_would_write_it_fails_loudly(path: str, tiny: Flask) -> None:
    tiny.testing = True
    with pytest.raises(RuntimeError):
        tiny.test_client().get(path)
