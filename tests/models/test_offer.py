"""Joining links: whom they serve, how often, and for how long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.extensions import db
from backend.models import offer
from backend.models.collaborator import reached
from backend.models.errors import Conflict, NotFound
from backend.models.joining import LASTING, JoiningLink, hashed
from backend.models.role import Role
from backend.models.survey import Survey
from devtools.provider.people import PEOPLE
from tests.surveys.shelf import shelve, whole

NOW = datetime.now(UTC)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def survey(app, alice, bob, carol, dan):
    """Alice's survey, and Bob's with a link of its own."""
    ids = [shelve(app, owner, whole("Lunch")) for owner in (alice, bob)]
    with app.app_context():
        mine, his = (db.session.get_one(Survey, id) for id in ids)
        offer.make(his, Role.EDITOR, bob.user.id, NOW)
        yield mine


@pytest.fixture
def token(survey, alice):
    return offer.make(survey, Role.ANALYST, alice.user.id, NOW)


def test_a_token_is_long_and_only_its_hash_is_kept(survey, token):
    assert len(token) == 43
    (kept,) = db.session.scalars(select(JoiningLink).where(JoiningLink.survey_id == survey.id))
    assert kept.hash == hashed(token)
    assert kept.reference == hashed(token).hex()
    assert token not in repr(vars(kept))


def test_the_offer_tells_what_and_whose(survey, token, dan):
    assert offer.find(survey.id, token, dan.user, NOW) == ("Lunch", "Alice Archer", Role.ANALYST)


def test_it_serves_once_and_gives_its_role(survey, token, carol, dan):
    offer.accept(survey.id, token, dan.user, NOW)
    assert reached(survey.id, dan.user.id).role is Role.ANALYST
    assert offer.find(survey.id, token, carol.user, NOW) is None
    with pytest.raises(NotFound):
        offer.accept(survey.id, token, carol.user, NOW)
    assert reached(survey.id, carol.user.id) is None


def test_two_at_the_same_moment_are_not_both_served(app, survey, token, carol, dan):
    survey_id = survey.id

    def accept(who):
        with app.app_context():
            try:
                offer.accept(survey_id, token, who, NOW)
            except NotFound:
                return 0
            return 1

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(accept, (carol.user, dan.user))) == 1


def test_it_ends_after_a_week(survey, token, dan):
    assert offer.find(survey.id, token, dan.user, NOW + LASTING - MOMENT)
    assert offer.pending(survey.id, NOW + LASTING - MOMENT)
    assert offer.find(survey.id, token, dan.user, NOW + LASTING) is None
    assert not offer.pending(survey.id, NOW + LASTING)
    with pytest.raises(NotFound):
        offer.accept(survey.id, token, dan.user, NOW + LASTING)


def test_it_opens_nothing_else_and_nothing_for_others(app, survey, token, bob, dan, sign_in):
    erin = PEOPLE["erin"]
    stranger = type(dan.user)(tid=erin.tenant, oid=erin.oid, name="Erin", email="")
    with db.session.no_autoflush:
        assert offer.find(survey.id, token, stranger, NOW) is None
    assert offer.find(survey.id, token[:-1], dan.user, NOW) is None
    assert offer.find(survey.id, hashed(token).hex(), dan.user, NOW) is None
    assert offer.find(survey.id, "\ud800", dan.user, NOW) is None
    other = shelve(app, bob)
    assert offer.find(other, token, dan.user, NOW) is None
    survey.delete(NOW)
    assert offer.find(survey.id, token, dan.user, NOW) is None


def test_a_link_that_was_withdrawn_leads_nowhere(survey, token, alice, dan):
    for _ in range(2):
        offer.withdraw(survey, hashed(token), alice.user.id)
    assert offer.find(survey.id, token, dan.user, NOW) is None


def test_no_more_than_so_many_wait_and_those_that_have_ended_do_not_count(
    survey, token, alice, monkeypatch
):
    monkeypatch.setattr(offer, "MOST", 1)
    with pytest.raises(Conflict, match="No more than 1"):
        offer.make(survey, Role.EDITOR, alice.user.id, NOW)
    later = NOW + LASTING
    offer.make(survey, Role.EDITOR, alice.user.id, later)
    left = select(JoiningLink).where(JoiningLink.survey_id == survey.id)
    assert [one.made_at for one in db.session.scalars(left)] == [later]
