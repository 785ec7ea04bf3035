"""Who may come in where: every route and method, visited by everybody, with real surveys there."""

from uuid import uuid4

import pytest
from flask import Flask

from backend.models import role
from backend.models.role import RIGHTS, Right, Role
from tests.browser import Browser
from tests.visits import (
    A_KEY,
    BEGUN,
    DOORS,
    KINDS,
    METHODS,
    OF_A_SURVEY,
    OPERATING,
    OWN_PAGES,
    PUBLIC,
    SUBMISSION,
    Door,
    House,
    contents,
    drafts,
    elsewhere,
    sent,
    titled,
    visit,
)

pytestmark = pytest.mark.no_cover


def test_every_route_and_method_stands_in_the_table(app: Flask) -> None:
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }
    assert there == {door.name for door in DOORS}
    assert len(DOORS) == len({door.name for door in DOORS})


def test_every_survey_s_door_asks_whose_the_survey_is(app: Flask) -> None:
    reaching = {rule.endpoint for rule in app.url_map.iter_rules() if "survey_id" in rule.arguments}
    assert reaching == {door.endpoint for door in OF_A_SURVEY}
    assert not [door.name for door in DOORS if (door.owner is None) is not (door.right is None)]


@titled(OF_A_SURVEY)
def test_the_owner_gets_in(house: House, alice: Browser, door: Door) -> None:
    assert door.owner
    met = {kind: visit(alice, house, door, house.alice[kind]) for kind in KINDS}
    assert [answer.status_code for answer in met.values()] == list(door.owner)
    assert not [answer for answer in met.values() if "/login" in (answer.location or "")]


@pytest.mark.parametrize("name", [Role.EDITOR, Role.ANALYST])
def test_a_collaborator_gets_in_where_the_role_has_the_right(
    app: Flask, house: House, people: dict[str, Browser], name: Role
) -> None:
    """Carol meets what Alice would; where her role lacks the right she is refused, plainly."""
    wrong = []
    for door in sorted(OF_A_SURVEY, key=changing_last):
        refused = door.right not in RIGHTS[name]
        hers, before = house.shared(people["carol"], name), refused and contents(app)
        for kind in KINDS:
            met = visit(people["carol"], house, door, hers[kind]).status_code
            if met not in expected(door, kind, name):
                wrong.append((met, kind, door.name))
        if refused and contents(app) != before:
            wrong.append((f"Carol, {name}, changed something", door.name))
    assert not wrong


def changing_last(door: Door) -> tuple[bool, bool]:
    """The order in which a draft stays one until the end."""
    return door.method == "POST", door.endpoint == "surveys.publish"


def expected(door: Door, kind: str, name: Role) -> set[int]:
    """What a collaborator may meet; 409 is there for one who has just made other edits herself."""
    assert door.owner
    if kind == "deleted" or door.owner[2] != 404:
        return {404}
    if door.right not in RIGHTS[name]:
        return {403}
    allowed = (door.others or door.owner)[KINDS.index(kind)]
    return {allowed, 409} if allowed == 303 else {allowed}


ENTRANCES = {"surveys.joining", "surveys.join"}
"""Doors for those who are not in yet; tests/surveys/test_joining.py has those who may come in."""


