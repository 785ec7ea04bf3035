"""`/health/live` and `/health/ready`, for whoever starts, stops and sends traffic to a container.

They are answered before Flask begins: a probe names the container's own address as its host, has
no session, and asks too often to be worth a line in a log.
"""

from collections.abc import Iterable
from threading import Event
from typing import TYPE_CHECKING

from flask import Flask

from backend.models import readiness

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PREFIX = "/health/"
PLAIN = ("Content-Type", "text/plain; charset=utf-8")
AGAIN = ("Retry-After", "5")

_leaving = Event()


def leave() -> None:
    """Say from now on that this process is not ready: it has been asked to end."""
    _leaving.set()


class Health:
    """A layer around the application."""

    def __init__(self, app: Flask) -> None:
        """Wrap what the application is so far."""
        self.flask, self.app = app, app.wsgi_app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """How we are, or what the application says."""
        path = environ["PATH_INFO"]
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start_response)
        if path == f"{PREFIX}live":
            return _said("", environ, start_response)
        if path == f"{PREFIX}ready":
            return _said(self._missing(), environ, start_response)
        return self.app(environ, start_response)

    def _missing(self) -> str:
        if _leaving.is_set():
            return "this process is ending"
        with self.flask.app_context():
            return readiness.missing()


def _said(
    missing: str, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    body = f"not ready: {missing}\n".encode() if missing else b"good\n"
    headers = [PLAIN, ("Content-Length", str(len(body))), *([AGAIN] if missing else [])]
    start_response("503 Service Unavailable" if missing else "200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
