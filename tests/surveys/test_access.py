"""The ways to a survey: whoever has no part in it, and whoever lost its link, finds nothing."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import render_template_string

from backend.auth.session import cookie_name
from backend.models.errors import NotAllowed, NotFound
from backend.models.role import RIGHTS, Right, Role
from backend.surveys import access
from backend.surveys.access import (
    UnknownLink,
    as_operator,
    by_link,
    is_in,
    may,
    person,
    reach,
    reach_deleted,
)
from tests.people import works_on
from tests.surveys.answering import change, publish


@pytest.fixture
def standing_before(app):
    """`with standing_before(browser)`: a request of that browser's, or of nobody's."""

    def standing_before(browser=None):
        cookies = {"Cookie": f"{cookie_name()}={browser.token}"} if browser else {}
        return app.test_request_context("/surveys", headers=cookies)

    return standing_before


@pytest.fixture
def survey(app, sign_in):
    """A published survey, and the browser of its author."""
    author = sign_in("Clara Clark")
    asked = publish(app, tid=author.user.tid)
    change(app, asked, owner_id=author.user.id)
    return asked, author


def test_nobody_is_nobody(standing_before):
    with standing_before(), pytest.raises(NotFound):
        person()


def test_whoever_is_signed_in_is_a_person(standing_before, alice):
    with standing_before(alice):
        assert person().id == alice.user.id


@pytest.mark.parametrize(
    ("reach", "deleted_at", "other"),
    [
        (lambda id: reach(id, Right.DELETE), None, datetime.now(UTC)),
        (reach_deleted, datetime.now(UTC), None),
    ],
    ids=["reach", "reach_deleted"],
)
def test_its_owner_reaches_it_and_only_as_it_is(
    app, standing_before, alice, survey, reach, deleted_at, other
):
    asked, author = survey
    change(app, asked, deleted_at=deleted_at)
    with standing_before(author):
        assert reach(asked.survey_id).id == asked.survey_id
    for nobody in (alice, None):
        with standing_before(nobody), pytest.raises(NotFound):
            reach(asked.survey_id)
    change(app, asked, deleted_at=other)
    with standing_before(author), pytest.raises(NotFound):
        reach(asked.survey_id)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_a_role_reaches_what_the_table_says(app, standing_before, alice, survey, role, right):
    asked, author = survey
    if role is not Role.OWNER:
        works_on(app, alice, asked.survey_id, role)
        author = alice
    with standing_before(author):
        if right in RIGHTS[role]:
            assert reach(asked.survey_id, right).id == asked.survey_id
            assert may(reach(asked.survey_id, right), right)
        else:
            with pytest.raises(NotAllowed):
                reach(asked.survey_id, right)


def test_collaborators_find_no_deleted_survey(app, standing_before, alice, survey):
    asked, _ = survey
    works_on(app, alice, asked.survey_id, Role.EDITOR)
    change(app, asked, deleted_at=datetime.now(UTC))
    with standing_before(alice):
        with pytest.raises(NotFound):
            reach(asked.survey_id, Right.DELETE)
        with pytest.raises(NotFound):
            reach_deleted(asked.survey_id)


def test_a_template_asks_what_may_be_done(app, standing_before, alice, survey):
    asked, _ = survey
    works_on(app, alice, asked.survey_id, Role.ANALYST)
    asking = "{{ may(survey, 'results') }} {{ may(survey, 'edit') }}"
    with standing_before(alice):
        reached = reach(asked.survey_id, Right.READ)
        assert render_template_string(asking, survey=reached) == "True False"


def test_a_page_asks_of_the_survey_that_was_reached(app, standing_before, alice, survey):
    asked, author = survey
    with standing_before(author), pytest.raises(KeyError):
        may(reach(asked.survey_id, Right.READ).__class__(id=uuid4()), Right.READ)


def test_who_is_in_owns_it_or_works_on_it_and_it_is_there(app, standing_before, alice, bob, survey):
    asked, author = survey
    works_on(app, alice, asked.survey_id, Role.ANALYST)
    met = []
    for deleted_at in (None, datetime.now(UTC)):
        change(app, asked, deleted_at=deleted_at)
        for one in (author, alice, bob):
            with standing_before(one):
                met.append(is_in(asked.survey_id))
    assert met == [True, True, False, False, False, False]


def test_only_an_operator_is_one(standing_before, alice):
    with standing_before(alice):
        with pytest.raises(NotFound):
            as_operator()
        person().operator = True
        assert as_operator().id == alice.user.id
    with standing_before(), pytest.raises(NotFound):
        as_operator()


def test_a_link_leads_to_its_survey(app):
    asked = publish(app)
    with app.test_request_context(asked.path):
        assert by_link(asked.key).survey_id == asked.survey_id


def test_wrong_links_are_counted_and_right_ones_are_not(app, monkeypatch):
    asked, counted = publish(app), []
    monkeypatch.setattr(access, "spend", counted.append)
    with app.test_request_context("/s/nothing"):
        by_link(asked.key)
        with pytest.raises(UnknownLink):
            by_link("nothing")
    assert counted == ["wrong_links"]


def test_an_unknown_link_leads_nowhere_and_says_what_to_do(app):
    with app.test_request_context("/s/nothing"), pytest.raises(UnknownLink) as refused:
        by_link("nothing")
    assert refused.value.title == "There is no survey here"
    assert refused.value.sentence == (
        "Check that the whole address was copied, or ask whoever sent it to you."
    )
