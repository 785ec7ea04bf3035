"""The place of a drill: a durable PostgreSQL, a published survey, gunicorn with two processes."""

import contextlib
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from backend.extensions import db
from devtools.bench.server import Server, serving
from devtools.bench.site import Published, Site
from devtools.bench.survey import answers
from devtools.postgres import Postgres, temporary

DATABASE = "drill"
BODIES = 300
UNLIMITED = (
    "LIMIT_PAGES", "LIMIT_SUBMISSIONS", "LIMIT_WRONG_LINKS",
    "LIMIT_SIGN_INS", "LIMIT_FAILED_SIGN_INS", "LIMIT_WRITES",
)  # fmt: skip
"""All who answer have one address here, which in the world would be too many for one."""


@dataclass
class Place:
    """Where it happens; `told` are the answers that people give, as JSON."""

    postgres: Postgres
    site: Site
    survey: Published
    told: list[str]

    @property
    def environment(self) -> dict[str, str]:
        """What a server needs."""
        return self.site.environment | dict.fromkeys(UNLIMITED, "0")

    @contextlib.contextmanager
    def serving(self, port: int | None = None) -> Iterator[Server]:
        """A gunicorn, ready."""
        quiet = subprocess.DEVNULL  # an outage is thousands of lines
        with serving("backend:create_app()", self.environment, port, quiet) as server:
            yield server

    def kill_postgres(self) -> None:
        """SIGKILL for the server and all its children, as when a machine loses its power."""
        process = self.postgres.process
        if process is None:
            raise RuntimeError("PostgreSQL does not run.")
        main = psutil.Process(process.pid)
        everyone = [main, *main.children(recursive=True)]
        for one in everyone:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()
        process.wait(20)
        psutil.wait_procs(everyone, 20)

    def rest(self) -> None:
        """Let go of our own connections, which a killed server has broken."""
        with self.site.app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextlib.contextmanager
def place(folder: Path | None = None, **settings: str) -> Iterator[Place]:
    """A place of its own; `folder` is where the database lies, if that matters."""
    with contextlib.ExitStack() as stack:
        made = Postgres(folder, settings=settings) if folder else temporary(settings=settings)
        postgres = stack.enter_context(made)
        site = Site(postgres.create_database(DATABASE))
        told = list(answers(BODIES, random.Random(20)))
        made_place = Place(postgres, site, site.publish(), told)
        stack.callback(made_place.rest)
        yield made_place
