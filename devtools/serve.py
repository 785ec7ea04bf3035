"""Serves the application and reloads it when its source changes.

Run as `python -m devtools.serve <port>`, with the application's settings in the environment.
A fault in the source is shown instead of the pages, and does not end the server.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.serving import is_running_from_reloader, run_simple

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NOT_WATCHED = ["*/.local/*", "*/tests/*", "*/devtools/*"]


class Application:
    """The application, once `make` has made it."""

    def __init__(self) -> None:
        self._made: WSGIApplication | None = None
        self._fault = ""
        self._ready = threading.Event()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer a request, or show why that is not possible."""
        self._ready.wait()
        if self._made:
            return self._made(environ, start_response)
        start_response("500 Internal Server Error", [("Content-Type", "text/plain;charset=utf-8")])
        return [self._fault.encode()]

    def make(self) -> None:
        """Make the application, or keep the reason why that is not possible."""
        try:
            from backend import create_app

            self._made = create_app()
        except (Exception, SystemExit):
            self._fault = traceback.format_exc()
            print(self._fault, file=sys.stderr)
        self._ready.set()


def only_changes(record: logging.LogRecord) -> bool:
    """Of what Werkzeug says, keep failures and the news that a changed file was seen."""
    return record.levelno > logging.INFO or "Detected change" in record.getMessage()


if __name__ == "__main__":
    logging.getLogger("werkzeug").addFilter(only_changes)
    application = Application()
    if is_running_from_reloader():  # the other process only watches the files
        threading.Thread(target=application.make, daemon=True).start()
    run_simple(
        "localhost",
        int(sys.argv[1]),
        application,
        use_reloader=True,
        threaded=True,
        exclude_patterns=NOT_WATCHED,
    )
