"""Collaborators: who comes, who goes, what is noted, and what happens at the same moment."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from backend.extensions import db
from backend.models import collaborator, offer
from backend.models.audit_acts import Act
from backend.models.audit_reading import activity
from backend.models.collaborator import Collaborator, reached
from backend.models.errors import Conflict, NotFound
from backend.models.ids import uuid7
from backend.models.role import Role
from backend.models.survey import Survey
from tests.people import works_on
from tests.surveys.shelf import shelve

NOW = datetime.now(UTC)


@pytest.fixture
def survey(app, alice, bob, carol, dan):
    """Alice's survey; Bob has another, on which Carol and Alice work."""
    for one in (alice, carol):
        works_on(app, one, shelve(app, bob), Role.EDITOR)
    survey_id = shelve(app, alice)
    with app.app_context():
        yield db.session.get_one(Survey, survey_id)


def roles(survey):
    return {one.name: one.role for one in collaborator.people(survey)}


def acts(survey):
    return [(one.act, one.whom, one.detail.get("role")) for one in activity(survey.id)][:-1]


def test_the_owner_stands_first_and_then_the_others_by_name(survey, alice, carol, dan):
    for one in (dan, carol):
        collaborator.add(survey, one.user.id, Role.ANALYST, alice.user.id, NOW)
    people = collaborator.people(survey)
    assert [one.name for one in people] == ["Alice Archer", "Carol Chen", "Dan Diaz"]
    assert [one.added_at for one in people] == [None, NOW, NOW]
    assert roles(survey)["Alice Archer"] is Role.OWNER


def test_adding_twice_is_adding_once_and_the_last_role_holds(survey, alice, carol):
    for role in (Role.EDITOR, Role.EDITOR, Role.ANALYST):
        collaborator.add(survey, carol.user.id, role, alice.user.id, NOW)
    assert roles(survey)["Carol Chen"] is Role.ANALYST
    assert acts(survey) == [
        (Act.ADDED, "Carol Chen", "analyst"),
        (Act.ADDED, "Carol Chen", "editor"),
    ]


def test_nobody_unknown_and_not_the_owner_is_added(survey, alice, carol):
    for user_id in (uuid7(), alice.user.id):
        with pytest.raises(NotFound):
            collaborator.add(survey, user_id, Role.EDITOR, alice.user.id, NOW)
    assert len(roles(survey)) == 1
    assert not acts(survey)


def test_there_is_a_last_one_who_can_be_added(survey, alice, carol, dan, monkeypatch):
    monkeypatch.setattr(collaborator, "MOST", 1)
    collaborator.add(survey, carol.user.id, Role.EDITOR, alice.user.id, NOW)
    with pytest.raises(Conflict, match="No more than 1"):
        collaborator.add(survey, dan.user.id, Role.EDITOR, alice.user.id, NOW)
    collaborator.add(survey, carol.user.id, Role.ANALYST, alice.user.id, NOW)
    assert roles(survey) == {"Alice Archer": Role.OWNER, "Carol Chen": Role.ANALYST}


def test_a_role_is_changed_once(survey, alice, carol, dan):
    collaborator.add(survey, carol.user.id, Role.EDITOR, alice.user.id, NOW)
    for _ in range(2):
        collaborator.change(survey, carol.user.id, Role.ANALYST, alice.user.id)
    assert reached(survey.id, carol.user.id).role is Role.ANALYST
    assert acts(survey)[0] == (Act.ROLE_CHANGED, "Carol Chen", "analyst")
    assert len(acts(survey)) == 2
    with pytest.raises(NotFound):
        collaborator.change(survey, dan.user.id, Role.ANALYST, alice.user.id)


def test_who_is_removed_or_leaves_reaches_it_no_more(survey, alice, carol, dan):
    for one in (carol, dan):
        collaborator.add(survey, one.user.id, Role.EDITOR, alice.user.id, NOW)
    for _ in range(2):
        collaborator.remove(survey, carol.user.id, alice.user.id)
        collaborator.leave(survey, dan.user.id)
    assert reached(survey.id, carol.user.id) is None
    assert reached(survey.id, dan.user.id) is None
    assert reached(survey.id, alice.user.id).role is Role.OWNER
    assert acts(survey)[:2] == [(Act.LEFT, "", None), (Act.REMOVED, "Carol Chen", None)]
    assert len(acts(survey)) == 4
    others = select(func.count()).select_from(Collaborator).execution_options(fanout=True)
    assert db.session.scalar(others) == 2


def test_the_owner_does_not_leave(survey, alice):
    with pytest.raises(Conflict, match="Hand it over"):
        collaborator.leave(survey, alice.user.id)


def test_a_survey_is_handed_over_to_who_works_on_it(survey, alice, carol, dan):
    collaborator.add(survey, carol.user.id, Role.ANALYST, alice.user.id, NOW)
    offer.make(survey, Role.EDITOR, alice.user.id, NOW)
    with pytest.raises(NotFound):
        collaborator.hand_over(survey, dan.user.id, alice.user.id, NOW)
    collaborator.hand_over(survey, carol.user.id, alice.user.id, NOW)
    assert roles(survey) == {"Carol Chen": Role.OWNER, "Alice Archer": Role.EDITOR}
    assert reached(survey.id, carol.user.id).role is Role.OWNER
    assert offer.pending(survey.id, NOW) == []
    assert acts(survey)[0] == (Act.HANDED_OVER, "Carol Chen", None)


def test_nobody_owns_it_who_leaves_at_the_same_moment(app, survey, alice, carol):
    survey_id, at = survey.id, []
    collaborator.add(survey, carol.user.id, Role.EDITOR, alice.user.id, NOW)

    def act(verb, *told):
        with app.app_context(), contextlib.suppress(Conflict, NotFound):
            verb(db.session.get_one(Survey, survey_id), *told)
            at.append(verb)

    with ThreadPoolExecutor(2) as pool:
        pool.submit(act, collaborator.hand_over, carol.user.id, alice.user.id, NOW)
        pool.submit(act, collaborator.leave, carol.user.id)
    (done,) = at
    db.session.expire_all()
    owner = "Carol Chen" if done is collaborator.hand_over else "Alice Archer"
    assert roles(survey)[owner] is Role.OWNER
    assert len(roles(survey)) == (2 if owner == "Carol Chen" else 1)


def test_who_has_just_handed_it_over_decides_no_more(survey, alice, carol, dan):
    collaborator.add(survey, carol.user.id, Role.EDITOR, alice.user.id, NOW)
    collaborator.hand_over(survey, carol.user.id, alice.user.id, NOW)
    for late in (
        lambda: collaborator.add(survey, dan.user.id, Role.EDITOR, alice.user.id, NOW),
        lambda: collaborator.change(survey, carol.user.id, Role.ANALYST, alice.user.id),
        lambda: collaborator.remove(survey, carol.user.id, alice.user.id),
        lambda: collaborator.hand_over(survey, carol.user.id, alice.user.id, NOW),
        lambda: offer.make(survey, Role.EDITOR, alice.user.id, NOW),
        lambda: offer.withdraw(survey, b"hash", alice.user.id),
    ):
        with pytest.raises(Conflict, match="handed over meanwhile"):
            late()
    assert roles(survey) == {"Carol Chen": Role.OWNER, "Alice Archer": Role.EDITOR}
