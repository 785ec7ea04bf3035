"""gunicorn, with the settings of production and two processes, on a port of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import MappingProxyType

import psutil

from devtools import guard

ROOT = Path(__file__).parents[2]
WORKERS = 2
START_SECONDS = 60
MEBIBYTE = 1024 * 1024


class Server:
    """A running gunicorn."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def fetch(
        self,
        path: str,
        body: str | None = None,
        cookie: str = "",
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own: the response, and what it holds."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {**more, **({"Cookie": cookie} if cookie else {})}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", path, body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    def get(self, path: str) -> bytes:
        """A page that has to be there."""
        response, content = self.fetch(path)
        if response.status != 200:
            raise SystemExit(f"{path} answered with {response.status}.")
        return content

    @property
    def workers(self) -> list[psutil.Process]:
        """Its worker processes."""
        return list(psutil.Process(self.process.pid).children())

    @property
    def processor(self) -> float:
        """Seconds of processor time that its workers have used."""
        return sum(sum(worker.cpu_times()[:2]) for worker in self.workers)

    @property
    def memory(self) -> float:
        """MiB of the largest worker: resident, with all that it shares with others."""
        return max(worker.memory_info().rss for worker in self.workers) / MEBIBYTE

    def wait(self) -> None:
        """Wait until every worker answers. Raises RuntimeError where that takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.fetch("/static/nothing")
                if len(self.workers) == WORKERS:
                    return
            time.sleep(0.1)
        raise RuntimeError("gunicorn did not start.")


@contextlib.contextmanager
def serving(
    application: str,
    environment: dict[str, str],
    port: int | None = None,
    errors: int | None = None,
) -> Iterator[Server]:
    """Serve an application (`module:name`) with the project's `gunicorn.conf.py`.

    Several may share a `port`, as an old version and a new one do; `errors` is where what they
    complain of is written, as `subprocess.Popen` takes it.
    """
    port = port or _free_port()
    tied = [sys.executable, "-I", "-S", guard.__file__, str(os.getpid()), "-1:-1"]
    process = subprocess.Popen(
        [*tied, sys.executable, "-m", "gunicorn", "--workers", str(WORKERS),
         "--log-level", "warning", "--bind", f"127.0.0.1:{port}", application],
        cwd=ROOT,
        env=environment,
        stderr=errors,
        stdout=subprocess.DEVNULL,  # the access log: written, as in production, and read by nobody
        start_new_session=True,
    )  # fmt: skip
    server = Server(process, port)
    try:
        server.wait()
        yield server
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
