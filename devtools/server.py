"""Surveys on a developer's machine: the database, the people, the application; Ctrl-C stops all.

Run by `script/server`. A setting that the environment already has goes before ours, so that
another database or another provider can take the place of the one we bring.
"""

import argparse
import contextlib
import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from devtools import guard
from devtools.cluster import PostgresError, write
from devtools.postgres import Postgres
from devtools.provider import Provider

ROOT = Path(__file__).parents[1]
LOCAL = ROOT / ".local"
DATABASE = "surveys"
START_SECONDS = 60
STOP_SECONDS = 5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotStart(Exception):
    """The message is one sentence for the developer."""


class Stopped(BaseException):
    """Ctrl-C, or a signal that means the same."""


def main() -> None:
    """Start everything, serve until told to stop, and leave nothing running."""
    port = _port()
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        with contextlib.ExitStack() as stack:
            _serve(stack, port)
    except Stopped:
        print("\nStopped.")
    except (CannotStart, PostgresError) as error:
        sys.exit(str(error))
    except OSError as error:
        full = error.errno == errno.ENOSPC
        sys.exit(f"The disk is full: {LOCAL} cannot be written." if full else str(error))


def _port() -> int:
    parser = argparse.ArgumentParser("script/server", description="Serve Surveys on this machine.")
    parser.add_argument("--port", type=int, default=5001, help="the port on localhost (5001)")
    return int(parser.parse_args().port)


def _serve(stack: contextlib.ExitStack, port: int) -> None:
    _check(port)
    LOCAL.mkdir(exist_ok=True)
    settings = _settings(stack)
    server = stack.enter_context(_application(settings, port))
    _prepare(settings)  # while the application is made, which asks the database nothing
    _wait(server, port)
    _tell(settings, port)
    server.wait()
    raise CannotStart("The application has ended; what it said stands above.")


def _check(port: int) -> None:
    """Raise CannotStart where somebody else listens already."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                raise CannotStart(
                    f"Port {port} is taken by another program: stop that one, "
                    f"or choose another port (script/server --port {port + 1})."
                )


def _settings(stack: contextlib.ExitStack) -> dict[str, str]:
    """The application's settings; the database and the provider that they name are running."""
    settings = {"SECRET_KEY": _secret(), "FLASK_DEBUG": "1"}
    settings |= {name: value for name, value in os.environ.items() if value}
    if not (settings.get("DATABASE_URL") or settings.get("DBHOST")):
        settings["DATABASE_URL"] = settings["DATABASE_URL_DIRECT"] = _database(stack)
    if not settings.get("CLIENT_ID"):
        settings |= stack.enter_context(Provider()).environment()
    return settings


def _secret() -> str:
    path = LOCAL / "secret_key"
    if not path.exists():
        write(path, secrets.token_urlsafe(48))
    return path.read_text()


def _database(stack: contextlib.ExitStack) -> str:
    postgres = stack.enter_context(Postgres(LOCAL / "postgres"))
    if not postgres.has_database(DATABASE):
        postgres.create_database(DATABASE)
    return postgres.url(DATABASE)


def _prepare(settings: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "devtools.prepare"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        if "No space left" in said:
            raise CannotStart("The disk is full: the database cannot be brought up to date.")
        if "OperationalError" in said and "connect" in said:
            raise CannotStart(f"The database does not answer: {_reason(said)}")
        raise CannotStart(f"The database could not be brought up to date.\n{said}")


def _reason(said: str) -> str:
    """psycopg2's own line of a long traceback."""
    lines = [line for line in said.splitlines() if "OperationalError)" in line]
    return (lines or said.splitlines())[-1].partition("OperationalError)")[2].strip()


@contextlib.contextmanager
def _application(settings: dict[str, str], port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The process that serves, in a group of its own, so that Ctrl-C is ours to hand on."""
    command = [sys.executable, "-m", "devtools.serve", str(port)]
    tied = [sys.executable, "-I", "-S", guard.__file__, str(os.getpid()), "-1:-1"]
    server = subprocess.Popen(tied + command, cwd=ROOT, env=settings, start_new_session=True)
    try:
        yield server
    finally:
        for how in (signal.SIGINT, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(STOP_SECONDS)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotStart("The application did not start; what it said stands above.")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=START_SECONDS):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    raise CannotStart(f"The application did not start within {START_SECONDS} seconds.")


def _tell(settings: dict[str, str], port: int) -> None:
    ours = settings.get("OIDC_AUTHORITY", "").startswith("https://localhost:")
    people = "Alice Archer, Bob Baker, Carol Chen or Dan Diaz; nobody needs a password"
    named = any(os.environ.get(name) for name in ("DATABASE_URL", "DBHOST"))
    data = "the one you named" if named else "kept in .local/postgres between runs"
    print(
        f"Surveys is at   http://localhost:{port}",
        f"Sign in         http://localhost:{port}/login",
        f"as              {people if ours else 'whom your provider knows'}",
        f"The database is {data}",
        "Changed source is served at once; Ctrl-C stops everything.",
        sep="\n",
        flush=True,
    )


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for one in SIGNALS:  # stopping is not to be stopped
        signal.signal(one, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    main()
