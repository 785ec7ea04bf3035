"""Every door of the application: what its owner meets there, and a house full of surveys to try.

A route that is not in `DOORS` fails the suite: whoever adds one says here who may come in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from backend.extensions import db
from backend.models import image, link
from backend.models.comment import Comment
from backend.models.draft import Draft, begin
from backend.models.joining import JoiningLink, hashed
from backend.models.partial import PartialResponse
from backend.models.response import Sent, record, response_id
from backend.models.role import Right, Role
from backend.models.session import Session
from backend.models.survey import Survey
from backend.models.user import User
from backend.models.version import publish
from devtools.provider.people import PEOPLE
from tests.browser import Browser
from tests.images import DOT
from tests.kept import Kept
from tests.people import COOKIE, works_on

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
SUBMISSION = "alicesrespondent234567"
"""The submission key of the response of every published survey of this file."""
BEGUN = "begunandnotyetsent2345"
"""The submission key of its partial response."""
A_KEY = "anothersubmission23456"
"""A submission key that nobody has used."""
NOBODYS = UUID(int=0)
"""The id of a comment and of a library question that are not there."""
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


class Door(NamedTuple):
    """A route and a method, with what to bring, and what the owner meets there.

    `owner` holds the status for a published survey, a draft, and a deleted one; `right` is what
    the door asks for. A door without `owner` leads to no survey, or to a public page.
    """

    method: str
    endpoint: str
    owner: tuple[int, int, int] | None = None
    body: dict[str, str] | None = None
    values: Mapping[str, Any] = MappingProxyType({})
    anybody: bool = False
    """Whether it needs nobody to be signed in, and leads to no survey."""
    operator: bool = False
    """Whether it is there for operators alone."""
    right: Right | None = None
    """Of a survey's door: the right that it asks for; what a collaborator meets follows from it."""
    others: tuple[int, int, int] | None = None
    """What collaborators with the right meet, where that is not what the owner meets."""

    @property
    def name(self) -> tuple[str, str]:
        """What must stand in the URL map."""
        return self.endpoint, self.method


def _has_link(endpoint: str) -> bool:
    pages = ("answer", "submit", "section", "receipt", "public_image")
    return endpoint in [f"surveys.{page}" for page in pages]


SAVED = {"revision": "0", "title": "Changed"}
PART = {"part_id": "vote"}
THREAD = UUID(int=7)
"""The id of a thread of comments in every survey."""
SPOKEN = {"thread_id": THREAD}
CAROL = {"user_id": "@carol"}
"""Names of people stand for their ids, which are known once they are there."""
DAN = {"person": "@dan", "role": "editor"}
JOINING = "a-joining-token"
"""The token of a joining link of every survey of Alice's; of Bob's it has another beginning."""
ALL = (200, 200, 404)
MADE = (303, 303, 404)
ONCE_PUBLISHED = (200, 404, 404)

