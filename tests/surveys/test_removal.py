from datetime import timedelta

import pytest

from backend.models import link
from tests.surveys.shelf import DAY, NOW, answer, now, publish, shelve, whole


def test_what_would_be_lost_is_named(app, alice):
    survey = publish(app, alice)
    answer(app, survey, 2)
    page = alice.get(f"/surveys/{survey}/deletion").page
    assert page.heading == "Delete “Lunch”?"
    assert "2 responses" in page.text
    assert "Its link stops working at once." in page.text
    assert "It has no responses." in alice.get(f"/surveys/{shelve(app, alice)}/deletion").page.text


def test_a_deleted_survey_is_out_of_reach_at_once(app, alice):
    survey = publish(app, alice)
    key = now(app, survey).link_key
    with app.app_context():
        assert link.find(key)
    page = alice.get(f"/surveys/{survey}/deletion").page
    assert (
        alice.send(page, f"/surveys/{survey}/deletion", status=303).location == "/surveys/deleted"
    )
    with app.app_context():
        assert link.find(key) is None
    for path in ("settings", "share", "preview", "deletion"):
        alice.get(f"/surveys/{survey}/{path}", status=404)
    alice.post(f"/surveys/{survey}/deletion", status=404)


def test_a_deleted_survey_is_restored_with_everything_in_it(app, alice, bob):
    survey = publish(app, alice, deleted_at=None)
    answer(app, survey, 3)
    shelve(app, bob, whole("His"), deleted_at=NOW)
    alice.post(f"/surveys/{survey}/deletion", status=303)
    page = alice.get("/surveys/deleted").page
    until = NOW + timedelta(days=30)
    row = page.texts("tr")[1]
    assert row.startswith("Lunch 3 today")
    assert f"{until:%B %Y}" in row
    assert "His" not in page.text
    alice.send(page, f"/surveys/{survey}/restoration", status=303)
    assert now(app, survey).deleted_at is None
    assert "Nothing here" in alice.get("/surveys/deleted").page.text


def test_after_30_days_there_is_nothing_to_restore(app, alice):
    survey = shelve(app, alice, deleted_at=NOW - 30 * DAY - timedelta(minutes=1))
    assert "Nothing here" in alice.get("/surveys/deleted").page.text
    alice.post(f"/surveys/{survey}/restoration", status=409)


def test_what_is_not_deleted_is_not_restored(app, alice):
    alice.post(f"/surveys/{shelve(app, alice)}/restoration", status=404)


@pytest.mark.parametrize(
    ("method", "act", "deleted_at"),
    [("GET", "deletion", None), ("POST", "deletion", None), ("POST", "restoration", NOW)],
)
def test_another_persons_survey_is_not_found(app, alice, bob, client, method, act, deleted_at):
    survey = shelve(app, alice, deleted_at=deleted_at)
    bob.open(f"/surveys/{survey}/{act}", method=method, status=404)
    sent = client.open(f"/surveys/{survey}/{act}", method=method, status=303)
    assert sent.location.startswith("/login")
    assert now(app, survey).deleted_at == deleted_at


def test_a_stranger_sees_no_deleted_surveys(client):
    assert client.get("/surveys/deleted", status=303).location.startswith("/login")
