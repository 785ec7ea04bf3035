"""Where Azure Front Door stands before us, nobody comes in beside it."""

import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from backend.layer import put_around

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SENTENCE = b"Please come by the public address of this site.\n"


class FrontDoor:
    """A layer around the application, within that of the probes."""

    def __init__(self, app: "WSGIApplication", ours: str) -> None:
        """Wrap a WSGI application; `ours` is the id that our Front Door sends with each request."""
        self.app, self.ours = app, ours.encode()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """The application's answer, to who came by our Front Door."""
        shown = environ.get("HTTP_X_AZURE_FDID", "").encode()
        if hmac.compare_digest(shown, self.ours):
            return self.app(environ, start_response)
        headers = [("Content-Type", "text/plain; charset=utf-8")]
        start_response("403 Forbidden", [*headers, ("Content-Length", str(len(SENTENCE)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [SENTENCE]


def plug_in(app: Flask) -> None:
    """Put the layer around the application, where there is a Front Door."""
    if ours := app.config["FRONT_DOOR_ID"]:
        put_around(app, FrontDoor(app.wsgi_app, ours))
