"""Ids are made in Python, so that a row knows its id before the database sees it."""

import secrets
import time
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

VERSION = 0x7 << 76
VARIANT = 0b10 << 62


def uuid7() -> UUID:
    """A new id whose order is the order of making, to the millisecond (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    return UUID(
        int=milliseconds << 80
        | VERSION
        | secrets.randbits(12) << 64
        | VARIANT
        | secrets.randbits(62)
    )


ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that nobody takes for one another when reading aloud or from paper."""


def short_ids() -> Iterator[str]:
    """Fresh ids for the parts of a questionnaire, without end: 8 characters, 39 bits each."""
    while True:
        yield "".join(secrets.choice(ALPHABET) for _ in range(8))


def short_id(*of: object) -> str:
    """The id that always follows from these, for a part that may be sent twice: as `short_ids`."""
    number = int.from_bytes(sha256("\n".join(map(str, of)).encode()).digest())
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(8))


def link_key() -> str:
    """A fresh key for a survey's public address: 10 characters, 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))
