"""The application, in which a reply can be held back after everything has been stored.

For the tests of what happens when a process is killed between the commit and its reply.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from backend import create_app

HOLD = "HTTP_X_HOLD_THE_REPLY"
PLACE = "HELD_BY"
LONG = 60  # seconds


class HeldBack:
    """Writes down which process holds the reply of a request that asks for it, and waits."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        reply: Iterable[bytes] = self.app(environ, start_response)
        if HOLD in environ:
            place = Path(os.environ[PLACE])
            place.with_suffix(".new").write_text(str(os.getpid()))
            place.with_suffix(".new").rename(place)
            time.sleep(LONG)
        return reply


def create() -> Flask:
    """The application of production, and nothing else, around which replies are held back."""
    app = create_app()
    app.wsgi_app = HeldBack(app.wsgi_app)
    return app
