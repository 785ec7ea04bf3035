"""Noting in the audit log: in the transaction of the deed, so that neither is without the other.

To be called last before the commit: whoever notes holds the chain's head until then, and two who
act at once follow one another.
"""

from datetime import UTC, datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from backend.extensions import db
from backend.models.audit import (
    ACCOUNTS,
    BEGINNING,
    OPERATOR,
    SURVEYS,
    Ledger,
    digest,
    seal,
    sealed_with,
)
from backend.models.audit_acts import Act, Detail, checked

BROKEN = "audit: the log of %s %s does not end as its head says; run flask audit verify"


def note(survey_id: UUID, act: Act, by: UUID, **detail: Detail) -> None:
    """Note what somebody did with a survey."""
    db.session.flush()
    append(db.session.connection(), SURVEYS, survey_id, act, by, **detail)


def note_beforehand(survey_id: UUID, act: Act, by: UUID, **detail: Detail) -> None:
    """Note, in a transaction of its own, what only begins now and is no single transaction."""
    note(survey_id, act, by, **detail)
    db.session.commit()


def note_account(user_id: UUID, act: Act, by: UUID, **detail: Detail) -> None:
    """Note what was done with an account: by its day only, as answers often follow a sign-in."""
    db.session.flush()
    append(db.session.connection(), ACCOUNTS, user_id, act, by, **detail)


def note_operator(act: Act, **detail: Detail) -> None:
    """Note what the operator did with the whole house."""
    note_account(OPERATOR, act, OPERATOR, **detail)


def append(
    connection: Connection, ledger: Ledger, id: UUID, act: Act, by: UUID, **detail: Detail
) -> None:
    """Write the next entry of a chain in this connection's transaction.

    A chain that was tampered with goes on all the same, with a break that nothing heals.
    """
    head = _locked(connection, ledger, id)
    number = ledger.entries.c.number
    last = connection.scalar(select(func.max(number)).where(ledger.id_of_entry == id)) or 0
    if last != head.number:
        current_app.logger.error(BROKEN, ledger.kind, id)
    entry = {
        ledger.key: id,
        "number": max(last, head.number) + 1,
        "noted_at": _moment(ledger, id),
        "actor_id": by,
        "act": act,
        "detail": checked(act, detail),
    }
    hash = digest(head.hash if last == head.number else BEGINNING, ledger, entry)
    connection.execute(insert(ledger.entries).values(**entry, hash=hash))
    _move(connection, ledger, id, entry["number"], hash)


def _locked(connection: Connection, ledger: Ledger, id: UUID) -> Row[tuple[int, bytes]]:
    """The head, made where there is none, and nobody else's until the transaction ends."""
    heads = ledger.heads
    new = {"number": 0, "hash": BEGINNING, "seal": b"", "sealed_with": b""}
    return connection.execute(
        upsert(heads)
        .values({ledger.key: id, **new})
        .on_conflict_do_update(index_elements=[ledger.key], set_={"number": heads.c.number})
        .returning(heads.c.number, heads.c.hash)
    ).one()


def _move(connection: Connection, ledger: Ledger, id: UUID, number: int, hash: bytes) -> None:
    sealed = {"seal": seal(ledger, id, number, hash), "sealed_with": sealed_with()}
    connection.execute(
        update(ledger.heads)
        .where(ledger.id_of_head == id)
        .values(number=number, hash=hash, **sealed)
    )


def _moment(ledger: Ledger, id: UUID) -> datetime:
    """Now; of a person's account, the beginning of the day."""
    now = datetime.now(UTC)
    if ledger is ACCOUNTS and id != OPERATOR:
        return now.replace(hour=0, minute=0, second=0, microsecond=0)
    return now
