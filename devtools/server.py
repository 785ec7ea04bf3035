"""Surveys on a developer's machine: the database, the people, the application; Ctrl-C stops all.

Run by `script/server`.
"""

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from devtools import codespace, guard
from devtools.cluster import PostgresError
from devtools.settings import LOCAL, PORT, ROOT, CannotStart, choose, prepare

START_SECONDS = 60
STOP_SECONDS = 5
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Ctrl-C, or a signal that means the same."""


def main() -> None:
    """Start everything, serve until told to stop, and leave nothing running."""
    port = asked_port("script/server", "Serve Surveys on this machine.")
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


def asked_port(program: str, purpose: str) -> int:
    """The port that the command line of this program names, or the usual one."""
    parser = argparse.ArgumentParser(program, description=purpose)
    parser.add_argument("--port", type=int, default=PORT, help=f"the port on localhost ({PORT})")
    return int(parser.parse_args().port)


def _serve(stack: contextlib.ExitStack, port: int) -> None:
    check(port)
    settings = choose(stack, port)
    server = stack.enter_context(_application(settings, port))
    prepare(settings)  # while the application is made, which asks the database nothing
    _wait(server, port)
    print(
        words(settings, port),
        "Changed source is served at once; Ctrl-C stops everything.",
        sep="\n",
        flush=True,
    )
    server.wait()
    raise CannotStart("The application has ended; what it said stands above.")


def check(port: int) -> None:
    """Raise CannotStart where somebody else listens already."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                raise CannotStart(
                    f"Port {port} is taken by another program: stop that one, "
                    f"or choose another port (script/server --port {port + 1})."
                )


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


def words(settings: dict[str, str], port: int) -> str:
    """Where Surveys is, and who can sign in; our environment still is what we were started with."""
    ours = settings.get("OIDC_AUTHORITY", "").startswith("https://localhost:")
    people = "Alice Archer, Bob Baker, Carol Chen or Dan Diaz; nobody needs a password"
    named = any(os.environ.get(name) for name in ("DATABASE_URL", "DBHOST"))
    data = "the one you named" if named else "kept in .local/postgres between runs"
    lines = (
        f"Surveys is at   {codespace.address(port)}",
        f"Sign in         {codespace.address(port)}/login",
        f"as              {people if ours else 'whom your provider knows'}",
        f"The database is {data}",
    )
    return "\n".join(lines)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for one in SIGNALS:  # stopping is not to be stopped
        signal.signal(one, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    main()
