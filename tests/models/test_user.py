"""People, from the claims of their tokens."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from backend.extensions import db
from backend.models.user import User

ALICE = {"tid": "t1", "oid": "o1", "name": "Alice Archer", "email": "alice@example.org"}


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(User))


def test_a_person_is_made_once_and_renamed(context: Flask) -> None:
    first = User.from_claims(ALICE)
    again = User.from_claims(ALICE | {"name": "Alice Bowman"})
    assert (again.id, again.name, count()) == (first.id, "Alice Bowman", 1)


def test_whoever_takes_over_an_address_is_somebody_else(context: Flask) -> None:
    first = User.from_claims(ALICE)
    assert User.from_claims(ALICE | {"oid": "o2"}).id != first.id
    assert User.from_claims(ALICE | {"tid": "t2"}).id != first.id


def test_without_a_tenant_issuer_and_subject_are_the_key(context: Flask) -> None:
    user = User.from_claims({"iss": "https://login.example.org", "sub": "s1"})
    assert (user.tid, user.oid) == ("https://login.example.org", "s1")
    assert (user.name, user.email) == ("Unnamed person", "")


def test_nothing_is_written_where_nothing_has_changed(context: Flask) -> None:
    User.from_claims(ALICE)
    written: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        written.append(statement.split()[0])

    event.listen(db.engine, "before_cursor_execute", note)
    User.from_claims(ALICE)
    event.remove(db.engine, "before_cursor_execute", note)
    assert written == ["SELECT"]


@pytest.mark.parametrize("name", ["A\0lice", "\ud800lice", "  Alice\n", "A" * 300])
def test_a_name_is_made_fit_to_be_kept(name: str, context: Flask) -> None:
    kept = User.from_claims(ALICE | {"name": name}).name
    assert "lice" in kept or kept == "A" * 200


def test_first_sign_ins_at_the_same_moment_make_one_person(context: Flask) -> None:
    def sign_in(_: int) -> str:
        with context.app_context():
            return str(User.from_claims(ALICE).id)

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(sign_in, range(8)))
    assert len(ids) == count() == 1