def test_what_a_door_asks_for_is_what_the_table_says(
    app: Flask, house: House, carol: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role with all rights but the door's is refused there, whatever else it may do."""
    wrong = []
    house.shared(carol, Role.ANALYST)
    before = contents(app)
    for door in [door for door in OF_A_SURVEY if door.endpoint not in ENTRANCES]:
        all_but = {**RIGHTS, Role.ANALYST: frozenset(Right) - {door.right}}
        monkeypatch.setattr(role, "RIGHTS", all_but)
        met = visit(carol, house, door, house.alice["published"]).status_code
        hidden = door.owner and door.owner[2] != 404
        if met != (404 if hidden else 403):
            wrong.append((met, door.name))
    assert not wrong
    assert contents(app) == before


def test_who_was_removed_finds_nothing_at_the_next_click(
    house: House, alice: Browser, carol: Browser
) -> None:
    survey = house.alice["published"]
    carol.get(f"/surveys/{survey}/questions", status=200)
    alice.post(f"/surveys/{survey}/people/{carol.user.id}/removal", status=303)
    for door in OF_A_SURVEY:
        assert visit(carol, house, door, survey).status_code == 404, door.name


NOTED = {"surveys.csv"}
"""Whoever takes the responses away is noted in the audit log; tests/test_audit.py sees to it."""


def test_looking_changes_nothing(app: Flask, house: House, alice: Browser) -> None:
    before = contents(app)
    for door in OF_A_SURVEY:
        if door.method == "GET":
            methods = ["GET", "HEAD", "OPTIONS"]
            for method in methods[1:] if door.endpoint in NOTED else methods:
                for kind in KINDS:
                    visit(alice, house, door, house.alice[kind], method)
            assert contents(app) == before, door.endpoint


@titled([door for door in OF_A_SURVEY if door.method == "POST"])
def test_acting_changes_nothing_of_another_survey(
    app: Flask, house: House, alice: Browser, door: Door
) -> None:
    others = [house.alice["draft"], *house.bob.values()]
    before = drafts(app, *others)
    visit(alice, house, door, house.alice["published"])
    assert drafts(app, *others) == before


@pytest.mark.parametrize("name", ["bob", "dan"])
def test_strangers_find_nothing_whatever_they_do(
    app: Flask, house: House, people: dict[str, Browser], name: str
) -> None:
    stranger, before, wrong = people[name], contents(app), []
    for door in OF_A_SURVEY:
        for kind, survey_id in house.alice.items():
            methods = {door.method, "HEAD"} if door.method == "GET" else {door.method}
            for method in methods:
                met = visit(stranger, house, door, survey_id, method)
                if met.status_code != 404:
                    wrong.append((met.status, kind, method, door.endpoint))
        if contents(app) != before:
            wrong.append((f"{name} changed something", door.endpoint))
    assert not wrong


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_survey_of_somebody_else_looks_like_none(
    house: House, bob: Browser, headers: dict[str, str]
) -> None:
    no_survey = uuid4()
    for door in OF_A_SURVEY:
        for method in METHODS:
            theirs = visit(bob, house, door, house.alice["published"], method, headers)
            nothing = visit(bob, house, door, no_survey, method, headers)
            assert theirs.status_code == nothing.status_code, (method, door.endpoint)
            assert theirs.data == nothing.data
            assert theirs.status_code in (404, 405) or method == "OPTIONS"


def test_the_signed_out_are_sent_to_sign_in(
    app: Flask, house: House, people: dict[str, Browser]
) -> None:
    nobody, before, wrong = people["nobody"], contents(app), []
    for door in [*OF_A_SURVEY, *OWN_PAGES, *OPERATING]:
        if door.endpoint == "surveys.welcome":
            continue
        for survey_id in [*house.alice.values(), uuid4()]:
            met = visit(nobody, house, door, survey_id)
            if met.status_code != 303 or not met.location.startswith("/login"):
                wrong.append((met.status, door.method, door.endpoint))
            in_a_page = visit(nobody, house, door, survey_id, headers={"HX-Request": "true"})
            if in_a_page.status_code != 401 or in_a_page.data:
                wrong.append((in_a_page.status, door.method, door.endpoint))
        if contents(app) != before:
            wrong.append(("nobody changed something", door.endpoint))
    assert not wrong


@pytest.mark.parametrize("name", ["alice", "bob", "dan", "nobody"])
def test_what_no_route_offers_changes_nothing(
    app: Flask, house: House, people: dict[str, Browser], name: str
) -> None:
    before = contents(app)
    offered = {door.name for door in DOORS}
    paths = {}
    for door in DOORS:
        path = house.url(door.endpoint, house.alice["published"], **door.values)
        paths.setdefault(path, []).append(door)
    for path, doors in paths.items():
        for method in METHODS:
            if any((door.endpoint, method) in offered for door in doors):
                continue
            met = sent(people[name], path, method)
            assert met.status_code == 405 or method in ("HEAD", "OPTIONS"), (method, path)
    assert contents(app) == before


@titled(OPERATING)
def test_what_operators_see_is_not_there_for_others(
    house: House, people: dict[str, Browser], door: Door
) -> None:
    for name in ("alice", "bob", "dan"):
        for method in METHODS:
            met = visit(people[name], house, door, uuid4(), method)
            nothing = sent(people[name], "/nowhere", "GET")
            assert met.status_code in (404, 405) or method == "OPTIONS"
            assert met.data == nothing.data or method != "GET"


@titled(OWN_PAGES)
def test_what_is_one_s_own_shows_nobody_else_s(
    house: House, people: dict[str, Browser], door: Door
) -> None:
    for name, theirs in (("alice", house.bob), ("bob", house.alice), ("dan", house.bob)):
        met = visit(people[name], house, door, uuid4())
        assert met.status_code in ((404,) if "id" in door.values else (200, 303))
        assert not [id for id in theirs.values() if str(id) in met.text]


@titled([door for door in DOORS if door.anybody])
def test_open_doors_change_nothing_but_one_s_own_session(
    app: Flask, house: House, people: dict[str, Browser], door: Door
) -> None:
    before = contents(app)
    for browser in people.values():
        met = visit(browser, house, door, uuid4())
        assert met.status_code < 500
    after = contents(app)
    assert {name for name in after if after[name] != before[name]} <= (
        {"sessions", "account_entries", "account_heads"} if door.method == "POST" else set()
    )


def test_signing_out_ends_nobody_else_s_session(house: House, alice: Browser, bob: Browser) -> None:
    assert bob.post("/logout").status_code == 303
    alice.get("/surveys", status=200)
    bob.get("/surveys", status=303)


@pytest.mark.parametrize("name", ["alice", "bob", "dan", "nobody"])
def test_who_has_the_link_may_answer_and_no_more(
    app: Flask, house: House, people: dict[str, Browser], name: str
) -> None:
    before = contents(app)
    met = {
        kind: {
            door.endpoint: visit(people[name], house, door, house.alice[kind]).status_code
            for door in PUBLIC
        }
        for kind in ("published", "deleted")
    }
    assert met == {
        "published": {
            "surveys.answer": 200,
            "surveys.submit": 303,
            "surveys.section": 200,
            "surveys.receipt": 200,
            "surveys.public_image": 200,
        },
        "deleted": {door.endpoint: 404 for door in PUBLIC},
    }
    after = contents(app)
    assert {table for table in after if after[table] != before[table]} == {"partial_responses"}


@pytest.mark.parametrize("submission", [SUBMISSION, BEGUN])
def test_a_submission_key_opens_nothing_at_another_link(
    house: House, dan: Browser, submission: str
) -> None:
    mine, other = (house.links[surveys["published"]] for surveys in (house.alice, house.bob))
    made_here = "onlyofalicessurvey2345"
    form = {"key": made_here, "version": "1", "section": "1", "vote": "c1"}
    dan.post(f"/s/{mine}", data=form, status=303)
    dan.get(f"/s/{mine}/{made_here}/2", status=200)
    dan.get(f"/s/{other}/{made_here}", status=404)
    page = dan.get(f"/s/{other}/{submission}").text
    assert "Choice" not in page or "bobs-c1" in page


def test_a_survey_of_the_organisation_lets_only_its_people_in(
    app: Flask, house: House, people: dict[str, Browser]
) -> None:
    id = house.alice["published"]
    settings = {"access": "organisation", "timezone": "UTC", "revision": "0"}
    people["alice"].post(f"/surveys/{id}/settings", data=settings, status=303)
    erin = elsewhere(app)
    before = contents(app)
    for door in PUBLIC:
        if door.endpoint != "surveys.receipt":
            assert visit(erin, house, door, id).status_code == 403, door.endpoint
            met = visit(people["nobody"], house, door, id)
            assert met.status_code == (403 if door.method == "POST" else 303)
    assert contents(app) == before
    assert visit(people["dan"], house, PUBLIC[0], id).status_code == 200


# Parts of another's survey under one's own

OF_A_PART = [door for door in OF_A_SURVEY if {"part_id", "question_id"} & door.values.keys()]


@titled(OF_A_PART)
@pytest.mark.parametrize("name", ["alice", "bob"])
def test_another_s_parts_are_not_in_one_s_own_survey(
    app: Flask, house: House, people: dict[str, Browser], door: Door, name: str
) -> None:
    own, prefix = (house.alice, "bobs-") if name == "alice" else (house.bob, "")
    (argument,) = {"part_id", "question_id"} & door.values.keys()
    before = contents(app)
    for kind in ("published", "draft"):
        for part in ("s1", "vote", "c1", "more", "tv"):
            values = {argument: prefix + part}
            met = visit(people[name], house, door, own[kind], **values)
            assert met.status_code == 404, (kind, values)
    assert contents(app) == before


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("questions", {"kind": "rating", "into": "bobs-s1"}),
        ("questions", {"kind": "rating", "into": "bobs-vote"}),
        ("moves", {"item": "bobs-vote", "into": "s1", "after": ""}),
        ("moves", {"item": "vote", "into": "bobs-s1", "after": ""}),
        ("moves", {"item": "bobs-c1", "into": "s1", "after": "vote"}),
        ("moves", {"item": "bobs-s1", "into": "s1", "after": "vote"}),
    ],
)
def test_another_s_parts_cannot_be_named_in_a_form(
    app: Flask, house: House, alice: Browser, path: str, form: dict[str, str]
) -> None:
    before = contents(app)
    for kind in ("published", "draft"):
        met = alice.post(f"/surveys/{house.alice[kind]}/{path}", data=form, status=303)
        assert "said=gone" in met.location
    assert contents(app) == before


