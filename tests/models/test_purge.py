from datetime import timedelta

import pytest
from sqlalchemy import func, select

from backend.extensions import db
from backend.models import image
from backend.models import purge as purging
from backend.models.audit import ACCOUNTS, OPERATOR, SURVEYS
from backend.models.comment import Comment
from backend.models.draft import Draft, change
from backend.models.drawn_map import DrawnMap
from backend.models.fold import fold
from backend.models.ids import uuid7
from backend.models.joining import JoiningLink
from backend.models.link import Link
from backend.models.partial import PartialResponse
from backend.models.purge import BELONGINGS, Purged, purge
from backend.models.role import Role
from backend.models.session import Session
from backend.models.survey import Survey
from backend.questionnaire.edit import Set
from tests.images import DOT
from tests.people import works_on
from tests.surveys.shelf import DAY, NOW, answer, publish, shelve

LATE = timedelta(days=30, minutes=1)


def full(app, owner, deleted_at):
    """A survey that has left something in every table."""
    survey, by = publish(app, owner), {"made_at": NOW, "made_by": owner.user.id}
    works_on(app, owner, survey, Role.EDITOR)
    answer(app, survey, 3)
    with app.app_context():
        fold(survey)
    answer(app, survey, 2, at=NOW - DAY)
    with app.app_context():
        PartialResponse.keep(survey, uuid7(), 1, {}, NOW)
        image.add(survey, DOT, NOW)
        DrawnMap.keep(survey, "where", "digest", b"png", NOW)
        change(survey, [Set("", "title", "Lunch", "Dinner")], owner.user.id, NOW)
        Comment.begin(survey, "why", "Why?", "Because.", owner.user.id, NOW)
        db.session.add(
            JoiningLink(survey_id=survey, hash=b"h", role="editor", **by, expires_at=NOW)
        )
        db.session.get_one(Survey, survey).deleted_at = deleted_at
        db.session.commit()
    return survey


def left(survey_id):
    """How many rows each table has of a survey."""
    counts = {}
    for table in (*BELONGINGS, Link, Survey):
        of = table.id if table is Survey else table.survey_id
        count = select(func.count()).select_from(table).where(of == survey_id)
        counts[table.__tablename__] = db.session.scalar(count.execution_options(fanout=True))
    return counts


def test_what_was_deleted_over_30_days_ago_goes_for_good_and_nothing_else(app, alice, bob):
    gone, kept = full(app, alice, NOW - LATE), full(app, alice, NOW - 30 * DAY)
    live = full(app, bob, None)
    with app.app_context():
        before = left(live)
        assert left(gone) == before
        assert min(n for name, n in before.items() if name != "sketches") > 0
        assert purge(NOW).surveys == 1
        assert set(left(gone).values()) == {0}
        assert left(kept) == before
        assert left(live) == before
        assert purge(NOW).surveys == 0


def test_much_goes_in_many_short_transactions(app, alice, monkeypatch):
    monkeypatch.setattr(purging, "BATCH", 2)
    survey = publish(app, alice)
    answer(app, survey, 5)
    with app.app_context():
        db.session.get_one(Survey, survey).deleted_at = NOW - LATE
        db.session.commit()
        purge(NOW)
        assert set(left(survey).values()) == {0}


def test_partial_responses_and_sessions_go_when_they_have_expired(app, alice, bob):
    survey = publish(app, bob)
    with app.app_context():
        PartialResponse.keep(survey, uuid7(), 1, {}, NOW - 20 * DAY)
        PartialResponse.keep(survey, alice.user.id, 1, {}, NOW)
        Session.begin(alice.user.id, at=NOW - DAY)
        assert purge(NOW) == Purged(surveys=0, partial_responses=1, sessions=1)
        assert left(survey)["partial_responses"] == 1
        assert purge(NOW) == Purged(0, 0, 0)


def test_every_table_that_belongs_to_a_survey_is_purged_but_its_log():
    tables = {name for name, table in db.metadata.tables.items() if "survey_id" in table.c}
    purged = {table.__tablename__ for table in (*BELONGINGS, Link)}
    assert tables - purged == {SURVEYS.entries.name, SURVEYS.heads.name}
    assert purged <= tables


def test_maps_go_a_week_after_they_were_drawn(app, bob):
    survey = publish(app, bob)
    with app.app_context():
        DrawnMap.keep(survey, "old", "digest", b"png", NOW - 7 * DAY)
        DrawnMap.keep(survey, "new", "digest", b"png", NOW - 6 * DAY)
        assert DrawnMap.find(survey, "old", "digest", NOW) is None
        assert DrawnMap.find(survey, "new", "digest", NOW) == b"png"
        assert DrawnMap.find(survey, "new", "another", NOW) is None
        purge(NOW)
        assert left(survey)["maps"] == 1
        assert DrawnMap.find(survey, "new", "digest", NOW) == b"png"


def test_what_went_is_noted_by_the_operator(app, alice, bob):
    gone, kept = shelve(app, alice, deleted_at=NOW - LATE), shelve(app, bob)
    with app.app_context():
        purge(NOW)
        purge(NOW)
        entries = SURVEYS.entries
        of = {
            id: db.session.execute(
                select(entries.c.act, entries.c.actor_id)
                .where(entries.c.survey_id == id)
                .order_by(entries.c.number)
            ).all()
            for id in (gone, kept)
        }
        assert of[gone][-1] == ("purged", OPERATOR)
        assert of[kept] == [("made", bob.user.id)]
        entries = ACCOUNTS.entries
        whole = select(entries.c.detail).where(entries.c.user_id == OPERATOR)
        assert db.session.scalars(whole).all() == [
            {"surveys": 1, "partial_responses": 0, "sessions": 0}
        ]


def test_the_command_says_how_much_went(app, alice):
    shelve(app, alice, deleted_at=NOW - LATE)
    said = app.test_cli_runner().invoke(args=["purge"])
    assert said.exit_code == 0
    assert said.output.startswith("Purged 1 deleted surveys, 0 expired unfinished responses")


@pytest.mark.parametrize("days", [0, 29, 30])
def test_what_can_be_restored_stays(app, alice, days):
    survey = shelve(app, alice, deleted_at=NOW - days * DAY)
    with app.app_context():
        assert purge(NOW).surveys == 0
        assert Draft.of(survey)
