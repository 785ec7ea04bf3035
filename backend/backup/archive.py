"""The file of a backup: a zip with the rows, and a manifest that says what they are.

Rows come as one member a table (`tables/responses.copy`, COPY's text format in UTF-8), or as one
member of pg_dump (`rows.dump`, its custom format); `way` in the manifest tells which.
"""

import hashlib
import shutil
import zlib
from pathlib import Path
from typing import IO, Literal, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict

from backend.backup.errors import BackupError

MANIFEST, MANIFEST_DIGEST = "manifest.json", "manifest.sha256"
DUMP = "rows.dump"
BLOCK = 1024 * 1024
DAMAGE = (BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What reading a zip of other bytes than were written may raise."""
LARGEST_MANIFEST = 16 * BLOCK


class Rows(BaseModel):
    """What a backup says of a table: `sha256` is of its rows as COPY writes them, by their keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    columns: list[str]
    rows: int
    sha256: str


class Manifest(BaseModel):
    """What a backup says of itself; `tool` is the version of pg_dump, or 0."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["surveys backup 1"] = "surveys backup 1"
    way: Literal["copy", "pg_dump"]
    tool: int
    taken_at: str
    revision: str
    server: int
    tables: list[Rows]
    dump_sha256: str


class Member(Protocol):
    """What bytes can be written to."""

    def write(self, block: bytes, /) -> object:
        """Take some."""


class Digest:
    """Takes bytes, hands them on if there is somewhere to, and keeps their SHA-256."""

    def __init__(self, onwards: Member | None = None) -> None:
        """Hand what comes to `onwards`."""
        self._onwards, self._sum = onwards, hashlib.sha256()

    def write(self, block: bytes, /) -> int:
        """Take some bytes."""
        self._sum.update(block)
        if self._onwards:
            self._onwards.write(block)
        return len(block)

    def __str__(self) -> str:
        """The digest of all that came, in hexadecimal."""
        return self._sum.hexdigest()


def member(table: str) -> str:
    """The name of a table's member."""
    return f"tables/{table}.copy"


def writing(archive: ZipFile, name: str) -> IO[bytes]:
    """A new member, of any size; what pg_dump writes is packed already."""
    info = ZipInfo(name)
    info.compress_type = ZIP_STORED if name == DUMP else ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=True)


def seal(archive: ZipFile, manifest: Manifest) -> None:
    """Write the manifest, and its digest beside it."""
    told = manifest.model_dump_json(indent=1).encode()
    archive.writestr(MANIFEST, told)
    archive.writestr(MANIFEST_DIGEST, hashlib.sha256(told).hexdigest())


def digest(file: IO[bytes]) -> str:
    """SHA-256 of a whole file, in hexadecimal."""
    file.seek(0)
    return _sum(file)


def opened(path: Path) -> ZipFile:
    """A backup's file, to be read. Raises BackupError where there is none."""
    try:
        return ZipFile(path)
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except (OSError, BadZipFile) as error:
        raise BackupError(f"{path} is not a whole backup: {error}") from None


def verified(archive: ZipFile) -> Manifest:
    """The manifest, once every byte is known to be as it was written; raises BackupError."""
    try:
        manifest = _manifest(archive)
        for name, promised in _promised(manifest):
            if _digest(archive, name) != promised:
                raise BackupError(f"{name} in this backup is damaged: its digest is another.")
    except KeyError as missing:
        raise BackupError(f"This is not a whole backup: {missing.args[0]}") from None
    except DAMAGE as error:
        raise BackupError(f"This backup is damaged: {_first_line(error)}") from None
    return manifest


def _manifest(archive: ZipFile) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise BackupError("This is not a backup: its manifest is too large.")
    told = archive.read(MANIFEST)
    if hashlib.sha256(told).hexdigest().encode() != archive.read(MANIFEST_DIGEST):
        raise BackupError("The manifest of this backup is damaged: its digest is another.")
    return Manifest.model_validate_json(told)


def _promised(manifest: Manifest) -> list[tuple[str, str]]:
    if manifest.way == "pg_dump":
        return [(DUMP, manifest.dump_sha256)]
    return [(member(table.name), table.sha256) for table in manifest.tables]


def _digest(archive: ZipFile, name: str) -> str:
    with archive.open(name) as source:
        return _sum(source)


def _sum(source: IO[bytes]) -> str:
    total = Digest()
    shutil.copyfileobj(source, total, BLOCK)
    return str(total)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
