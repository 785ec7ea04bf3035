import pytest

from backend.extensions import db
from backend.models.user import CONSUMERS, User
from tests.surveys.test_from_library import keep, names


@pytest.fixture
def kept(app, alice):
    return keep(app, alice)


def test_what_one_keeps_can_be_named_shared_and_deleted(app, alice, bob, kept):
    page = alice.get("/questions").page
    assert names(page) == ["Whom?"]
    alice.send(page, f"/questions/{kept}/name", name="Who <b>", status=303)
    assert names(alice.get("/questions").page) == ["Who <b>"]
    alice.send(page, f"/questions/{kept}/sharing", status=303)
    shared = alice.get("/questions").page
    assert "Shared" in shared.text
    theirs = bob.get("/questions?shelf=shared").page
    assert names(theirs) == ["Who <b>"]
    assert not theirs.find("form", method="post", action=f"/questions/{kept}/removal")
    alice.send(shared, f"/questions/{kept}/sharing", status=303)
    assert names(bob.get("/questions?shelf=shared").page) == ["Nobody shares a question yet"]
    alice.send(shared, f"/questions/{kept}/removal", status=303)
    assert names(alice.get("/questions").page) == ["You keep no questions yet"]


def test_another_persons_is_not_found_even_where_it_is_shared(app, alice, bob):
    kept = keep(app, alice, shared=True)
    for act in ("name", "sharing", "removal"):
        bob.post(f"/questions/{kept}/{act}", data={"name": "Mine"}, status=404)
    assert names(alice.get("/questions").page) == ["Whom?"]


def test_who_has_no_organisation_is_not_asked_to_share_with_it(app, alice, kept):
    sharing = f"/questions/{kept}/sharing"
    assert alice.get("/questions").page.find("form", action=sharing)
    with app.app_context():
        db.session.get(User, alice.user.id).tid = CONSUMERS
        db.session.commit()
    assert not alice.get("/questions").page.find("form", action=sharing)


def test_the_standards_are_there_to_be_read(alice):
    page = alice.get("/questions?shelf=standard").page
    assert "System Usability Scale (SUS)" in page.text
    assert "Agreement, 7 levels" in page.texts("h3")
    assert "Nothing here has" in alice.get("/questions?q=xyz").page.text
