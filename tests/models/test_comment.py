from datetime import timedelta

import pytest

from backend.extensions import db
from backend.models import comment
from backend.models.comment import LONGEST, Comment, TooManyComments, follow
from backend.models.comment_reading import threads, waiting
from backend.models.errors import NotFound, Refusal
from backend.models.ids import uuid7
from tests.surveys.shelf import NOW, shelve


@pytest.fixture
def survey(app, alice, bob, context):
    noise = shelve(app, bob)
    Comment.begin(noise, "why", "Why?", "Of Bob's own survey", bob.user.id, NOW)
    return shelve(app, alice)


def begin(survey, by, words="Why “why”?", question="why"):
    return Comment.begin(survey, question, "Why?", words, by.user.id, NOW).id


def reply(survey, thread, by, words="Why not?"):
    return Comment.reply(survey, thread, words, by.user.id, NOW + timedelta(minutes=1)).id


def test_a_thread_tells_who_said_what(survey, alice, bob):
    first = begin(survey, alice, " Two\r\nlines\0 ")
    reply(survey, first, bob)
    other = begin(survey, bob, "Of all", question="")
    one, two = threads(survey)
    assert [(said.who, said.words) for said in one.comments] == [
        ("Alice Archer", "Two\nlines"),
        ("Bob Baker", "Why not?"),
    ]
    assert (one.id, one.question_id, one.about, one.resolved_at) == (first, "why", "Why?", None)
    assert two.id == other
    assert threads(survey, "") == [two]
    assert threads(survey, "why") == [one]
    assert waiting(survey) == {"why": 1, "": 1}


def test_a_thread_is_resolved_and_opened_again(survey, alice, bob):
    first = begin(survey, alice)
    answer = reply(survey, first, bob)
    Comment.settle(survey, first, bob.user.id, NOW)
    assert waiting(survey) == {}
    (thread,) = threads(survey)
    assert (thread.resolved_at, thread.resolved_by) == (NOW, "Bob Baker")
    Comment.settle(survey, first, alice.user.id, None)
    (thread,) = threads(survey)
    assert (thread.resolved_at, thread.resolved_by) == (None, None)
    for nothing in (answer, uuid7()):
        with pytest.raises(NotFound):
            Comment.settle(survey, nothing, alice.user.id, NOW)


def test_one_s_own_comment_can_be_taken_back_and_no_other(survey, alice, bob):
    first = begin(survey, alice)
    answer = reply(survey, first, bob)
    with pytest.raises(NotFound):
        Comment.take_back(survey, answer, alice.user.id)
    assert Comment.take_back(survey, first, alice.user.id) == "why"
    with pytest.raises(NotFound):
        Comment.take_back(survey, first, alice.user.id)
    (thread,) = threads(survey)
    assert [said.words for said in thread.comments] == ["", "Why not?"]
    again = reply(survey, first, alice, "Because.")
    Comment.take_back(survey, again, alice.user.id)
    (thread,) = threads(survey)
    assert len(thread.comments) == 2
    Comment.take_back(survey, answer, bob.user.id)
    assert threads(survey) == []


@pytest.mark.parametrize("words", ["", " \n\0 ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused(survey, alice, words):
    with pytest.raises(Refusal):
        begin(survey, alice, words)
    assert threads(survey) == []


def test_a_survey_holds_only_so_many(survey, alice, monkeypatch):
    monkeypatch.setattr(comment, "MOST", 1)
    begin(survey, alice)
    with pytest.raises(TooManyComments):
        begin(survey, alice)


def test_comments_go_with_a_question_that_is_given_another_id(survey, alice, bob):
    begin(survey, alice)
    begin(survey, alice, question="other")
    follow(survey, "why", "why2")
    db.session.commit()
    assert waiting(survey) == {"why2": 1, "other": 1}
