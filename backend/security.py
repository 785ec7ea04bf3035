"""What every response says to the browser, and whom we believe about the client."""

from collections.abc import Callable, Iterable
from string import punctuation
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from backend.layer import put_around
from backend.once_more import OnceMore
from backend.request_id import RequestId

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TWO_YEARS = 63_072_000  # seconds


def policy(frame_ancestors: str = "'none'", frame_src: str = "") -> str:
    """The Content-Security-Policy; a page names who may embed it, and what it embeds, if at all."""
    frames = f" frame-src {frame_src};" if frame_src else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
        f" base-uri 'none';{frames} frame-ancestors {frame_ancestors}"
    )


FIXED = [
    ("Content-Security-Policy", policy()),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
]
OURS = [*FIXED, ("Cache-Control", "no-store")]
PUBLIC = [
    *(pair for pair in FIXED if pair[0] != "Permissions-Policy"),
    ("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()"),
    ("Cache-Control", "private, no-cache"),
]
"""Respondents may say where they are, where they are asked and their browser is allowed to."""
HSTS = [("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")]
ADDED = {
    ("http", False): OURS,
    ("http", True): PUBLIC,
    ("https", False): [*OURS, *HSTS],
    ("https", True): [*PUBLIC, *HSTS],
}
NAMES = frozenset(name.lower() for added in ADDED.values() for name, _ in added)


class SecurityHeaders:
    """Adds the headers outside Flask: no response is without them, and the hot path pays little.

    A header that the view has set itself stays as it is.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        """Wrap a WSGI application."""
        self.app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, with the headers added where the response starts."""
        scheme = "https" if environ["wsgi.url_scheme"] == "https" else "http"
        added = ADDED[scheme, environ["PATH_INFO"].startswith("/s/")]

        def start(
            status: str, headers: list[tuple[str, str]], *error: Any
        ) -> Callable[[bytes], object]:
            told = {name.lower() for name, _ in headers}
            if NAMES.isdisjoint(told):
                headers.extend(added)
            else:
                headers.extend([pair for pair in added if pair[0].lower() not in told])
            return start_response(status, headers, *error)

        return self.app(environ, start)


class ShortNumber(IntegerConverter):
    """A whole number in an address: one that no column could hold leads nowhere."""

    regex = r"\d{1,9}"


class Asked(Request):
    """Flask's request, for which a query may hold any bytes: browsers quote them, others do not."""

    def __init__(self, environ: "WSGIEnvironment", *options: Any, **named: Any) -> None:
        """Quote what is no ASCII, as a browser would have done."""
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():
            environ["QUERY_STRING"] = quote(query.encode("latin-1"), safe=punctuation)
        super().__init__(environ, *options, **named)


class Surveys(OnceMore):
    """Flask, without what none of our views needs."""

    request_class = Asked

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine, and looking costs every request."""
        return func


def plug_in(app: Surveys) -> None:
    """Put the headers around the application, and believe as many proxies as are configured."""
    app.url_map.converters["int"] = ShortNumber
    put_around(app, SecurityHeaders(app.wsgi_app))
    hops = app.config["PROXY_HOPS"]
    put_around(app, RequestId(app.wsgi_app, believes=hops > 0))
    if hops:
        put_around(app, ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops))
