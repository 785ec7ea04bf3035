"""Surveys in one process, for a debugger: everything that script/server starts, and no reloading.

Run as `python -m devtools.debug [--port 5001]`, by a debugger or by itself; Ctrl-C stops it all.
"""

import contextlib
import os
import signal
import sys

from werkzeug.serving import make_server

from devtools.cluster import PostgresError
from devtools.server import asked_port, check, words
from devtools.settings import CannotStart, choose, prepare


def main() -> None:
    """Start the database and the people, and serve in this process until told to stop."""
    port = asked_port("devtools.debug", "Serve Surveys to a debugger.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
            _serve(stack, port)
        print("\nStopped.")
    except (CannotStart, PostgresError, OSError) as error:
        sys.exit(str(error))


def _serve(stack: contextlib.ExitStack, port: int) -> None:
    check(port)
    settings = choose(stack, port)
    prepare(settings)
    said = words(settings, port)
    os.environ.update(settings)
    from backend import create_app

    server = make_server("localhost", port, create_app(), threaded=True)
    stack.callback(server.server_close)
    print(said, "Changed source needs a new start; Ctrl-C stops everything.", sep="\n", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