def test_another_s_choices_become_new_ones_of_one_s_own(
    app: Flask, house: House, alice: Browser
) -> None:
    bobs = drafts(app, *house.bob.values())
    sent = {
        "revision": "0",
        "choices": "sent",
        "choices-id": ["bobs-c1", "c2"],
        "choices-label": ["Taken", "Kept"],
    }
    alice.post(f"/surveys/{house.alice['draft']}/questions/vote", data=sent, status=303)
    (draft,) = drafts(app, house.alice["draft"])
    ids = [choice["id"] for choice in draft["sections"][0]["questions"][0]["choices"]]
    assert ids[1] == "c2"
    assert "bobs-c1" not in ids
    assert drafts(app, *house.bob.values()) == bobs


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"vote": "bobs-c1"}, 422),
        ({"bobs-vote": "bobs-c1"}, 400),
        ({"vote": "c1", "more": "x"}, 400),
    ],
)
def test_another_s_questions_and_choices_are_no_answers(
    app: Flask, house: House, dan: Browser, form: dict[str, str], status: int
) -> None:
    before = contents(app)
    own = {"key": A_KEY, "version": "1", "section": "1"}
    key = house.links[house.alice["published"]]
    dan.post(f"/s/{key}", data=own | form, status=status)
    assert contents(app) == before
