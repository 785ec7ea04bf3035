"""Verifying the audit log: every chain computed anew, one after the other, entry by entry."""

import hmac
from collections.abc import Iterable, Iterator, Mapping
from heapq import merge
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, select

from backend.extensions import db
from backend.models.audit import BEGINNING, LEDGERS, SURVEYS, Ledger, digest, seal, sealed_with
from backend.models.survey import Survey

PAGE = 500
"""How many chains, or entries of one, are read at a time."""


class Kept(NamedTuple):
    """A head that was printed earlier and kept elsewhere: a number, and the hash it had."""

    number: int
    hash: bytes


Heads: TypeAlias = Mapping[tuple[str, UUID], Kept]


class Chain(NamedTuple):
    """What was found: how far the chain goes, and what is wrong with it first, if anything.

    `sealed_by_us` is false where the head's seal was made with another `SECRET_KEY`.
    """

    kind: str
    id: UUID
    number: int
    hash: bytes
    fault: str
    sealed_by_us: bool


def verify(kept: Heads, only: UUID | None = None) -> Iterator[Chain]:
    """Every chain, or those of one id, verified; those of which there was a head come too.

    A survey without any entry is a chain of none: it is older than the log, or all is gone.
    """
    snapshots = db.engine.connect().execution_options(isolation_level="REPEATABLE READ")
    with snapshots as connection:
        for ledger in LEDGERS:
            for id in [only] if only else _ids(ledger, kept):
                chain = _verified(connection, ledger, id, kept.get((ledger.kind, id)))
                if chain.number or chain.fault or only is None:
                    yield chain


def _verified(connection: Connection, ledger: Ledger, id: UUID, kept: Kept | None) -> Chain:
    """One chain, in one snapshot, so that what is noted meanwhile does not look wrong."""
    with connection.begin():
        head = connection.execute(select(ledger.heads).where(ledger.id_of_head == id)).first()
        number, hash, fault = _walked(ledger, _entries(connection, ledger, id), kept)
    fault = fault or _end(ledger, id, head, kept, Kept(number, hash))
    ours = head is None or head.sealed_with == sealed_with()
    return Chain(ledger.kind, id, number, hash, fault, ours)


def _entries(connection: Connection, ledger: Ledger, id: UUID) -> Iterator[Row[Any]]:
    """The entries of a chain in order, by the page: a chain may be of any length."""
    number = ledger.entries.c.number
    page = select(ledger.entries).where(ledger.id_of_entry == id).order_by(number).limit(PAGE)
    found = connection.execute(page).all()
    while found:
        yield from found
        more = len(found) == PAGE
        found = connection.execute(page.where(number > found[-1].number)).all() if more else []


def _walked(
    ledger: Ledger, entries: Iterable[Row[Any]], kept: Kept | None
) -> tuple[int, bytes, str]:
    """The number and hash of the last good entry, and what is wrong with the next."""
    number, previous = 0, BEGINNING
    for entry in entries:
        if entry.number != number + 1:
            return number, previous, f"entry {number + 1} is missing"
        if not hmac.compare_digest(digest(previous, ledger, entry), entry.hash):
            return number, previous, f"entry {entry.number} is not what was written"
        if kept and kept.number == entry.number and kept.hash != entry.hash:
            return number, previous, f"entry {entry.number} is another than the one kept"
        number, previous = entry.number, entry.hash
    return number, previous, ""


def _end(ledger: Ledger, id: UUID, head: Row[Any] | None, kept: Kept | None, last: Kept) -> str:
    """What is wrong with the end of a chain whose entries follow from one another."""
    if last.number < max(head.number if head else 0, kept.number if kept else 0):
        return f"entry {last.number + 1} is missing, and all after it"
    if head is None:
        return "the head is missing" if last.number else ""
    if head.number < last.number:
        return f"entry {head.number + 1} was not added by the application"
    if head.hash != last.hash:
        return f"entry {last.number} is another than the head names"
    if head.sealed_with == sealed_with() and head.seal != seal(ledger, id, *last):
        return f"the head at entry {last.number} was not written by the application"
    return ""


def _ids(ledger: Ledger, kept: Heads) -> Iterator[UUID]:
    """The ids of all chains that there are, were, or should be, in order."""
    columns: list[ColumnElement[Any]] = [ledger.id_of_entry, ledger.id_of_head]
    columns += [Survey.__table__.c.id] if ledger is SURVEYS else []
    were = sorted(id for kind, id in kept if kind == ledger.kind)
    return (id for id, _ in groupby(merge(were, *(_paged(column) for column in columns))))


def _paged(column: ColumnElement[Any]) -> Iterator[UUID]:
    """All values of a column in order; a page is one short statement over all surveys."""
    last = UUID(int=0)
    beyond = column >= last
    while True:
        statement = select(column).distinct().where(beyond).order_by(column).limit(PAGE)
        with db.engine.connect() as connection:
            page = list(connection.scalars(statement.execution_options(fanout=True)))
        yield from page
        if len(page) < PAGE:
            return
        beyond = column > page[-1]