DOORS = (
    # The editor
    Door("GET", "surveys.editor", ALL, right=Right.EDIT),
    Door("POST", "surveys.save_texts", MADE, SAVED, right=Right.EDIT),
    Door("POST", "surveys.save", MADE, SAVED, PART, right=Right.EDIT),
    Door("POST", "surveys.add", MADE, {"kind": "rating", "into": "s1"}, right=Right.EDIT),
    Door("POST", "surveys.duplicate_part", MADE, SAVED, PART, right=Right.EDIT),
    Door("POST", "surveys.step", MADE, {**SAVED, "by": "1"}, PART, right=Right.EDIT),
    Door(
        "POST",
        "surveys.move",
        MADE,
        {"item": "vote", "into": "s2", "after": "more"},
        right=Right.EDIT,
    ),
    Door(
        "POST", "surveys.change_selected", MADE, {"parts": "vote", "act": "copy"}, right=Right.EDIT
    ),
    Door("GET", "surveys.outline", ALL, right=Right.EDIT),
    Door("POST", "surveys.add_outline", MADE, {"text": "Why?", "add": "1"}, right=Right.EDIT),
    Door("POST", "surveys.turn", MADE, {**SAVED, "kind": "yes_no"}, PART, right=Right.EDIT),
    Door("POST", "surveys.remove", MADE, {"revision": "0"}, PART, right=Right.EDIT),
    Door("POST", "surveys.upload", MADE, SAVED, PART, right=Right.EDIT),
    Door("GET", "surveys.image", ALL, None, {"image_id": DOT.id}, right=Right.READ),
    Door("POST", "surveys.undo", MADE, {}, right=Right.EDIT),
    Door("GET", "surveys.offered", ALL, right=Right.EDIT),
    Door("GET", "surveys.comments", ALL, right=Right.COMMENT),
    Door("POST", "surveys.comment", MADE, {"words": "Why?"}, right=Right.COMMENT),
    Door("POST", "surveys.reply_to_comment", MADE, {"words": "So"}, SPOKEN, right=Right.COMMENT),
    Door("POST", "surveys.settle_comment", MADE, {"resolved": "yes"}, SPOKEN, right=Right.COMMENT),
    Door(
        "POST",
        "surveys.take_back_comment",
        (404, 404, 404),
        {},
        {"comment_id": NOBODYS},
        right=Right.COMMENT,
    ),
    Door("POST", "surveys.bring", MADE, {"from": "sus"}, right=Right.EDIT),
    Door("POST", "surveys.keep", MADE, SAVED, PART, right=Right.EDIT),
    Door("POST", "surveys.redo", MADE, {}, right=Right.EDIT),
    Door("GET", "surveys.history", ALL, right=Right.READ),
    Door("GET", "surveys.then", ALL, None, {"revision": 0}, right=Right.READ),
    Door("POST", "surveys.bring_back", MADE, {}, {"revision": 0}, right=Right.EDIT),
    Door("GET", "surveys.comparison", ALL, right=Right.READ),
    Door("GET", "surveys.preview", ALL, right=Right.READ),
    Door("GET", "surveys.preview_page", ALL, None, {"number": 1}, right=Right.READ),
    Door("POST", "surveys.preview_sent", MADE, {"vote": "c1"}, {"number": 1}, right=Right.READ),
    # The survey as a whole
    Door("POST", "surveys.duplicate", MADE, {}, right=Right.READ),
    Door("GET", "surveys.publication", MADE, right=Right.PUBLISH),
    Door("POST", "surveys.publish", MADE, {}, right=Right.PUBLISH),
    Door("POST", "surveys.close", (303, 409, 404), {}, right=Right.PUBLISH),
    Door("POST", "surveys.reopen", MADE, {}, right=Right.PUBLISH),
    Door("GET", "surveys.deletion", ALL, right=Right.DELETE),
    Door("POST", "surveys.delete", MADE, {}, right=Right.DELETE),
    Door("POST", "surveys.restore", (404, 404, 303), {}, right=Right.DELETE),
    Door("GET", "surveys.settings", ALL, right=Right.SETTINGS),
    Door(
        "POST",
        "surveys.settings",
        MADE,
        {"access": "anyone", "anonymous": "yes", "timezone": "UTC", "revision": "0", "cap": "9"},
        right=Right.SETTINGS,
    ),
    Door("GET", "surveys.activity", ALL, right=Right.ACTIVITY),
    Door("GET", "surveys.share", ALL, right=Right.SHARE),
    Door("GET", "surveys.code", ONCE_PUBLISHED, None, {"kind": "svg"}, right=Right.SHARE),
    # The people
    Door("GET", "surveys.people", ALL, right=Right.READ),
    Door("POST", "surveys.add_person", MADE, DAN, right=Right.COLLABORATORS),
    Door(
        "POST", "surveys.change_role", MADE, {"role": "analyst"}, CAROL, right=Right.COLLABORATORS
    ),
    Door("POST", "surveys.remove_person", MADE, {}, CAROL, right=Right.COLLABORATORS),
    Door("POST", "surveys.hand_over", MADE, {"person": "@carol"}, right=Right.COLLABORATORS),
    Door("POST", "surveys.leave", (403, 403, 404), {}, right=Right.LEAVE, others=MADE),
    Door("POST", "surveys.make_link", MADE, {"role": "editor"}, right=Right.COLLABORATORS),
    Door(
        "POST",
        "surveys.withdraw_link",
        MADE,
        {},
        {"reference": hashed(JOINING).hex()},
        right=Right.COLLABORATORS,
    ),
    Door("GET", "surveys.joining", MADE, right=Right.READ),
    Door("POST", "surveys.join", MADE, {"token": "wrong"}, right=Right.READ),
    # The responses
    Door("GET", "surveys.results", ALL, right=Right.RESULTS),
    Door(
        "GET", "surveys.texts", ONCE_PUBLISHED, None, {"question_id": "more"}, right=Right.RESULTS
    ),
    Door(
        "GET",
        "surveys.drawings",
        (404, 404, 404),
        None,
        {"question_id": "vote"},
        right=Right.EXPORT,
    ),
    Door(
        "GET",
        "surveys.map_image",
        (404, 404, 404),
        None,
        {"question_id": "vote"},
        right=Right.RESULTS,
    ),
    Door("GET", "surveys.csv", ONCE_PUBLISHED, right=Right.EXPORT),
    # Of whoever is signed in
    Door("GET", "surveys.library"),
    Door("GET", "surveys.new"),
    Door("GET", "surveys.keyboard"),
    Door("GET", "surveys.questions"),
    Door("POST", "surveys.rename_question", body={"name": "Age"}, values={"id": NOBODYS}),
    Door("POST", "surveys.share_question", body={}, values={"id": NOBODYS}),
    Door("POST", "surveys.delete_question", body={}, values={"id": NOBODYS}),
    Door("GET", "surveys.template", values={"name": "rsvp"}),
    Door("GET", "surveys.template_page", values={"name": "rsvp", "number": 1}),
    Door(
        "POST",
        "surveys.template_sent",
        body={"name": "Alice", "coming": "coming-1"},
        values={"name": "rsvp", "number": 1},
    ),
    Door("POST", "surveys.create", body={"from": ""}),
    Door("GET", "surveys.deleted"),
    Door("GET", "auth.sessions"),
    Door("POST", "auth.revoke", body={}, values={"id": "00" * 32}),
    Door("POST", "auth.revoke_others", body={}),
    # Of operators
    Door("GET", "surveys.overview", operator=True),
    Door("GET", "surveys.all_surveys", operator=True),
    Door("GET", "surveys.all_people", operator=True),
    # Of everybody
    Door("GET", "static", values={"filename": "css/author.css"}, anybody=True),
    Door("GET", "surveys.welcome", anybody=True),
    Door("GET", "surveys.schema", anybody=True),
    Door("GET", "auth.login", anybody=True),
    Door("GET", "auth.complete", anybody=True),
    Door("GET", "auth.signed_out", anybody=True),
    Door("POST", "auth.logout", body={}, anybody=True),
    # Of those who have the link
    Door("GET", "surveys.answer"),
    Door("GET", "surveys.public_image", values={"image_id": DOT.id}),
    Door("POST", "surveys.submit", body={"section": "1", "version": "1", "vote": "c1"}),
    Door("GET", "surveys.section", values={"submission": BEGUN, "number": 2}),
    Door("GET", "surveys.receipt", values={"submission": SUBMISSION}),
)
OF_A_SURVEY = [door for door in DOORS if door.owner]
PUBLIC = [door for door in DOORS if _has_link(door.endpoint)]
OPERATING = [door for door in DOORS if door.operator]
OWN_PAGES = [
    door for door in DOORS if not (door.owner or door.anybody or door.operator or door in PUBLIC)
]
KINDS = ("published", "draft", "deleted")


