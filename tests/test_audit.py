"""Every route that changes something writes the act that docs/audit.md says, and no other."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from backend.extensions import db
from backend.models.audit import ACCOUNTS, LEDGERS
from backend.models.audit_acts import Act
from tests.browser import Browser
from tests.visits import DOORS, KINDS, House, visit

DOCUMENT = (Path(__file__).parents[1] / "docs" / "audit.md").read_text()
ROUTE = re.compile(r"^\| `((?:surveys|auth)\.\w+)` \| (.+) \|$", re.MULTILINE)
SAYS = dict(ROUTE.findall(DOCUMENT))
ACTS = {route: said.strip("`") for route, said in SAYS.items() if said.startswith("`")}
PLACES = {"surveys.publish": "draft", "surveys.restore": "deleted"}
"""The kind of survey with which a route has something to do, where that is not a published one."""
POSTS = {door.endpoint for door in DOORS if door.method == "POST"}
LAST = ("surveys.close", "surveys.reopen", "surveys.delete", "auth.logout")
"""After these, or before others, there would be nothing to do."""
CHANGING = [door for door in DOORS if door.method == "POST" or door.endpoint in ACTS.keys() - POSTS]
PASSED_BY = {"auth.complete"}
"""Without a provider's answer it does nothing; tests/auth/test_session_begin_end.py goes there."""

Rows = list[tuple[str, str]]


def noted(app: Flask) -> Rows:
    """All entries there are, as pairs of an act and an actor."""
    with app.app_context(), db.engine.connect() as connection:
        statements = [
            select(ledger.entries.c.act, ledger.entries.c.actor_id).order_by(
                ledger.id_of_entry, ledger.entries.c.number
            )
            for ledger in LEDGERS
        ]
        found = [connection.execute(one.execution_options(fanout=True)) for one in statements]
        return [(act, str(by)) for rows in found for act, by in rows]


def more(before: Rows, after: Rows) -> Rows:
    """What has come since."""
    left = list(after)
    for row in before:
        left.remove(row)
    return left


def test_every_route_that_changes_something_is_documented() -> None:
    assert SAYS.keys() >= POSTS
    assert SAYS.keys() <= {door.endpoint for door in DOORS}
    assert {*ACTS.values()} <= set(Act)


def test_a_route_writes_its_act_and_no_other(app: Flask, house: House, alice: Browser) -> None:
    written, right = {}, {}
    for door in sorted(CHANGING, key=lambda door: door.endpoint in LAST):
        if door.endpoint in PASSED_BY:
            continue
        survey = house.alice[PLACES.get(door.endpoint, "published")]
        if door.owner and door.endpoint not in ACTS:  # nobody else's edit is in the way
            copied = alice.post(f"/surveys/{house.alice['draft']}/copy").location
            survey = UUID(copied.split("/")[2])
        before = noted(app)
        assert visit(alice, house, door, survey).status_code < 400, door.endpoint
        written[door.endpoint] = more(before, noted(app))
        act = ACTS.get(door.endpoint)
        right[door.endpoint] = [(act, str(alice.user.id))] if act else []
    assert written == right


def test_what_is_refused_writes_nothing(app: Flask, house: House, bob: Browser) -> None:
    before = noted(app)
    for door in CHANGING:
        for kind in KINDS if door.owner else ():
            assert visit(bob, house, door, house.alice[kind]).status_code == 404
    assert noted(app) == before


def test_asking_only_for_the_head_of_a_file_takes_nothing_away(
    app: Flask, house: House, alice: Browser
) -> None:
    before = noted(app)
    alice.head(f"/surveys/{house.alice['published']}/responses.csv")
    assert noted(app) == before


def test_signing_in_is_noted(app: Flask, sign_in) -> None:
    eve = sign_in("Eve Evans")
    assert noted(app) == [("signed_in", str(eve.user.id))]


@pytest.mark.parametrize("ledger", LEDGERS, ids=["survey", "account"])
def test_the_log_holds_no_word_of_anybody(app: Flask, house: House, alice: Browser, ledger) -> None:
    """Titles, names, addresses, answers and links are looked for in all that was written."""
    for door in CHANGING:
        if door.endpoint not in (*PASSED_BY, "auth.logout"):
            visit(alice, house, door, house.alice["published"])
    with app.app_context(), db.engine.connect() as connection:
        rows = connection.execute(select(ledger.entries).execution_options(fanout=True)).all()
    written = repr([(row.act, row.detail) for row in rows]).lower()
    told = ["study", "alice", "archer", "@", "some words", "c1", "vote", "127.0.0.1", "werkzeug"]
    assert not [word for word in (*told, *house.links.values()) if word in written]
    assert rows or ledger is ACCOUNTS
