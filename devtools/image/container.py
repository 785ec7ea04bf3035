"""A running container of the image: read-only, as its own user, without any capability."""

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import requests

from devtools.image.engine import Engine
from devtools.image.said import Failed, expect

SEALED = (
    "--network=host", "--read-only", "--tmpfs=/tmp", "--cap-drop=ALL",
    "--security-opt=no-new-privileges", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024",
    "--log-driver=k8s-file",
)  # fmt: skip
START_SECONDS = 30
NEVER_INSIDE = ("pip", "ensurepip", "setuptools", "pytest", "trustme", "devtools", "tests")
LOOK = f"import importlib.util as u; print([n for n in {NEVER_INSIDE!r} if u.find_spec(n)])"


class Container:
    """The application in its container, on a port of this machine."""

    def __init__(self, engine: Engine, name: str, port: int) -> None:
        """Speak of the container of this name."""
        self.engine, self.name = engine, name
        # The probes' host is not the one that people use, as it is behind a proxy.
        self.url, self.probed = f"http://localhost:{port}", f"http://127.0.0.1:{port}"

    @property
    def pid(self) -> int:
        """The number of its first process, gunicorn's own."""
        return int(self.engine.inspect("container", self.name)["State"]["Pid"])

    @property
    def logs(self) -> str:
        """All that it has written."""
        return self.engine.podman("logs", self.name)

    def health(self, path: str) -> requests.Response:
        """What it says of itself."""
        return requests.get(f"{self.probed}/health/{path}", timeout=10)

    def wait(self) -> None:
        """Wait until it lives; raises Failed where that takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if self.health("live").ok:
                    return
            time.sleep(0.05)
        raise Failed(f"It did not start.\n{self.logs}")

    def check_sealed(self) -> None:
        """Raise Failed unless it can do no more than it has to, and holds no more than it needs."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        facts = dict(re.findall(r"^(\w+):\t(.*)$", status, re.MULTILINE))
        expect(set(facts["Uid"].split() + facts["Gid"].split()) == {"10001"}, "it is its own user")
        expect(int(facts["CapEff"], 16) == int(facts["CapBnd"], 16) == 0, "it has no capability")
        expect(facts["NoNewPrivs"] == "1", "it can gain no privilege")
        command = Path(f"/proc/{self.pid}/cmdline").read_text()
        expect("gunicorn" in command, f"its first process is gunicorn, not {command}")
        for place in ("/app", "/opt/venv", "/etc", "/var"):
            written = self.engine.succeeds("exec", self.name, "touch", f"{place}/written")
            expect(not written, f"{place} cannot be written to")
        inside = self.engine.podman("exec", self.name, "python", "-c", LOOK).strip()
        expect(inside == "[]", f"none of {inside} is inside")

    def memory(self) -> tuple[float, float]:
        """MB of all its processes together (shared ones counted once), and of the largest."""
        first = psutil.Process(self.pid)
        infos = [one.memory_full_info() for one in (first, *first.children(recursive=True))]
        return sum(info.pss for info in infos) / 1e6, max(info.rss for info in infos) / 1e6


@contextlib.contextmanager
def running(engine: Engine, image: str, port: int, options: list[str]) -> Iterator[Container]:
    """Serve the image on a port of this machine, until the block ends."""
    name = f"surveys-{os.getpid()}"
    arguments = [f"--name={name}", *SEALED, f"--env=PORT={port}", *options, image]
    engine.podman("run", "--detach", *arguments)
    try:
        container = Container(engine, name, port)
        container.wait()
        yield container
    finally:
        engine.podman("rm", "--force", "--time=5", name)


def run(engine: Engine, image: str, options: list[str], *command: str) -> str:
    """Run a command in a container of its own, sealed likewise."""
    sealed = [*SEALED, "--no-healthcheck"]
    return engine.podman("run", "--rm", *sealed, *options, image, *command)
