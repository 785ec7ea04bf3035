"""Notes: in the transaction of the deed, one after the other, of whoever did it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from backend.extensions import db
from backend.models import version
from backend.models.audit import ACCOUNTS, OPERATOR, SURVEYS
from backend.models.audit_acts import Act
from backend.models.audit_verification import verify
from backend.models.audit_writing import note, note_account, note_operator
from backend.models.draft import change
from backend.models.errors import Conflict
from backend.models.ids import uuid7
from backend.models.session import Session
from backend.models.survey import Settings, Survey, WrongSettings
from backend.questionnaire.edit import Set
from tests.browser import Browser
from tests.surveys.shelf import DAY, NOW, answer, publish, shelve

SETTINGS = Settings(cap=5)


def noted(id: UUID, ledger=SURVEYS) -> list[tuple[str, dict]]:
    """The acts of a chain and what they tell."""
    entries = ledger.entries
    statement = select(entries.c.act, entries.c.detail).where(ledger.id_of_entry == id)
    return [tuple(row) for row in db.session.execute(statement.order_by(entries.c.number))]


def get(survey_id: UUID) -> Survey:
    return db.session.get_one(Survey, survey_id)


@pytest.fixture
def draft(context: Flask, alice: Browser) -> UUID:
    return shelve(context, alice)


def test_the_life_of_a_survey_is_noted(context: Flask, alice: Browser, draft: UUID) -> None:
    version.publish(get(draft), alice.user.id, NOW)
    get(draft).configure(SETTINGS)
    get(draft).close(NOW)
    get(draft).reopen(NOW)
    get(draft).delete(NOW)
    get(draft).restore(NOW)
    assert noted(draft) == [
        ("made", {}),
        ("published", {"version": 1}),
        ("configured", {"changed": ["cap"]}),
        ("closed", {}),
        ("reopened", {}),
        ("deleted", {}),
        ("restored", {}),
    ]
    assert [chain.fault for chain in verify({}, draft)] == [""]


def test_what_changes_nothing_is_not_noted(context: Flask, alice: Browser, draft: UUID) -> None:
    for _ in range(2):
        version.publish(get(draft), alice.user.id, NOW)
        get(draft).configure(SETTINGS)
        get(draft).close(NOW)
    get(draft).restore(NOW)
    assert [act for act, _ in noted(draft)] == ["made", "published", "configured", "closed"]


def test_what_is_refused_is_not_noted(context: Flask, alice: Browser, draft: UUID) -> None:
    with pytest.raises(Conflict):
        get(draft).close(NOW)
    with pytest.raises(WrongSettings):
        get(draft).configure(SETTINGS._replace(opens_at=NOW, closes_at=NOW))
    change(draft, [Set("", "title", "Lunch", "")], alice.user.id, NOW)
    with pytest.raises(version.Unpublishable):
        version.publish(get(draft), alice.user.id, NOW)
    assert [act for act, _ in noted(draft)] == ["made"]


def test_what_is_rolled_back_was_not_noted(context: Flask, alice: Browser, draft: UUID) -> None:
    note(draft, Act.CLOSED, alice.user.id)
    db.session.rollback()
    assert [act for act, _ in noted(draft)] == ["made"]
    assert [(chain.number, chain.fault) for chain in verify({}, draft)] == [(1, "")]


def test_an_entry_tells_who_and_when(context: Flask, alice: Browser, bob: Browser) -> None:
    survey = publish(context, alice)
    before = datetime.now(UTC)
    get(survey).close(NOW - DAY, bob.user.id)
    after = datetime.now(UTC)
    entries = SURVEYS.entries
    statement = select(entries).where(entries.c.survey_id == survey).order_by(entries.c.number)
    rows = db.session.execute(statement).all()
    assert [row.actor_id for row in rows] == [alice.user.id, alice.user.id, bob.user.id]
    assert before <= rows[-1].noted_at <= after


def test_answers_and_edits_are_not_noted(context: Flask, alice: Browser) -> None:
    survey = publish(context, alice)
    answer(context, survey, 3)
    change(survey, [Set("", "title", "Lunch", "Dinner")], alice.user.id, NOW)
    assert [act for act, _ in noted(survey)] == ["made", "published"]


def test_of_an_account_the_day_is_kept_and_of_the_operator_the_moment(
    context: Flask, alice: Browser
) -> None:
    token = Session.begin(alice.user.id, NOW)
    Session.end(token)
    Session.end(token)
    entries = ACCOUNTS.entries
    mine = select(entries).where(entries.c.user_id == alice.user.id).order_by(entries.c.number)
    rows = db.session.execute(mine).all()
    assert [row.act for row in rows] == ["signed_in", "signed_in", "signed_out"]
    assert rows[0].detail != rows[1].detail == rows[2].detail
    assert {str(row.noted_at.astimezone(UTC).time()) for row in rows} == {"00:00:00"}
    assert {row.actor_id for row in rows} == {alice.user.id}
    before = datetime.now(UTC)
    note_operator(Act.PURGED, sessions=1)
    db.session.commit()
    his = db.session.execute(select(entries).where(entries.c.user_id == OPERATOR)).one()
    assert (his.actor_id, his.detail) == (OPERATOR, {"sessions": 1})
    assert before <= his.noted_at


def test_two_acts_at_once_make_one_unbroken_chain(app: Flask) -> None:
    id, each, threads = uuid7(), 10, 4
    together = Barrier(threads)

    def act(_: int) -> None:
        with app.app_context():
            together.wait(10)
            for _ in range(each):
                note_account(id, Act.SIGNED_IN, id)
                note(id, Act.CLOSED, id)
                db.session.commit()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(act, range(threads)))
    with app.app_context():
        found = [(chain.kind, chain.number, chain.fault) for chain in verify({}, id)]
        assert found == [("survey", each * threads, ""), ("account", each * threads, "")]


def test_two_who_close_at_once_are_noted_once(app: Flask, alice: Browser) -> None:
    survey, together = publish(app, alice), Barrier(2)

    def close(_: int) -> None:
        with app.app_context():
            seen = get(survey)
            together.wait(10)
            seen.close(NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(close, range(2)))
    with app.app_context():
        assert [act for act, _ in noted(survey)] == ["made", "published", "closed"]


@pytest.mark.parametrize("tampering", ["the end is cut off", "the head is gone", "the head is old"])
def test_a_chain_that_was_tampered_with_goes_on_and_stays_broken(
    context: Flask, alice: Browser, draft: UUID, tampering: str, caplog
) -> None:
    get(draft).delete(NOW)
    entries, heads = SURVEYS.entries, SURVEYS.heads
    of_head = heads.c.survey_id == draft
    db.session.execute(
        {
            "the end is cut off": delete(entries).where(
                entries.c.survey_id == draft, entries.c.number == 2
            ),
            "the head is gone": delete(heads).where(of_head),
            "the head is old": update(heads).where(of_head).values(number=1),
        }[tampering]
    )
    db.session.commit()
    get(draft).restore(NOW)
    assert f"audit: the log of survey {draft} does not end as its head says" in caplog.text
    get(draft).delete(NOW)
    assert [act for act, _ in noted(draft)][-2:] == ["restored", "deleted"]
    (chain,) = verify({}, draft)
    fault = "entry 2 is missing" if "cut" in tampering else "entry 3 is not what was written"
    assert chain.fault == fault
