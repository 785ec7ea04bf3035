"""Every route that changes something writes the act that docs/audit.md says, and no other."""

import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from backend.extensions import db
from backend.models.audit import ACCOUNTS, LEDGERS
from backend.models.audit_acts import Act
from backend.models.user import User
from tests.browser import Browser
from tests.visits import DOORS, JOINING, KINDS, House, visit

DOCUMENT = (Path(__file__).parents[1] / "docs" / "audit.md").read_text()
ROUTE = re.compile(r"^\| `((?:surveys|auth)\.\w+)` \| (.+) \|$", re.MULTILINE)
SAYS = dict(ROUTE.findall(DOCUMENT))
ACTS = {route: said.strip("`") for route, said in SAYS.items() if said.startswith("`")}
PLACES = {
    "surveys.publish": "draft",
    "surveys.restore": "deleted",
    "surveys.hand_over": "draft",
}
"""The kind of survey with which a route has something to do, where that is not a published one."""
POSTS = {door.endpoint for door in DOORS if door.method == "POST"}
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LAST = ("surveys.close", "surveys.reopen", "surveys.delete", "surveys.hand_over", "auth.logout")
"""After these, or before others, there would be nothing to do."""
CHANGING = [door for door in DOORS if door.method == "POST" or door.endpoint in ACTS.keys() - POSTS]
SIGNING_IN = "auth.complete"
OF_A_LIBRARY = {f"surveys.{verb}_question" for verb in ("rename", "share", "delete")}
PASSED_BY = {
    SIGNING_IN,
    "auth.revoke",
    "auth.revoke_others",
    "surveys.leave",
    "surveys.join",
    *OF_A_LIBRARY,
    *(f"surveys.{verb}_comment" for verb in ("reply_to", "settle", "take_back")),
}
"""These need what a visit does not bring, and have tests of their own below."""

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


def test_signing_in_is_noted(app: Flask, client: Browser) -> None:
    (button,) = client.get("/login").page.find("a", class_="btn primary")
    chosen = requests.post(
        button["href"], data={"person": "alice"}, timeout=10, allow_redirects=False
    )
    back = urlsplit(chosen.headers["Location"])
    client.get(f"{back.path}?{back.query}", status=303)
    with app.app_context():
        alice = db.session.scalars(select(User.id)).one()
    assert noted(app) == [(ACTS[SIGNING_IN], str(alice))]


def test_ending_one_s_other_sessions_is_noted(app: Flask, sign_in) -> None:
    eve, elsewhere, at_home = (sign_in("Eve Evans") for _ in range(3))
    me, before = str(eve.user.id), noted(app)
    eve.post(f"/account/sessions/{sha256(elsewhere.token.encode()).hexdigest()}/end", status=303)
    assert more(before, noted(app)) == [(ACTS["auth.revoke"], me)]
    eve.post("/account/sessions/others/end", status=303)
    eve.post("/account/sessions/others/end", status=303)
    assert more(before, noted(app)) == [(ACTS["auth.revoke_others"], me)] * 2
    at_home.get("/surveys", status=303)


def test_joining_and_leaving_are_noted(
    app: Flask, house: House, carol: Browser, dan: Browser
) -> None:
    survey, before = f"/surveys/{house.alice['published']}", noted(app)
    for _ in range(2):
        dan.post(f"{survey}/joining", data={"token": JOINING}, status=303)
    assert more(before, noted(app)) == [(ACTS["surveys.join"], str(dan.user.id))]
    before = noted(app)
    carol.post(f"{survey}/leaving", status=303)
    assert more(before, noted(app)) == [(ACTS["surveys.leave"], str(carol.user.id))]


@pytest.mark.parametrize("ledger", LEDGERS, ids=["survey", "account"])
def test_the_log_holds_no_word_of_anybody(app: Flask, house: House, alice: Browser, ledger) -> None:
    """Titles, names, addresses, answers and links are looked for in all that was written."""
    for door in CHANGING:
        if door.endpoint not in (*PASSED_BY, "auth.logout"):
            visit(alice, house, door, house.alice["published"])
    with app.app_context(), db.engine.connect() as connection:
        rows = connection.execute(select(ledger.entries).execution_options(fanout=True)).all()
    written = ID.sub("", repr([(row.act, row.detail) for row in rows]).lower())
    told = ["study", "alice", "archer", "@", "some words", "'c1'", "vote", "127.0.0.1", "werkzeug"]
    assert not [word for word in (*told, *house.links.values()) if word in written]
    assert rows or ledger is ACCOUNTS
