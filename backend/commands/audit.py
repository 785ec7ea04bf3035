"""`flask audit`: whether what was noted still stands as it was noted."""

import sys
from collections import Counter
from typing import TextIO
from uuid import UUID

import click
from flask.cli import with_appcontext

from backend.models import audit_verification
from backend.models.audit_verification import Chain, Heads, Kept


@click.group()
def audit() -> None:
    """The log of what authors and operators did."""


@audit.command()
@click.argument("id", type=click.UUID, required=False)
@click.option("--against", type=click.File(encoding="utf-8"), help="Heads printed earlier.")
@with_appcontext
def verify(id: UUID | None, against: TextIO | None) -> None:
    """Compute every chain anew, or that of one survey or account, and print its head.

    Keep what is printed where nobody who runs the database can write, and give it back with
    --against the next time: then no entry can have been cut off at the end. What is wrong goes to
    the standard error, and ends with status 1.
    """
    kept = _kept(against) if against else {}
    seen: Counter[str] = Counter()
    for chain in audit_verification.verify(kept, id):
        _tell(chain)
        seen["chains"] += bool(chain.number or chain.fault)
        seen["entries"] += chain.number
        seen["broken"] += bool(chain.fault)
        seen["without"] += not (chain.number or chain.fault)
        seen["sealed elsewhere"] += not chain.sealed_by_us
    if id and not seen:
        raise click.ClickException(f"There is no log of {id}.")
    _sum_up(seen)
    sys.exit(1 if seen["broken"] else 0)


def _tell(chain: Chain) -> None:
    if chain.number:
        click.echo(f"{chain.kind} {chain.id} {chain.number} {chain.hash.hex()}")
    if chain.fault:
        click.echo(f"{chain.kind} {chain.id}: {chain.fault}.", err=True)


def _sum_up(seen: Counter[str]) -> None:
    said = f"{seen['chains']} chains, {seen['entries']} good entries, {seen['broken']} broken."
    if seen["without"]:
        said += f" {seen['without']} surveys have no log: they are older than it, or all is gone."
    if seen["sealed elsewhere"]:
        said += f" {seen['sealed elsewhere']} heads were sealed with another SECRET_KEY: unchecked."
    click.echo(said, err=True)


def _kept(file: TextIO) -> Heads:
    """The heads of a file that an earlier run has printed."""
    heads = {}
    for place, line in enumerate(file, 1):
        try:
            kind, id, number, hash = line.split()
            heads[kind, UUID(id)] = Kept(int(number), bytes.fromhex(hash))
        except ValueError as error:
            raise click.ClickException(f"Line {place} of {file.name} is no head.") from error
    return heads
