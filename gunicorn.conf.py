"""How gunicorn serves Surveys in production, and in `script/bench`. Read by gunicorn by itself.

From the environment: PORT, WEB_CONCURRENCY (processes), WEB_THREADS (threads of each),
FORWARDED_ALLOW_IPS (proxies whose word on https is taken; see also PROXY_HOPS).
"""

import gc
import os
from pathlib import Path

from gunicorn.workers.base import Worker

SHARED_MEMORY = Path("/dev") / "shm"
QUOTA = Path("/sys/fs/cgroup/cpu.max")
SECONDS_OF_GRACE = 25  # most platforms kill 30 seconds after they have asked


def processors() -> int:
    """How many processors are ours: what the container may use, where that is less."""
    number = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    quota, _, period = QUOTA.read_text().partition(" ") if QUOTA.exists() else ("max", "", "")
    allowed = -(-int(quota) // int(period)) if quota.isdecimal() else number
    return min(number or 1, allowed or 1)


wsgi_app = "backend:create_app()"

# Python runs in one thread at a time, so a process a processor; two, so that one is always there.
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, processors()))
worker_class = "gthread"
# Threads wait for the database together. Each may hold a connection: the pool has ten.
threads = int(os.environ.get("WEB_THREADS") or 8)

# One listening socket a process: with a shared one, clients that keep their connection gather
# on whichever process happens to wake first.
reuse_port = True
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
# No access log: it would tie an address and a moment to every response. The proxy may keep one.
accesslog = None


def post_worker_init(worker: Worker) -> None:
    """Take what was loaded at the start out of the collector's rounds: it stays for ever."""
    gc.collect()
    gc.freeze()