def titled(doors: list[Door]) -> pytest.MarkDecorator:
    """Try a test at each of these doors."""
    return pytest.mark.parametrize(
        "door", doors, ids=[f"{door.method} {door.endpoint}" for door in doors]
    )


@dataclass
class House:
    """Surveys of two authors, with everything that a survey can have."""

    app: Flask
    alice: dict[str, UUID] = field(default_factory=dict)
    bob: dict[str, UUID] = field(default_factory=dict)
    links: dict[UUID, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    def known(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values, with people's ids in place of their names."""
        return {name: self.people.get(str(value), value) for name, value in values.items()}

    def shared(self, browser: Browser, role: Role) -> dict[str, UUID]:
        """Alice's surveys, on which this person now works in this role."""
        for survey_id in self.alice.values():
            works_on(self.app, browser, survey_id, role)
        return self.alice

    def url(self, endpoint: str, survey_id: UUID, **values: Any) -> str:
        """The path of a door of this survey."""
        values = self.known(values)
        values |= {"key": self.links.get(survey_id, "")} if _has_link(endpoint) else {}
        values |= {"survey_id": survey_id} if self._is_author_s(endpoint) else {}
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def _is_author_s(self, endpoint: str) -> bool:
        return any("survey_id" in rule.arguments for rule in self._rules(endpoint))

    def _rules(self, endpoint: str) -> list[Rule]:
        return list(self.app.url_map.iter_rules(endpoint))


@pytest.fixture
def house(
    app: Flask, alice: Browser, bob: Browser, carol: Browser, dan: Browser
) -> Iterator[House]:
    """Surveys of two authors; Carol edits Alice's.

    Where the same people have had such a house before, it is put up again as it was then.
    """
    before = app.extensions.setdefault("houses_before", {})
    key = (app.config["SECRET_KEY"], *(one.user.id for one in (alice, bob, carol, dan)))
    house, rows = before.get(key, (None, None))
    if rows is None or not rows.put_back(app):
        others = _belongings(app)
        house = built(app, alice, bob)
        house.people = {"@carol": str(carol.user.id), "@dan": str(dan.user.id)}
        house.shared(carol, Role.EDITOR)
        if not others.rows:
            before[key] = house, _belongings(app)
    yield house
    link._known.clear()


def _belongings(app: Flask) -> Kept:
    """All rows but those that signing in makes."""
    signing_in = {"users", "sessions", "account_entries", "account_heads"}
    tables = [table for table in db.metadata.sorted_tables if table.name not in signing_in]
    with app.app_context(), db.engine.connect() as connection:
        return Kept.of(connection, [(table, "true") for table in tables])


@pytest.fixture
def people(
    app: Flask, alice: Browser, bob: Browser, carol: Browser, dan: Browser
) -> dict[str, Browser]:
    """Everybody's browser, by name."""
    known = {"alice": alice, "bob": bob, "carol": carol, "dan": dan}
    return {**known, "nobody": app.test_client()}


def visit(
    browser: Browser,
    house: House,
    door: Door,
    survey_id: UUID,
    method: str = "",
    headers: dict[str, str] | None = None,
    **values: str,
) -> TestResponse:
    """Go to a door with all that belongs there; no status is taken for wrong."""
    url = house.url(door.endpoint, survey_id, **{**door.values, **values})
    method = method or door.method
    body = None if method in ("GET", "HEAD", "OPTIONS") else door.body and house.known(door.body)
    if door.endpoint == "surveys.submit" and body is not None:
        body = {**body, "key": A_KEY}
    return sent(browser, url, method, data=body, headers=headers)


def sent(browser: Browser, url: str, method: str, **kwargs: Any) -> TestResponse:
    """Send a request; no status is taken for wrong."""
    return FlaskClient.open(browser, url, method=method, buffered=True, **kwargs)


def elsewhere(app: Flask) -> Browser:
    """Somebody of another organisation."""
    with app.app_context():
        user = User.from_claims(PEOPLE["erin"].claims())
        token = Session.begin(user.id, at=datetime.now(UTC))
    browser = app.test_client()
    browser.set_cookie(COOKIE, token)
    return browser


def built(app: Flask, alice: Browser, bob: Browser) -> House:
    """Surveys of Alice, and Bob's beside them, whose parts have other ids."""
    house = House(app)
    with app.app_context():
        for owner, surveys, prefix in ((alice, house.alice, ""), (bob, house.bob, "bobs-")):
            for kind in ("published", "draft", "deleted"):
                survey = begin(owner.user.id, document(prefix), NOW)
                image.add(survey.id, DOT, NOW)
                _said(survey.id, owner.user.id)
                if kind != "draft":
                    _answered(survey, owner.user.id, prefix)
                    house.links[survey.id] = survey.link_key or ""
                if kind == "deleted":
                    survey.delete(NOW)
                made = {"made_at": NOW, "made_by": owner.user.id, "expires_at": NOW + HOUR}
                token = hashed(prefix + JOINING)
                db.session.add(JoiningLink(survey_id=survey.id, hash=token, role="editor", **made))
                db.session.commit()
                surveys[kind] = survey.id
    link._known.clear()
    return house


def document(prefix: str = "") -> dict[str, Any]:
    """A questionnaire of two sections; what goes before all ids makes them another's."""

    def choices(*ids: str) -> list[dict[str, str]]:
        return [{"id": prefix + id, "label": f"Choice {id}"} for id in ids]

    def asked(kind: str, id: str, title: str) -> dict[str, Any]:
        return {"kind": kind, "id": prefix + id, "title": title, "parameter": id}

    one = asked("single_choice", "vote", "Whom?") | {"shuffle": True}
    two = asked("long_text", "more", "Anything to add?")
    three = asked("multiple_choice", "news", "Which news?") | {"shuffle": True}
    sections = [
        {"id": f"{prefix}s1", "questions": [one | {"choices": choices("c1", "c2")}]},
        {"id": f"{prefix}s2", "questions": [two, three | {"choices": choices("tv", "radio")}]},
    ]
    return {"title": f"{prefix}study", "sections": sections}


def contents(app: Flask) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of them: what was changed differs.

    Limits count everybody who comes.
    """
    one = (
        "SELECT '{0}', count(*), md5(coalesce(string_agg(row, '' ORDER BY row), ''))"
        ' FROM (SELECT (to_jsonb(t) - \'seen_at\')::text AS row FROM "{0}" t) AS "{0}"'
    )
    names = db.metadata.tables.keys() - {"limits"}
    all_tables = " UNION ALL ".join(one.format(name) for name in sorted(names))
    with app.app_context(), db.engine.connect() as connection:
        return {name: (n, md5) for name, n, md5 in connection.exec_driver_sql(all_tables)}


def drafts(app: Flask, *survey_ids: UUID) -> list[dict[str, Any]]:
    """The documents of these surveys' drafts."""
    with app.app_context():
        return [Draft.of(survey_id).document for survey_id in survey_ids]


def _said(survey_id: UUID, by: UUID) -> None:
    said = {"about": "Whom?", "words": "Nobody", "author_id": by, "written_at": NOW}
    thread = {"id": THREAD, "thread_id": THREAD, "question_id": "vote"}
    db.session.add(Comment(survey_id=survey_id, **thread, **said))
    db.session.commit()


def _answered(survey: Survey, owner_id: UUID, prefix: str) -> None:
    publish(survey, owner_id, NOW)
    seen = link.read(survey.link_key or "")
    assert seen
    vote, more, news = (f"{prefix}{id}" for id in ("vote", "more", "news"))
    answers = {vote: f"{prefix}c1", more: "Some words", news: [f"{prefix}tv"]}
    record(seen, Sent(SUBMISSION, 1, answers, NOW))
    begun = response_id(survey.id, BEGUN)
    PartialResponse.keep(survey.id, begun, 1, {vote: f"{prefix}c2"}, NOW)
