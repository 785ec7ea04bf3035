"""Taking a backup, while the application goes on writing."""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, NamedTuple, cast
from zipfile import ZipFile

from backend.backup import archive, tools
from backend.backup.archive import Digest, Manifest, Rows
from backend.backup.errors import BackupError, in_a_sentence
from backend.models import direct, note, revision
from backend.models.snapshot import Snapshot, Table, snapshot


class Taken(NamedTuple):
    """What a backup holds; `why` says why it was not pg_dump that read the rows, if so."""

    manifest: Manifest
    rows: int
    sha256: str
    why: str


def take(path: Path, at: datetime, tools_allowed: bool = True) -> Taken:
    """Write every row of this moment to a new file, which is there when it is whole.

    Raises BackupError where the file is there already, or the tables are not known.
    """
    with in_a_sentence(), _whole(path) as partial, snapshot() as moment:
        if moment.revision not in revision.known():
            found = moment.revision or "missing"
            raise BackupError(f"The tables are {found}: this version of Surveys knows others.")
        version, why = _chosen(moment, tools_allowed)
        with ZipFile(partial, "w") as file:
            manifest = _dumped(moment, file, version, at) if version else _copied(moment, file, at)
            archive.seal(file, manifest)
        digest = archive.digest(partial)
        if moment.revision == revision.known()[0]:  # else there may be no log yet
            note.backed_up(digest)
    return Taken(manifest, sum(table.rows for table in manifest.tables), digest, why)


def _chosen(moment: Snapshot, tools_allowed: bool) -> tuple[int, str]:
    """The version of pg_dump if it will do, else 0 and why not."""
    version = tools.version("pg_dump")
    if not tools_allowed:
        return 0, "as you asked"
    if not version:
        return 0, "as pg_dump is not installed"
    if version != moment.major:  # an older one cannot read it, a newer one's dump not be put back
        return 0, f"as pg_dump {version} is not that of PostgreSQL {moment.major}"
    return version, ""


def _copied(moment: Snapshot, file: ZipFile, at: datetime) -> Manifest:
    rows = []
    for table in moment.tables:
        with archive.writing(file, archive.member(table.name)) as member:
            rows.append(_rows(moment, table, Digest(member)))
    return _manifest(moment, at, rows)


def _dumped(moment: Snapshot, file: ZipFile, version: int, at: datetime) -> Manifest:
    names = [table.name for table in moment.tables]
    with archive.writing(file, archive.DUMP) as member:
        digest = Digest(member)
        tools.dump(direct.parameters(), moment.id, names, digest)
    rows = [_rows(moment, table, Digest()) for table in moment.tables]
    return _manifest(moment, at, rows, version, str(digest))


def _rows(moment: Snapshot, table: Table, digest: Digest) -> Rows:
    count = moment.copy(table, digest)
    return Rows(name=table.name, columns=list(table.columns), rows=count, sha256=str(digest))


def _manifest(
    moment: Snapshot, at: datetime, rows: list[Rows], tool: int = 0, dump: str = ""
) -> Manifest:
    return Manifest(
        way="pg_dump" if tool else "copy",
        tool=tool,
        taken_at=at.isoformat(timespec="seconds"),
        revision=moment.revision,
        server=moment.major,
        tables=rows,
        dump_sha256=dump,
    )


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner can read, and that takes its name once it is whole and stored.

    What breaks off leaves nothing behind.
    """
    if path.exists():
        raise BackupError(f"There is already a file {path}: choose another name.")
    partial = Path()
    try:
        with NamedTemporaryFile(prefix=f".{path.name}.", dir=path.parent, delete=False) as file:
            partial = Path(file.name)
            yield cast(IO[bytes], file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        if partial.name:
            partial.unlink(missing_ok=True)
