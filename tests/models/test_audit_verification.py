"""Whoever owns the tables can write what they like; each way of it is found, and named."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, delete, insert, select, update

from backend.extensions import db
from backend.models import audit_verification
from backend.models.audit import ACCOUNTS, BEGINNING, OPERATOR, SURVEYS, Ledger, digest
from backend.models.audit_acts import Act
from backend.models.audit_verification import Chain, Kept, verify
from backend.models.audit_writing import note, note_account, note_operator
from backend.models.ids import uuid7
from backend.models.purge import purge
from backend.models.survey import Survey
from tests.browser import Browser
from tests.surveys.shelf import NOW, shelve

DOCUMENT = Path(__file__).parents[2] / "docs" / "audit.md"
LEDGERS = pytest.mark.parametrize("ledger", [SURVEYS, ACCOUNTS], ids=["survey", "account"])
ACTS = {"survey": [Act.MADE, Act.CLOSED, Act.REOPENED, Act.DELETED], "account": [Act.SIGNED_IN] * 4}


@pytest.fixture
def chains(context: Flask) -> dict[Ledger, UUID]:
    """A chain of four entries of each kind, and another beside it that stays good."""
    ids = {SURVEYS: uuid7(), ACCOUNTS: uuid7()}
    for id in (*ids.values(), uuid7()):
        for of_survey, of_account in zip(*ACTS.values(), strict=True):
            note(id, of_survey, id)
            note_account(id, of_account, id)
    db.session.commit()
    return ids


class Tampering:
    """The owner of the tables, at work in one chain."""

    def __init__(self, connection: Connection, ledger: Ledger, id: UUID) -> None:
        self.run, self.ledger, self.id = connection.execute, ledger, id

    def entry(self, number: int) -> Any:
        return self.run(select(self.ledger.entries).where(*self._at(number))).one()

    def change(self, number: int, /, **values: Any) -> None:
        self.run(update(self.ledger.entries).where(*self._at(number)).values(**values))

    def remove(self, *numbers: int) -> None:
        for number in numbers:
            self.run(delete(self.ledger.entries).where(*self._at(number)))

    def add(self, number: int, /, **values: Any) -> None:
        """A copy of the last entry with another number, and a hash that fits."""
        last = self.entry(number - 1)
        entry = {**last._mapping, "number": number, **values}
        fitting = digest(last.hash, self.ledger, entry)
        self.run(insert(self.ledger.entries).values(entry | {"hash": fitting}))

    def rewrite(self, first: int) -> None:
        """Make all hashes from an entry on fit what now stands there."""
        previous = self.entry(first - 1).hash if first > 1 else BEGINNING
        for number in range(first, 5):
            previous = digest(previous, self.ledger, self.entry(number))
            self.change(number, hash=previous)

    def head(self, **values: Any) -> None:
        of_head = self.ledger.id_of_head == self.id
        self.run(update(self.ledger.heads).where(of_head).values(**values))

    def behead(self) -> None:
        self.run(delete(self.ledger.heads).where(self.ledger.id_of_head == self.id))

    def _at(self, number: int) -> tuple[Any, Any]:
        return self.ledger.id_of_entry == self.id, self.ledger.entries.c.number == number


def swap(it: Tampering) -> None:
    it.change(2, number=9)
    it.change(3, number=2)
    it.change(9, number=3)


def insert_between(it: Tampering) -> None:
    it.change(4, number=5)
    it.change(3, number=4)
    it.add(3)


def rewrite_after_a_change(it: Tampering) -> None:
    it.change(2, act="published")
    it.rewrite(2)


def cut_off_and_behead_anew(it: Tampering) -> None:
    it.remove(3, 4)
    it.head(number=2, hash=it.entry(2).hash)


def add_with_a_head_of_its_own(it: Tampering) -> None:
    it.add(5)
    it.head(number=5, hash=it.entry(5).hash)


WAYS: dict[str, tuple[Callable[[Tampering], None], str]] = {
    "another act": (lambda it: it.change(2, act="exported"), "entry 2 is not what was written"),
    "another detail": (lambda it: it.change(3, detail={"x": 1}), "entry 3 is not what was written"),
    "somebody else": (lambda it: it.change(1, actor_id=UUID(int=7)), "entry 1 is not what was"),
    "another moment": (lambda it: it.change(4, noted_at=NOW), "entry 4 is not what was written"),
    "another hash": (lambda it: it.change(2, hash=bytes(32)), "entry 2 is not what was written"),
    "no hash": (lambda it: it.change(2, hash=b""), "entry 2 is not what was written"),
    "the first removed": (lambda it: it.remove(1), "entry 1 is missing"),
    "the middle removed": (lambda it: it.remove(2), "entry 2 is missing"),
    "two swapped": (swap, "entry 2 is not what was written"),
    "one inserted": (insert_between, "entry 4 is not what was written"),
    "rewritten from there on": (rewrite_after_a_change, "entry 4 is another than the head names"),
    "the end cut off": (lambda it: it.remove(4), "entry 4 is missing, and all after it"),
    "all removed": (lambda it: it.remove(1, 2, 3, 4), "entry 1 is missing, and all after it"),
    "one added": (lambda it: it.add(5), "entry 5 was not added by the application"),
    "the head removed": (Tampering.behead, "the head is missing"),
    "a false seal": (lambda it: it.head(seal=bytes(32)), "the head at entry 4 was not written by"),
    "cut off, with its head": (cut_off_and_behead_anew, "the head at entry 2 was not written by"),
    "added, with its head": (add_with_a_head_of_its_own, "the head at entry 5 was not written by"),
}


def found(kept: Any = None, only: UUID | None = None) -> dict[tuple[str, UUID], Chain]:
    return {(chain.kind, chain.id): chain for chain in verify(kept or {}, only)}


@LEDGERS
@pytest.mark.parametrize("way", WAYS)
def test_tampering_is_named_and_nothing_else_is(
    chains: dict[Ledger, UUID], ledger: Ledger, way: str
) -> None:
    assert not [chain for chain in found().values() if chain.fault]
    tamper, fault = WAYS[way]
    with db.engine.begin() as connection:
        tamper(Tampering(connection, ledger, chains[ledger]))
    broken = [chain for chain in found().values() if chain.fault]
    assert [(chain.kind, chain.id) for chain in broken] == [(ledger.kind, chains[ledger])]
    assert broken[0].fault.startswith(fault)
    alone = found(only=chains[ledger])
    assert alone[ledger.kind, chains[ledger]].fault == broken[0].fault


@LEDGERS
def test_an_older_head_put_back_is_found_by_one_that_was_kept(
    chains: dict[Ledger, UUID], ledger: Ledger, context: Flask
) -> None:
    id = chains[ledger]
    older = db.session.execute(select(ledger.heads).where(ledger.id_of_head == id)).one()
    (note if ledger is SURVEYS else note_account)(id, ACTS[ledger.kind][1], id)
    db.session.commit()
    kept = {key: Kept(chain.number, chain.hash) for key, chain in found().items()}
    assert kept[ledger.kind, id].number == 5
    with db.engine.begin() as connection:
        it = Tampering(connection, ledger, id)
        it.remove(5)
        it.head(**{name: older._mapping[name] for name in ("number", "hash", "seal")})
    assert not [chain for chain in found().values() if chain.fault]
    broken = {key: chain.fault for key, chain in found(kept).items() if chain.fault}
    assert broken == {(ledger.kind, id): "entry 5 is missing, and all after it"}


@LEDGERS
def test_a_log_that_is_gone_with_its_head_is_found_by_one_that_was_kept(
    chains: dict[Ledger, UUID], ledger: Ledger
) -> None:
    id = chains[ledger]
    kept = {key: Kept(chain.number, chain.hash) for key, chain in found().items()}
    with db.engine.begin() as connection:
        it = Tampering(connection, ledger, id)
        it.remove(1, 2, 3, 4)
        it.behead()
    assert (ledger.kind, id) not in found()
    broken = {key: chain.fault for key, chain in found(kept).items() if chain.fault}
    assert broken == {(ledger.kind, id): "entry 1 is missing, and all after it"}


def test_a_kept_head_of_another_hash_is_named(chains: dict[Ledger, UUID]) -> None:
    id = chains[SURVEYS]
    kept = {("survey", id): Kept(2, bytes(32))}
    assert found(kept, id)["survey", id].fault == "entry 2 is another than the one kept"
    assert found(kept)["survey", id].number == 1


def test_a_log_that_has_grown_since_a_head_was_kept_is_good(chains: dict[Ledger, UUID]) -> None:
    id = chains[SURVEYS]
    (chain,) = (one for one in verify({}, id) if one.kind == "survey")
    note(id, Act.RESTORED, id)
    db.session.commit()
    later = found({("survey", id): Kept(chain.number, chain.hash)}, id)["survey", id]
    assert (later.number, later.fault) == (5, "")


def test_after_another_secret_key_the_seal_is_left_out_until_the_next_act(
    chains: dict[Ledger, UUID], context: Flask, monkeypatch
) -> None:
    id = chains[SURVEYS]
    monkeypatch.setitem(context.config, "SECRET_KEY", "another-secret-of-the-tests-0123456789")
    assert {(chain.fault, chain.sealed_by_us) for chain in verify({})} == {("", False)}
    note(id, Act.RESTORED, id)
    db.session.commit()
    assert found()["survey", id].sealed_by_us
    assert not found()["survey", id].fault


def test_a_survey_without_a_log_is_told(context: Flask, alice: Browser) -> None:
    survey = shelve(context, alice)
    db.session.execute(delete(SURVEYS.entries).where(SURVEYS.entries.c.survey_id == survey))
    db.session.execute(delete(SURVEYS.heads).where(SURVEYS.heads.c.survey_id == survey))
    db.session.commit()
    chain = found()["survey", survey]
    assert (chain.number, chain.fault) == (0, "")
    assert found(only=survey) == {}


def test_the_log_of_a_purged_survey_stays(context: Flask, alice: Browser) -> None:
    survey = shelve(context, alice)
    db.session.get_one(Survey, survey).delete(NOW.replace(year=2020))
    assert purge(NOW).surveys == 1
    assert (found()["survey", survey].number, found()["survey", survey].fault) == (3, "")


def test_the_documented_statement_forgets_what_was_purged_long_ago_and_nothing_else(
    chains: dict[Ledger, UUID],
) -> None:
    (statement,) = re.findall(r"```sql\n(.+?)```", DOCUMENT.read_text(), re.DOTALL)
    old, young = uuid7(), chains[SURVEYS]
    for id in (old, young):
        note(id, Act.MADE, id)
        note(id, Act.PURGED, OPERATOR)
    db.session.commit()
    before = found()
    with db.engine.begin() as connection:
        Tampering(connection, SURVEYS, old).change(2, noted_at=NOW - timedelta(days=400))
        connection.exec_driver_sql(statement)
    assert found().keys() == before.keys() - {("survey", old)}


def test_many_chains_are_read_in_pages(chains: dict[Ledger, UUID], monkeypatch) -> None:
    note_operator(Act.PURGED, surveys=1)
    db.session.commit()
    all_at_once = list(verify({}))
    monkeypatch.setattr(audit_verification, "PAGE", 1)
    assert list(verify({})) == all_at_once
    assert len(all_at_once) == 7
    assert all_at_once[3:] == sorted(all_at_once[3:], key=lambda chain: chain.id)
