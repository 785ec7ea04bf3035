"""The shortest way to a public page: when all it takes is in memory, nothing else is asked.

Four fifths of the work for a page that is only joined from kept pieces is finding out that there
is nothing else to do: routing, sessions, hooks, teardown. This answers before all that, with the
bytes that the door `surveys.answer` would give; whatever is not plain goes on to the door.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted

from backend.limits.public import WAIT
from backend.models import link
from backend.surveys import kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/s/"
MOST = 100
"""How many values of a query are looked at here."""


class Shortcut:
    """Answers `GET /s/<key>` from memory where it can; a layer around the application."""

    def __init__(self, app: Flask) -> None:
        """Wrap what the application is so far."""
        self.app = app.wsgi_app
        self.config = app.config

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The page, or what the application says."""
        body = self._page(environ)
        if body is None:
            return self.app(environ, start_response)
        length = ("Content-Length", str(len(body)))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), length])
        return [body]

    def _page(self, environ: "WSGIEnvironment") -> bytes | None:
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] != "GET" or WAIT in environ:
            return None
        survey = link.known(path[len(PREFIX) :])
        if survey is None or survey.access != "anyone" or survey.full:
            return None
        page = kept.of(survey)
        if page is None or not page.ready or _says(environ["QUERY_STRING"], page.names):
            return None
        if survey.state(datetime.now(UTC)) != "open" or not self._trusts(environ):
            return None
        return page.fresh()

    def _trusts(self, environ: "WSGIEnvironment") -> bool:
        hosts = self.config["TRUSTED_HOSTS"]
        return not hosts or host_is_trusted(environ.get("HTTP_HOST"), hosts)


def _says(query: str, names: frozenset[str]) -> bool:
    """Whether a query may say something that the page would show."""
    if not query or not names:
        return False
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST)
    except ValueError:
        return True
    return any(name in names for name, _ in pairs)
