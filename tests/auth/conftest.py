"""A running application that signs people in at a provider which can be told to lie."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from flask import Flask

from backend import create_app
from backend.auth import microsoft
from backend.extensions import db
from devtools.provider import Provider
from devtools.served import served
from tests.page import Page
from tests.server import SECRET


class Visitor(requests.Session):
    """A browser over real HTTP, with cookies, that follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def request(self, method: str, url: str, **options: object) -> requests.Response:
        options["allow_redirects"] = False
        return super().request(method, urljoin(self.address, url), **options)

    def begin(self, going: str = "") -> str:
        """Open the sign-in page; gives the provider's address behind its button."""
        response = self.get("/login", params={"next": going} if going else None)
        assert response.status_code == 200, response.text
        return next(a["href"] for a in Page(response.text).find("a", class_="btn primary"))

    def choose(self, person: str, address: str) -> str:
        """Be that person at the provider; gives the address to which it sends back."""
        return self.post(address, data={"person": person}).headers["Location"]

    def sign_in(self, person: str = "alice", going: str = "") -> requests.Response:
        """Sign in from beginning to end; gives the last answer."""
        return self.get(self.choose(person, self.begin(going)))

    @property
    def signed_in(self) -> bool:
        """Whether the application takes this browser for somebody's."""
        return urlsplit(self.get("/login").headers.get("Location", "")).path == "/"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider that hangs is given up on sooner than in earnest."""
    monkeypatch.setattr(microsoft, "TIME_OUT", (2, 2))


@pytest.fixture
def site(app: Flask, database_url: str, provider: Provider) -> Iterator[str]:
    """The address of a running application that knows the provider; a fresh one each time."""
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": database_url, **provider.environment()}
    yield from serve(create_app(settings))


def serve(app: Flask) -> Iterator[str]:
    """Serve an application until the test is over."""
    with served(app) as address:
        yield address
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(site: str) -> Iterator[Visitor]:
    """A browser in which nobody is signed in."""
    with Visitor(site) as visitor:
        yield visitor
