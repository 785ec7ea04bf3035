"""The formula of the log, computed again by other means: as docs/audit.md tells it."""

import hmac
import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID

from flask import Flask

from backend.models.audit import (
    ACCOUNTS,
    BEGINNING,
    LEDGERS,
    SURVEYS,
    canonical,
    digest,
    seal,
    sealed_with,
)
from tests.server import SECRET

ID = UUID("01980000-0000-7000-8000-000000000001")
BY = UUID("01980000-0000-7000-8000-000000000002")
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ENTRY = {
    "survey_id": ID,
    "number": 3,
    "noted_at": AT,
    "actor_id": BY,
    "act": "configured",
    "detail": {"changed": ["cap", "closes_at"]},
}
WRITTEN = (
    '{"act":"configured","actor_id":"01980000-0000-7000-8000-000000000002",'
    '"detail":{"changed":["cap","closes_at"]},"noted_at":"2026-11-23T09:30:00.000000+00:00",'
    '"number":3,"survey_id":"01980000-0000-7000-8000-000000000001"}'
)


def test_an_entry_is_written_in_one_way_only() -> None:
    assert canonical(ENTRY).decode() == WRITTEN
    assert canonical(dict(reversed(ENTRY.items()))) == canonical(ENTRY)
    elsewhere = ENTRY | {"noted_at": AT.astimezone(timezone(timedelta(hours=5, minutes=30)))}
    assert canonical(elsewhere) == canonical(ENTRY)


def test_texts_are_escaped_as_rfc_8785_does_it() -> None:
    text = 'é€😂 "\\/\b\f\n\r\t\x01\x1f\x7f'
    ours = canonical({"b": text, "a": 1})
    assert ours == '{"a":1,"b":"é€😂 \\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f"}'.encode()
    assert json.loads(ours) == {"a": 1, "b": text}


def test_the_hash_is_of_the_one_before_and_of_all_that_is_told() -> None:
    expected = sha256(BEGINNING + WRITTEN.encode()).digest()
    assert digest(BEGINNING, SURVEYS, ENTRY) == expected
    assert digest(BEGINNING, SURVEYS, ENTRY | {"hash": b"x"}) == expected
    others = [
        ENTRY | {"survey_id": BY},
        ENTRY | {"number": 4},
        ENTRY | {"noted_at": AT + timedelta(microseconds=1)},
        ENTRY | {"actor_id": ID},
        ENTRY | {"act": "closed"},
        ENTRY | {"detail": {}},
    ]
    assert expected not in [digest(BEGINNING, SURVEYS, other) for other in others]
    assert digest(expected, SURVEYS, ENTRY) != expected


def test_the_seal_needs_the_secret_key(context: Flask) -> None:
    key = hmac.digest(SECRET.encode(), b"surveys audit head", "sha256")
    told = b"survey" + ID.bytes + (3).to_bytes(8, "big") + BEGINNING
    assert seal(SURVEYS, ID, 3, BEGINNING) == hmac.digest(key, told, "sha256")
    assert sealed_with() == sha256(key).digest()[:8]
    assert seal(ACCOUNTS, ID, 3, BEGINNING) != seal(SURVEYS, ID, 3, BEGINNING)


def test_another_secret_key_makes_another_seal(context: Flask, monkeypatch) -> None:
    ours = seal(SURVEYS, ID, 3, BEGINNING), sealed_with()
    monkeypatch.setitem(context.config, "SECRET_KEY", "another-secret-of-the-tests-0123456789")
    assert not {*ours} & {seal(SURVEYS, ID, 3, BEGINNING), sealed_with()}


def test_the_application_may_only_add_entries() -> None:
    assert [ledger.entries.info["may"] for ledger in LEDGERS] == ["SELECT, INSERT"] * 2
    assert [ledger.heads.info["may"] for ledger in LEDGERS] == ["SELECT, INSERT, UPDATE"] * 2
