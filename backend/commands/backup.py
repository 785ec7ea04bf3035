"""`flask backup` and `flask restore`: every row of one moment in a file, and back."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click
from flask.cli import with_appcontext

from backend import backup as backups
from backend.models.errors import Refusal

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--copy", is_flag=True, help="Read the rows with COPY, even if pg_dump is there.")
@with_appcontext
def backup(file: Path, copy: bool) -> None:
    """Write every row of this moment to FILE, while the application goes on.

    It holds people's answers, names and addresses: keep it where only you can read it.
    """
    began = monotonic()
    with _refusals():
        taken = backups.take(file, datetime.now(UTC), tools_allowed=not copy)
    manifest = taken.manifest
    way = f"by pg_dump {manifest.tool}" if manifest.tool else f"by COPY, {taken.why}"
    click.echo(
        f"Backed up {taken.rows:,} rows of {len(manifest.tables)} tables, revision "
        f"{manifest.revision}, {way}, in {monotonic() - began:.1f} seconds."
    )
    click.echo(f"{taken.sha256}  {file}")


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Fill an empty database with the backup FILE.

    The database is that of DATABASE_URL_DIRECT, or else of DATABASE_URL. Tables need not be there.
    """
    began = monotonic()
    with _refusals():
        restored = backups.restore(file)
    click.echo(
        f"Restored {restored.rows:,} rows of {len(restored.manifest.tables)} tables, as they were "
        f"on {restored.manifest.taken_at}. Each was read back and is the same. The tables are now "
        f"{restored.revision}. It took {monotonic() - began:.1f} seconds."
    )
    click.echo("Sessions are not part of a backup: everybody has to sign in again.")


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
