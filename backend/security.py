"""What every response says to the browser, whom we believe about the client, and fingerprints."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.security import safe_join

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

YEAR = 31_536_000  # seconds


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
PUBLIC = [*FIXED, ("Cache-Control", "private, no-cache")]
HSTS = [("Strict-Transport-Security", f"max-age={2 * YEAR}; includeSubDomains")]
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


class Surveys(Flask):
    """Flask, whose static files may be kept for a year where their address names their content."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is a coroutine, and looking costs every request."""
        return func

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Seconds for which a static file may be kept without asking again."""
        asked = request.args.get("v")
        if filename and asked and asked == self.fingerprint(filename):
            return YEAR
        return super().get_send_file_max_age(filename)

    def fingerprint(self, filename: str) -> str:
        """The short hash of a static file's content, computed once (while developing: always).

        Empty where there is no such file, or none of ours.
        """
        known: dict[str, str] = self.extensions.setdefault("fingerprints", {})
        if filename in known and not self.debug:
            return known[filename]
        path = safe_join(str(self.static_folder), filename)
        if path is None or not Path(path).is_file():
            return ""
        known[filename] = hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]
        return known[filename]

    def static_url(self, filename: str) -> str:
        """The address of a static file, which changes with its content."""
        root = f"{request.script_root}{self.static_url_path}"
        return f"{root}/{filename}?v={self.fingerprint(filename)}"


def plug_in(app: Surveys) -> None:
    """Put the headers around the application, and believe as many proxies as are configured."""
    app.url_map.converters["int"] = ShortNumber
    app.add_template_global(app.static_url)
    app.wsgi_app = SecurityHeaders(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
