from datetime import timedelta

import pytest

from backend.extensions import db
from backend.models import question_library
from backend.models.ids import uuid7
from backend.models.question_library import (
    HasImages,
    LibraryIsFull,
    LibraryQuestion,
    TooLarge,
    mine,
    shared,
)
from backend.models.user import CONSUMERS, User
from devtools.provider.people import PEOPLE
from tests.surveys.drafting import sample
from tests.surveys.shelf import NOW


@pytest.fixture
def erin(context):
    """Somebody of another organisation."""
    return User.from_claims(PEOPLE["erin"].claims())


def keep(by, title="Colour?", after=0, **more):
    question = sample("single_choice") | {"title": title} | more
    return LibraryQuestion.keep(by.user.id, question, NOW + timedelta(minutes=after))


def names(shelf):
    return [kept.row.name for kept in shelf.questions]


def test_what_one_keeps_is_listed_newest_first(context, alice, bob):
    keep(alice, "One")
    keep(alice, "Two %", after=1)
    keep(bob, "Bob's")
    assert names(mine(alice.user)) == ["Two %", "One"]
    assert names(mine(alice.user, "tWO")) == ["Two %"]
    assert names(mine(alice.user, "%")) == ["Two %"]
    assert mine(alice.user, "three").total == 0
    assert mine(alice.user).questions[0].owner == "Alice Archer"
    assert mine(alice.user).questions[0].row.question.title == "Two %"


def test_it_is_named_as_it_is_titled_and_can_be_named_otherwise(context, alice):
    kept = keep(alice, "  A  long " + "x" * 300)
    assert kept.name.startswith("A long x")
    assert len(kept.name) == 200
    kept.rename("Short\0")
    kept.rename("  ")
    assert names(mine(alice.user)) == ["Short"]
    assert keep(alice, "").name == "Single choice"
    body = {"id": "q1", "kind": "statement", "title": "", "body": "Now *this*."}
    assert LibraryQuestion.keep(alice.user.id, body, NOW).name == "Now *this*."


def test_the_organisation_sees_what_is_shared_and_nobody_else(context, alice, bob, erin):
    kept, hidden = keep(alice, "Shared"), keep(alice, "Hidden")
    kept.share(True)
    assert names(shared(bob.user)) == names(shared(alice.user)) == ["Shared"]
    assert names(shared(erin)) == []
    assert LibraryQuestion.within_reach(kept.id, bob.user) == kept
    assert LibraryQuestion.within_reach(kept.id, erin) is None
    assert LibraryQuestion.within_reach(hidden.id, bob.user) is None
    assert LibraryQuestion.within_reach(hidden.id, alice.user) == hidden
    assert LibraryQuestion.within_reach(uuid7(), alice.user) is None
    assert LibraryQuestion.owned(kept.id, bob.user.id) is None
    kept.share(False)
    assert names(shared(bob.user)) == []
    kept.delete()
    assert names(mine(alice.user)) == ["Hidden"]


def test_personal_accounts_are_no_organisation(context, alice, bob):
    for author in (alice, bob):
        db.session.get(User, author.user.id).tid = CONSUMERS
    kept, bob_s = keep(alice), db.session.get(User, bob.user.id)
    kept.share(True)
    assert names(shared(bob_s)) == []
    assert LibraryQuestion.within_reach(kept.id, bob_s) is None
    assert LibraryQuestion.within_reach(kept.id, db.session.get(User, alice.user.id)) == kept


def test_a_library_is_full_at_some_point(context, alice, bob, monkeypatch):
    monkeypatch.setattr(question_library, "MOST", 1)
    keep(alice)
    keep(bob)
    with pytest.raises(LibraryIsFull):
        keep(alice)


def test_a_question_may_be_too_large(context, alice):
    with pytest.raises(TooLarge):
        keep(alice, choices=[{"id": f"c{n}", "label": "x" * 500} for n in range(300)])


def test_images_stay_with_their_survey(context, alice):
    with pytest.raises(HasImages):
        LibraryQuestion.keep(alice.user.id, sample("image_choice"), NOW)
    assert mine(alice.user).total == 0


def test_a_page_that_is_not_there_is_the_first(context, alice, monkeypatch):
    monkeypatch.setattr(question_library, "PAGE", 1)
    keep(alice, "One")
    keep(alice, "Two", after=1)
    second = mine(alice.user, page=2)
    assert (names(second), second.page, second.total, second.pages) == (["One"], 2, 2, 2)
    far = mine(alice.user, page=10**30)
    assert (names(far), far.page) == (["Two"], 1)
