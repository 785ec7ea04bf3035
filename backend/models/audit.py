"""The audit log: a chain of entries for each survey, and one for each account.

An entry's hash is SHA-256(previous ‖ canonical), where `previous` is the hash of the entry before
(32 bytes; zeros before the first) and `canonical` is the entry without its hash, as JSON in the
form of RFC 8785: keys sorted, no spaces, UTF-8, whole numbers only. Moments are written in UTC to
the microsecond (`2026-11-23T09:30:00.000000+00:00`), ids as in RFC 9562. The keys are `act`,
`actor_id`, `detail`, `noted_at`, `number` and `survey_id` (`user_id` of an account).

A head beside each chain tells its last number and hash, under a seal: HMAC-SHA-256(key, `survey` or
`account` ‖ id ‖ number as 8 bytes, the highest first ‖ hash), key = HMAC-SHA-256(SECRET_KEY,
`surveys audit head`). So whoever can write the tables, but not read the settings, cannot cut
entries off at the end without being seen, unless they put an older head of that chain back.

Entries are only ever inserted; `may` in a table's `info` says what the application's role may do.
"""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from flask import current_app
from sqlalchemy import Column, DateTime, Integer, LargeBinary, Row, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from backend.extensions import Base

OPERATOR = UUID(int=0)
"""Who acts through the commands; its own chain stands among those of accounts."""
BEGINNING = bytes(32)
"""What stands for the hash before the first entry."""
PURPOSE = b"surveys audit head"


class Ledger(NamedTuple):
    """Chains of one kind: what an entry is about, by which column, and their two tables."""

    kind: str
    key: str
    entries: Table
    heads: Table

    @property
    def id_of_entry(self) -> Column[Any]:
        """The column that tells to which chain an entry belongs."""
        return self.entries.c[self.key]

    @property
    def id_of_head(self) -> Column[Any]:
        """The same of a head."""
        return self.heads.c[self.key]


def _ledger(kind: str, key: str, entries: str, heads: str, info: Mapping[str, str]) -> Ledger:
    return Ledger(
        kind,
        key,
        Table(
            entries,
            Base.metadata,
            Column(key, Uuid, primary_key=True),
            Column("number", Integer, primary_key=True, autoincrement=False),
            Column("noted_at", DateTime(timezone=True), nullable=False),
            Column("actor_id", Uuid, nullable=False),
            Column("act", Text, nullable=False),
            Column("detail", JSONB, nullable=False),
            Column("hash", LargeBinary, nullable=False),
            info={**info, "may": "SELECT, INSERT"},
        ),
        Table(
            heads,
            Base.metadata,
            Column(key, Uuid, primary_key=True),
            Column("number", Integer, nullable=False),
            Column("hash", LargeBinary, nullable=False),
            Column("seal", LargeBinary, nullable=False),
            Column("sealed_with", LargeBinary, nullable=False),
            info={**info, "may": "SELECT, INSERT, UPDATE"},
        ),
    )


OF_SURVEY = {"citus": "distributed", "citus_column": "survey_id"}
SURVEYS = _ledger("survey", "survey_id", "audit_entries", "audit_heads", OF_SURVEY)
ACCOUNTS = _ledger("account", "user_id", "account_entries", "account_heads", {"citus": "local"})
LEDGERS = (SURVEYS, ACCOUNTS)


def digest(previous: bytes, ledger: Ledger, entry: Mapping[str, Any] | Row[Any]) -> bytes:
    """The hash of an entry, given the one before; see the module's docstring."""
    told = entry if isinstance(entry, Mapping) else entry._mapping
    names = ("act", "actor_id", "detail", "noted_at", "number", ledger.key)
    return sha256(previous + canonical({name: told[name] for name in names})).digest()


def canonical(values: Mapping[str, Any]) -> bytes:
    """JSON in the form of RFC 8785, of texts, whole numbers, lists, ids and moments."""
    written = {name: _written(value) for name, value in values.items()}
    return orjson.dumps(written, option=orjson.OPT_SORT_KEYS)


def seal(ledger: Ledger, id: UUID, number: int, hash: bytes) -> bytes:
    """The seal of a chain's head; only who knows `SECRET_KEY` can make it."""
    head = ledger.kind.encode() + id.bytes + number.to_bytes(8) + hash
    return hmac.digest(_key(), head, "sha256")


def sealed_with() -> bytes:
    """What tells the present key from another, and nothing else about it: 8 bytes."""
    return sha256(_key()).digest()[:8]


def _key() -> bytes:
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), PURPOSE, "sha256")


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
