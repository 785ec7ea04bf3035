"""Restoring a backup into an empty database, and comparing what has come of it."""

from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from flask_migrate import upgrade

from backend.backup import archive, tools
from backend.backup.archive import Digest, Manifest
from backend.backup.errors import BackupError, in_a_sentence
from backend.models import direct, loading, note, revision
from backend.models.loading import Target


class Restored(NamedTuple):
    """What was restored, and the revision to which the tables were brought afterwards."""

    manifest: Manifest
    rows: int
    revision: str


def restore(path: Path) -> Restored:
    """Fill the database of the settings with a backup, and bring its tables up to date.

    Every digest is verified before anything is written, and every table read back and compared
    before it stays. Raises BackupError where the backup is damaged or of a newer version, and where
    the database is not empty; it is then as it was, or has tables without rows.
    """
    with in_a_sentence(), archive.opened(path) as file:
        manifest = archive.verified(file)
        _check_revision(manifest)
        _check_tools(manifest)
        _make_tables(manifest)
        (_load_dump if manifest.way == "pg_dump" else _load_copy)(file, manifest)
    upgrade()
    loading.gather_statistics()
    with path.open("rb") as whole:
        note.loaded(archive.digest(whole))
    return Restored(manifest, sum(table.rows for table in manifest.tables), revision.known()[0])


def _check_revision(manifest: Manifest) -> None:
    if manifest.revision not in revision.known():
        raise BackupError(
            f"This backup is of the tables {manifest.revision}, which this version of Surveys does "
            "not know: restore it with the version that took it, or a newer one."
        )


def _check_tools(manifest: Manifest) -> None:
    here = tools.version("pg_restore")
    if manifest.way == "pg_dump" and here < manifest.tool:
        found = f"there is {here}" if here else "there is none"
        raise BackupError(
            f"pg_dump {manifest.tool} wrote this backup: pg_restore {manifest.tool} or newer has "
            f"to be installed, and {found}."
        )


def _make_tables(manifest: Manifest) -> None:
    """Tables as they were when the backup was taken, in a database where there is nothing yet."""
    with loading.target() as target:
        _check_empty(target)
        known, there = revision.known(), target.revision
    if there and known.index(there) < known.index(manifest.revision):
        raise BackupError(
            f"The tables of this database are {there}, newer than the backup’s "
            f"({manifest.revision}): give it a database without tables."
        )
    upgrade(revision=manifest.revision)


def _check_empty(target: Target) -> None:
    if target.held:
        raise BackupError(
            f"The database is not empty, there is: {', '.join(target.held)}. "
            "A backup is restored into an empty database only."
        )
    if target.revision and target.revision not in revision.known():
        raise BackupError(f"The database has tables of a newer version ({target.revision}).")


def _load_copy(file: ZipFile, manifest: Manifest) -> None:
    with loading.target() as target:
        _check_empty(target)
        _check_tables(target, manifest)
        for table in target.tables:
            with file.open(archive.member(table.name)) as member:
                target.fill(table, member)
        _compare(target, manifest)


def _load_dump(file: ZipFile, manifest: Manifest) -> None:
    with loading.target() as target:
        _check_tables(target, manifest)
    with file.open(archive.DUMP) as member:
        tools.load(direct.parameters(), member)
    with loading.target() as target:
        _compare(target, manifest)


def _check_tables(target: Target, manifest: Manifest) -> None:
    ours = {table.name: list(table.columns) for table in target.tables}
    theirs = {table.name: table.columns for table in manifest.tables}
    if ours != theirs:
        different = sorted(
            name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
        )
        raise BackupError(f"These tables are not as in the backup: {', '.join(different)}.")


def _compare(target: Target, manifest: Manifest) -> None:
    told = {table.name: (table.rows, table.sha256) for table in manifest.tables}
    for table in target.tables:
        digest = Digest()
        rows = target.copy(table, digest)
        if told[table.name] != (rows, str(digest)):
            raise BackupError(
                f"{table.name} did not come out as it was backed up ({rows} rows of "
                f"{told[table.name][0]}): do not use this database."
            )
