"""buildah and podman, with a storage of their own beside the source."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from devtools.image.said import Failed

PROGRAMS = ("buildah", "podman", "runc", "debootstrap")
QUIET = {"PODMAN_IGNORE_CGROUPSV1_WARNING": "1"}


def lacking() -> list[str]:
    """What this machine lacks, in sentences; empty where all is there."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    lacks = [f"{', '.join(missing)} not found (on Debian: apt-get install)."] if missing else []
    if not Path("/proc/self/ns/mnt").exists():
        return [*lacks, "It takes Linux."]
    return lacks if os.geteuid() == 0 else [*lacks, "It has to be run as root."]


class Engine:
    """What builds and runs images; they lie in a folder, and nowhere else on the machine."""

    def __init__(self, folder: Path) -> None:
        """Use this folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._storage = [f"--root={folder / 'storage'}", f"--runroot={folder / 'run'}"]
        self._storage += [f"--storage-driver={self._driver()}"]

    def buildah(self, *arguments: str) -> str:
        """What buildah says; raises Failed with its complaint."""
        return self._run(["buildah", *self._storage, *arguments])

    def podman(self, *arguments: str) -> str:
        """What podman says; raises Failed with its complaint."""
        return self._run([*self._podman, *arguments])

    def succeeds(self, *arguments: str) -> bool:
        """Whether podman does this without a complaint."""
        return _done([*self._podman, *arguments]).returncode == 0

    def inspect(self, kind: str, name: str) -> dict[str, Any]:
        """What podman knows of an image or a container."""
        [found] = json.loads(self.podman(kind, "inspect", name))
        return dict(found)

    @property
    def _podman(self) -> list[str]:
        return ["podman", *self._storage, "--runtime=runc", "--cgroup-manager=cgroupfs"]

    def _driver(self) -> str:
        """Layers over each other where the kernel can, else copies; as it was where it began."""
        if (self.folder / "storage" / "vfs").exists():
            return "vfs"
        places = [self.folder / name for name in ("lower", "upper", "work", "joined")]
        for place in places:
            place.mkdir(exist_ok=True)
        lower, upper, work, joined = map(str, places)
        option = f"lowerdir={lower},upperdir={upper},workdir={work}"
        can = _done(["mount", "-t", "overlay", "overlay", "-o", option, joined]).returncode == 0
        if can:
            _done(["umount", joined])
        for place in places:
            shutil.rmtree(place)
        return "overlay" if can else "vfs"

    def _run(self, command: list[str]) -> str:
        done = _done(command)
        if done.returncode:
            raise Failed(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout


def _done(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | QUIET
    )
