"""The request's id: in its line of the access log, and in the response's `X-Request-ID`."""

import re
import secrets
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "surveys.request_id"
"""Where the WSGI environment holds it."""
HEADER = "X-Request-ID"
FIT = re.compile(r"[A-Za-z0-9_.:-]{8,128}")
PUBLIC = "/s/"


class RequestId:
    """Gives every request an id; a proxy's own is taken only where proxies are believed.

    Never for a public page: a proxy's id would lead from our log to its own, with an address.
    """

    def __init__(self, app: "WSGIApplication", believes: bool) -> None:
        """Wrap a WSGI application."""
        self.app, self.believes = app, believes

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, with its id."""
        name = environ[KEY] = self._theirs(environ) or secrets.token_hex(8)

        def start(
            status: str, headers: list[tuple[str, str]], *error: Any
        ) -> Callable[[bytes], object]:
            headers.append((HEADER, name))
            return start_response(status, headers, *error)

        return self.app(environ, start)

    def _theirs(self, environ: "WSGIEnvironment") -> str:
        if not self.believes or environ["PATH_INFO"].startswith(PUBLIC):
            return ""
        told = environ.get("HTTP_X_REQUEST_ID", "")
        return told if FIT.fullmatch(told) else ""
