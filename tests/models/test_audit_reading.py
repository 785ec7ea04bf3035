from uuid import UUID

from flask import Flask

from backend.extensions import db
from backend.models import audit_reading
from backend.models.audit import OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_reading import activity
from backend.models.audit_writing import note
from tests.browser import Browser
from tests.surveys.shelf import publish, shelve


def test_the_newest_comes_first_with_the_names_of_people(
    context: Flask, alice: Browser, bob: Browser
) -> None:
    survey = publish(context, alice)
    publish(context, bob)
    note(survey, Act.DEMONSTRATED, OPERATOR, responses=3)
    note(survey, Act.CLOSED, UUID(int=7))
    db.session.commit()
    assert [(one.number, one.who, one.act, one.detail) for one in activity(survey)] == [
        (4, "", Act.CLOSED, {}),
        (3, None, Act.DEMONSTRATED, {"responses": 3}),
        (2, "Alice Archer", Act.PUBLISHED, {"version": 1}),
        (1, "Alice Archer", Act.MADE, {}),
    ]


def test_it_is_read_in_pages(context: Flask, alice: Browser, monkeypatch) -> None:
    survey = shelve(context, alice)
    for _ in range(4):
        note(survey, Act.CLOSED, alice.user.id)
    db.session.commit()
    monkeypatch.setattr(audit_reading, "PAGE", 2)
    assert [one.number for one in activity(survey)] == [5, 4]
    assert [one.number for one in activity(survey, 4)] == [3, 2]
    assert [one.number for one in activity(survey, 2)] == [1]
    assert activity(survey, 1) == []
