"""With a Front Door, requests come through it or not at all."""

import pytest

from backend import create_app
from tests.server import SECRET

OURS = "0f1e2d3c-1111-2222-3333-444455556666"


@pytest.fixture
def browser(database_url):
    app = create_app({"DATABASE_URL": database_url, "SECRET_KEY": SECRET, "FRONT_DOOR_ID": OURS})
    return app.test_client()


def test_who_comes_through_is_let_in(browser):
    assert browser.get("/", headers={"X-Azure-FDID": OURS}).status_code in (200, 302, 303)


@pytest.mark.parametrize("headers", [{}, {"X-Azure-FDID": "somebody else’s".encode()}])
def test_who_comes_beside_it_is_told_so(browser, headers):
    told = browser.get("/s/any", headers=headers)
    assert (told.status_code, told.mimetype) == (403, "text/plain")
    assert told.text == "Please come by the public address of this site.\n"
    assert told.headers["X-Content-Type-Options"] == "nosniff"


def test_a_refusal_of_head_has_no_body(browser):
    told = browser.head("/")
    assert (told.status_code, told.data) == (403, b"")


def test_probes_are_answered_all_the_same(browser):
    assert browser.get("/health/live").status_code == 200
