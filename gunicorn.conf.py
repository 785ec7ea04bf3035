"""How gunicorn serves Surveys in production, and in `script/bench`. Read by gunicorn by itself.

From the environment: PORT, WEB_CONCURRENCY (processes), WEB_THREADS (threads of each),
FORWARDED_ALLOW_IPS (proxies whose word on https is taken; see also PROXY_HOPS).
"""

import gc
import json
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

SHARED_MEMORY = Path("/dev") / "shm"
QUOTA = Path("/sys/fs/cgroup/cpu.max")
SECONDS_OF_GRACE = 25  # most platforms kill 30 seconds after they have asked


class Worker(ThreadWorker):
    """gunicorn's threads, in a process that leaves its port as soon as it is asked to end.

    gunicorn's own keeps listening until its last request is done: whoever comes meanwhile waits
    in the process's own queue, and is cut off in the end.
    """

    def init_process(self) -> None:
        """Load what this file cannot name before the application is there."""
        from backend import access_log, application_log, health, telemetry

        application_log.begin()
        self.log.line, self._health, self.telemetry = access_log.line, health, telemetry
        super().init_process()

    def handle_exit(self, sig: int, frame: Any) -> None:
        """From the first moment on, whoever asks hears that this process is not ready."""
        self._health.leave()
        super().handle_exit(sig, frame)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Stop listening for good where the process is to end."""
        super().set_accept_enabled(enabled and self.alive)
        while not self.alive and self.sockets:
            self._leave(self.sockets.pop())

    def _leave(self, listener: Any) -> None:
        """Take in who waits at the door already; those who come now find another process."""
        listener.setblocking(False)
        before = -1
        while self.nr_conns != before:
            before = self.nr_conns
            self.accept(listener)
        listener.close()


class Line(logging.Formatter):
    """What gunicorn itself has to say, before there is the application with a log of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """A line of JSON, as `backend/application_log.py` writes them."""
        told = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told)


class Log(Logger):
    """gunicorn's log: lines of JSON, all on standard output."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does it, in our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line())
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr:
                handler.setStream(sys.stdout)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write a request's line, if it has one."""
        if not self.access_log_enabled:
            return
        if told := self.line(environ, resp.status_code, request_time.total_seconds()):
            self.access_log.info(told)


def processors() -> int:
    """How many processors are ours: what the container may use, where that is less."""
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota, _, period = QUOTA.read_text().partition(" ") if QUOTA.exists() else ("max", "", "")
    allowed = -(-int(quota) // int(period)) if quota.isdecimal() else number
    return min(number or 1, allowed or 1)


wsgi_app = "backend:create_app()"

# Python runs in one thread at a time, so a process a processor; two, so that one is always there.
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, processors()))
worker_class = Worker
# Threads wait for the database together. Each may hold a connection: the pool has ten.
threads = int(os.environ.get("WEB_THREADS") or 8)

# One listening socket a process: with a shared one, clients that keep their connection gather
# on whichever process happens to wake first. A single process shares its socket with gunicorn's
# own, so that nobody is turned away while the next one starts.
reuse_port = workers > 1
keepalive = 75  # seconds; longer than proxies keep a connection that nobody uses

timeout = 30
graceful_timeout = SECONDS_OF_GRACE
# A process makes room for a fresh one now and then, not all at once: what leaks, leaks little.
max_requests = 100_000
max_requests_jitter = 20_000
if os.access(SHARED_MEMORY, os.W_OK):
    worker_tmp_dir = str(SHARED_MEMORY)  # a heartbeat never waits for a disk

control_socket_disable = True
# The application counts its proxies itself (PROXY_HOPS); gunicorn believes nobody unless told.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "")

logger_class = Log
accesslog = "-"  # on standard output; backend/access_log.py says what a line tells


def on_starting(server: Any) -> None:
    """Import everything once, for all processes: one that starts listens before it has loaded.

    Each still reads its settings itself, and so does a process that a reload (SIGHUP) brings.
    """
    import_module("backend")


def post_worker_init(worker: Worker) -> None:
    """Begin to measure, if anybody collects it; what was loaded at the start stays for ever."""
    worker.telemetry.begin(worker.wsgi)
    gc.collect()
    gc.freeze()


def worker_exit(server: Any, worker: Worker) -> None:
    """Send what was measured last, without letting anybody wait for it."""
    if hasattr(worker, "telemetry"):
        worker.telemetry.end()
