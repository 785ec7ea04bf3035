"""A layer around the application that measures requests, and traces those of authors.

Respondents' requests are counted, and leave a span only where we failed: then nothing was stored
that the moment could be laid beside. A route is told as its pattern; no path, query or address is.
"""

from collections.abc import Callable, Iterable, Iterator
from time import time_ns
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from opentelemetry.metrics import Counter, Histogram
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, use_span

from backend import request_id
from backend.access_log import DISCREET, PUBLIC, UNTOLD

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
NANO = 1e9
ROUTE = "surveys.route"


def note_route(_: Flask) -> None:
    """Remember the route's pattern for when the request has ended."""
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else "?"


class Watch:
    """Measures; `requests` is given seconds, `submissions` counts by how they ended."""

    def __init__(
        self, app: "WSGIApplication", tracer: Tracer, requests: Histogram, submissions: Counter
    ) -> None:
        """Wrap what the application is so far."""
        self._app, self._tracer = app, tracer
        self._requests, self._submissions = requests, submissions

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """What the application says."""
        path = environ["PATH_INFO"]
        if path.startswith(UNTOLD):
            return self._app(environ, start_response)
        visit = Visit(start_response)
        if path.startswith(DISCREET):
            body = self._app(environ, visit.start)
            self._ended(environ, visit)
            return body
        return self._traced(environ, visit)

    def _traced(self, environ: "WSGIEnvironment", visit: "Visit") -> Iterable[bytes]:
        visit.span = self._tracer.start_span("?", kind=SpanKind.SERVER, start_time=visit.began)
        with use_span(visit.span, record_exception=False, set_status_on_exception=False):
            body = self._app(environ, visit.start)
        return Body(body, lambda: self._ended(environ, visit))

    def _ended(self, environ: "WSGIEnvironment", visit: "Visit") -> None:
        now, told = time_ns(), _told(environ, visit.status)
        self._requests.record((now - visit.began) / NANO, told)
        if told["http.route"] == f"{PUBLIC}<key>" and told["http.request.method"] == "POST":
            self._submissions.add(1, {"outcome": visit.outcome})
        span = visit.span
        if span is None and visit.status >= 500:
            span = self._tracer.start_span("?", kind=SpanKind.SERVER, start_time=visit.began)
        if span is not None:
            _end(span, now, told, str(environ.get(request_id.KEY, "")))


class Visit:
    """A request on its way: when it began, and what was answered."""

    def __init__(self, start_response: "StartResponse") -> None:
        """Begin now."""
        self.began, self.status, self.location = time_ns(), 0, ""
        self.span: Span | None = None
        self._start = start_response

    def start(
        self, status: str, headers: list[tuple[str, str]], *error: Any
    ) -> Callable[[bytes], object]:
        """Note what is answered, and pass it on."""
        self.status = int(status[:3])
        if self.status == 303:
            self.location = next((value for name, value in headers if name == "Location"), "")
        return self._start(status, headers, *error)

    @property
    def outcome(self) -> str:
        """How a submission ended: a receipt is `received`, the next section `section`."""
        if self.status == 303:
            return "received" if self.location.count("/") == PUBLIC.count("/") + 1 else "section"
        return "failed" if self.status >= 500 else "refused"


class Body:
    """What is sent, and who is told when all of it is made; once."""

    def __init__(self, body: Iterable[bytes], done: Callable[[], None]) -> None:
        """Wrap a response's body."""
        self._body, self._done = body, [done]

    def __iter__(self) -> Iterator[bytes]:
        """Its pieces."""
        yield from self._body
        self._tell()

    def close(self) -> None:
        """No more is wanted."""
        self._tell()
        if close := getattr(self._body, "close", None):
            close()

    def _tell(self) -> None:
        while self._done:
            self._done.pop()()


def _told(environ: "WSGIEnvironment", status: int) -> dict[str, str | int]:
    method = environ["REQUEST_METHOD"]
    return {
        "http.request.method": method if method in METHODS else "_OTHER",
        "http.route": _route(environ),
        "http.response.status_code": status,
    }


def _route(environ: "WSGIEnvironment") -> str:
    """The route's pattern; where Flask was not asked, it was a public page or a file."""
    if route := environ.get(ROUTE):
        return str(route)
    return f"{PUBLIC}<key>" if environ["PATH_INFO"].startswith(PUBLIC) else "/static/<filename>"


def _end(span: Span, at: int, told: dict[str, str | int], request: str) -> None:
    span.update_name(f"{told['http.request.method']} {told['http.route']}")
    span.set_attributes({**told, "surveys.request_id": request})
    if int(told["http.response.status_code"]) >= 500:
        span.set_status(Status(StatusCode.ERROR))
    span.end(at)
