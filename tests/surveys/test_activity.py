"""What an owner reads of the log."""

from datetime import UTC, datetime

import pytest

from backend.extensions import db
from backend.models import audit_reading
from backend.models.audit import OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_reading import Noted
from backend.models.audit_writing import note
from backend.surveys.activity import in_words
from tests.surveys.shelf import publish, shelve

DETAILS = {
    Act.PUBLISHED: {"version": 2},
    Act.CONFIGURED: {"changed": ["opens_at", "closes_at", "cap", "access", "anonymous"]},
    Act.EXPORTED: {"kind": "csv"},
    Act.DEMONSTRATED: {"responses": 944},
}
ACCOUNT = ("signed_in", "signed_out", "revoked", "admitted", "backed_up", "loaded")
OF_A_SURVEY = [act for act in Act if act not in ACCOUNT]


def said(act, **detail):
    return in_words(Noted(1, datetime.now(UTC), None, act, detail))


@pytest.mark.parametrize("act", OF_A_SURVEY)
def test_every_act_has_words(act):
    assert said(act, **DETAILS.get(act, {}))[0].isupper()


def test_the_words_say_what_was_done():
    assert said(Act.MADE) == "Created"
    assert said(Act.MADE, copy_of="x") == "Created as a copy of another survey"
    assert said(Act.PUBLISHED, version=3) == "Published version 3"
    assert said(Act.EXPORTED, kind="csv") == "Took the responses away as CSV"
    changed = said(Act.CONFIGURED, changed=["cap", "access"])
    assert changed == "Changed how many responses it takes, who can answer"
    added = Noted(1, datetime.now(UTC), None, Act.ADDED, {"role": "editor"}, "Carol Chen")
    assert in_words(added) == "Added Carol Chen as editor"
    assert said(Act.REMOVED) == "Removed somebody"
    assert said(Act.JOINED, role="analyst") == "Joined as analyst, by a link"


def test_the_page_tells_what_who_and_when_newest_first(app, alice):
    survey = publish(app, alice)
    alice.get(f"/surveys/{survey}/responses.csv")
    with app.app_context():
        note(survey, Act.DEMONSTRATED, OPERATOR, responses=7)
        db.session.commit()
    page = alice.get(f"/surveys/{survey}/activity").page
    rows = page.texts("tr")[1:]
    assert [row.split(" (")[0].rsplit(" ", 4)[0] for row in rows] == [
        "Filled with 7 responses for demonstration The operator",
        "Took the responses away as CSV Alice Archer",
        "Published version 1 Alice Archer",
        "Created Alice Archer",
    ]
    assert f"{datetime.now(UTC):%B %Y}" in rows[0]
    settings = alice.get(f"/surveys/{survey}/settings").page
    assert settings.find("a", href=f"/surveys/{survey}/activity")


def test_older_entries_are_a_page_away(app, alice, monkeypatch):
    monkeypatch.setattr(audit_reading, "PAGE", 1)
    survey = publish(app, alice)
    page = alice.get(f"/surveys/{survey}/activity").page
    (older,) = page.find("a", rel="next")
    assert "Published version 1" in page.text
    last = alice.get(older["href"]).page
    assert "Created" in last.text
    assert not last.find("a", rel="next")


@pytest.mark.parametrize("before", ["0", "-1", "1", "x", "", "9" * 5000, "9" * 30, "2.5"])
def test_a_place_that_is_none_is_no_failure(app, alice, before):
    survey = shelve(app, alice)
    page = alice.get(f"/surveys/{survey}/activity", query_string={"before": before}).page
    assert ("Nothing here" in page.text) == (before in ("0", "-1", "1"))


def test_the_log_of_another_is_not_found(app, alice, bob):
    bob.get(f"/surveys/{shelve(app, alice)}/activity", status=404)
