"""An application that is served by this process for a while, to be visited by a browser."""

import contextlib
import threading
from collections.abc import Iterator

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextlib.contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application, without a slash at the end."""
    server = make_server("localhost", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
