"""What no page of ours has sent: refused in a sentence, never a failure, nothing half-stored."""

import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.text import is_storable
from tests.browser import Browser
from tests.visits import (
    A_KEY,
    BEGUN,
    DOORS,
    OF_A_SURVEY,
    SUBMISSION,
    Door,
    House,
    contents,
    drafts,
    sent,
    titled,
)

pytestmark = pytest.mark.no_cover

REFUSED = {400, 403, 404, 405, 409, 413, 415, 422}
DONE = {200, 303}
MEGABYTES = 10 * 2**20
FORM = "application/x-www-form-urlencoded"
POSTS = [door for door in DOORS if door.method == "POST" and door.endpoint != "auth.logout"]
UNSTORABLE = ["\0", "a\0b", "\x08", "\x7f", "\ufdd0", "\uffff", "\x1b[31m"]
SURROGATES = ["%ED%A0%80", "%ED%BF%BF", "a%ED%A0%BD", "%FF%FE", "%C0%80", "%F5%80%80%80"]
NO_NUMBERS = ["NaN", "nan", "inf", "-inf", "1e999", "1e400", "٣.٣.٣", "0x10", "1_000", "", " ", "-"]
NO_NUMBERS += ["9" * 400, "9" * 5000, "-" + "9" * 5000, "1" + "0" * 30, "true", "null", "[1]", "½"]
LONGEST = {"title": 500, "help": 1000, "other_label": 100}


@pytest.fixture
def draft(app: Flask, house: House) -> Iterator[str]:
    """The path of a draft of Alice's; whatever happened, it can be read afterwards."""
    yield f"/surveys/{house.alice['draft']}"
    for document in drafts(app, *house.alice.values(), *house.bob.values()):
        assert all(is_storable(text) for text in texts(Questionnaire.model_validate(document)))


def texts(part: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(part, Questionnaire):
        part = part.model_dump(mode="json")
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from texts(one)


def refused(
    app: Flask, browser: Browser, url: str, statuses: set[int] = REFUSED, **kwargs: Any
) -> TestResponse:
    """Post what is refused: with one of these statuses, and nothing is stored."""
    before = contents(app)
    met = sent(browser, url, "POST", **kwargs)
    assert met.status_code in statuses, (met.status, url)
    assert contents(app) == before
    return met


# Authors


@pytest.mark.parametrize("field", ["title", "help", "other_label"])
def test_a_character_that_cannot_be_stored_is_refused_beside_the_field(
    app: Flask, draft: str, alice: Browser, field: str, subtests: pytest.Subtests
) -> None:
    for text in UNSTORABLE:
        with subtests.test(text=text):
            form = {"revision": "0", "choices": "sent", field: f"Before {text} after"}
            met = refused(app, alice, f"{draft}/questions/vote", {422}, data=form)
            assert "Remove the characters that cannot be stored" in met.text


@pytest.mark.parametrize("text", UNSTORABLE)
def test_a_pasted_list_leaves_out_what_cannot_be_stored(
    app: Flask, draft: str, alice: Browser, house: House, text: str
) -> None:
    form = {"revision": "0", "title": "Whom?", "choices": "sent"}
    form |= {"choices-paste": f"Before{text}\nAfter"}
    assert sent(alice, f"{draft}/questions/vote", "POST", data=form).status_code == 303
    (document,) = drafts(app, house.alice["draft"])
    labels = [choice["label"] for choice in document["sections"][0]["questions"][0]["choices"]]
    rest = "".join(sign for sign in text if is_storable(sign))
    assert labels == [f"Before{rest}", "After"]


@pytest.mark.parametrize("encoded", SURROGATES)
def test_bytes_that_are_no_text_are_read_as_the_sign_for_them(
    app: Flask, draft: str, alice: Browser, encoded: str
) -> None:
    body = f"revision=0&title={encoded}"
    met = sent(alice, f"{draft}/questions/vote", "POST", data=body, content_type=FORM)
    assert met.status_code == 303


@pytest.mark.parametrize("field", LONGEST)
def test_a_text_that_is_too_long_is_refused_and_given_back(
    app: Flask, draft: str, alice: Browser, field: str
) -> None:
    form = {"revision": "0", field: "x" * (LONGEST[field] + 1)}
    met = refused(app, alice, f"{draft}/questions/vote", {422}, data=form)
    assert f"Write at most {LONGEST[field]} characters" in met.text
    assert form[field] in met.text


def test_ten_thousand_choices_are_refused(app: Flask, draft: str, alice: Browser) -> None:
    lines = "\n".join(f"Choice {number}" for number in range(10_000))
    form = {"revision": "0", "choices": "sent", "choices-paste": lines}
    met = refused(app, alice, f"{draft}/questions/vote", {422}, data=form)
    assert "Keep to 500 at most" in met.text


def test_ten_thousand_fields_are_refused(app: Flask, draft: str, alice: Browser) -> None:
    pairs = {"choices-id": ["c1"] * 10_000, "choices-label": ["x"] * 10_000}
    form = {"revision": "0", "choices": "sent", **pairs}
    refused(app, alice, f"{draft}/questions/vote", {413, 422}, data=form)


@pytest.mark.parametrize(
    ("kind", "field"), [("multiple_choice", "most"), ("number", "least"), ("number", "decimals")]
)
def test_what_is_no_number_is_no_setting(
    app: Flask, draft: str, alice: Browser, kind: str, field: str, subtests: pytest.Subtests
) -> None:
    added = sent(alice, f"{draft}/questions", "POST", data={"kind": kind}).location
    id = added.rpartition("#card-")[2]
    for number in NO_NUMBERS:
        form = {"revision": "1", "title": "How many?", field: number}
        allowed = not number.strip() or (field == "least" and number == "1" + "0" * 30)
        with subtests.test(number=number[:40]):
            if allowed:
                met = sent(alice, f"{draft}/questions/{id}", "POST", data=form)
                assert met.status_code in (303, 422)
            else:
                refused(app, alice, f"{draft}/questions/{id}", {422}, data=form)


@pytest.mark.parametrize("revision", ["", "x", "NaN", "1.5", "9" * 5000])
def test_a_form_that_names_no_revision_is_refused(
    app: Flask, draft: str, alice: Browser, revision: str
) -> None:
    form = {"revision": revision, "title": "Changed"}
    refused(app, alice, f"{draft}/questions/vote", {400}, data=form)
    refused(app, alice, f"{draft}/questionnaire", {400}, data=form)


@pytest.mark.parametrize("revision", ["-1", "999999999", "9" * 30, "-" + "9" * 30])
def test_a_revision_that_never_was_is_the_nearest_one(
    draft: str, alice: Browser, revision: str
) -> None:
    form = {"revision": revision, "title": "Changed"}
    assert sent(alice, f"{draft}/questions/vote", "POST", data=form).status_code == 303
    alice.get(f"{draft}/questions", query_string={"seen": revision, "open": "vote", "said": "x"})
    seen = {"seen": revision, "opened": "nowhere"}
    alice.get(
        f"{draft}/questions", query_string=seen, headers={"HX-Request": "true", "X-Places": "1"}
    )


@pytest.mark.parametrize("kind", ["", "no_such", "section\0", "single_choice ", "Question"])
def test_a_kind_that_is_none_is_refused(app: Flask, draft: str, alice: Browser, kind: str) -> None:
    refused(app, alice, f"{draft}/questions", {422}, data={"kind": kind})
    form = {"kind": kind, "revision": "0", "shuffle": "y"}
    refused(app, alice, f"{draft}/questions/vote/kind", {422}, data=form)


def test_fields_that_are_unknown_or_sent_twice_change_nothing_else(
    app: Flask, draft: str, alice: Browser, house: House
) -> None:
    (before,) = drafts(app, house.alice["draft"])
    form = {
        "revision": ["0", "5"],
        "title": ["First", "Second"],
        "id": "mine",
        "kind": "statement",
        "shuffle": "y",
        "owner_id": "1",
        "__class__": "x",
        "choices.0.label": "x",
    }
    assert sent(alice, f"{draft}/questions/vote", "POST", data=form).status_code == 303
    (after,) = drafts(app, house.alice["draft"])
    before["sections"][0]["questions"][0]["title"] = "First"
    assert after == before


NO_SETTINGS: list[dict[str, str]] = [
    {"cap": "0"},
    {"cap": "-1"},
    {"cap": "NaN"},
    {"cap": "9" * 5000},
    {"cap": "1000000001"},
    {"access": "everyone"},
    {"access": ""},
    {"anonymous": "maybe"},
    {"timezone": "Mars/Olympus"},
    {"timezone": "../../etc/passwd"},
    {"timezone": "a\0b"},
    {"opens_at": "tomorrow"},
    {"opens_at": "0001-01-01T00:00"},
    {"opens_at": "9999-12-31T23:59"},
    {"opens_at": "2030-02-30T10:00"},
    {"opens_at": "2030-01-02T10:00", "closes_at": "2030-01-01T10:00"},
    {"closes_at": "\0"},
    {"closing": "a\0b"},
    {"closing": "x" * 5001},
    {"revision": "x"},
    {"revision": "9" * 5000},
]


def test_settings_that_make_no_sense_are_refused(
    app: Flask, draft: str, alice: Browser, subtests: pytest.Subtests
) -> None:
    usual = {"access": "anyone", "anonymous": "yes", "timezone": "UTC", "revision": "0"}
    for wrong in NO_SETTINGS:
        with subtests.test(**wrong):
            refused(app, alice, f"{draft}/settings", {422}, data=usual | wrong)


PAGES = ["-1", "0", "x", "NaN", "1" + "0" * 30, "9" * 5000, "\0"]
WORDS = ["", "\0", "%", "\\", "'; DROP TABLE users; --", "x" * 10_000]


@pytest.mark.usefixtures("house")
def test_any_search_finds_something_or_nothing(alice: Browser, subtests: pytest.Subtests) -> None:
    for page, words in itertools.product(PAGES, WORDS):
        with subtests.test(page=page[:40], words=words[:40]):
            alice.get("/surveys", query_string={"page": page, "q": words})


PLACES = ["x", "-", f"{'9' * 17}-{'f' * 32}", f"{'9' * 18}-{'f' * 32}", f"٣-{'f' * 32}"]


def test_any_place_in_the_texts_shows_a_page(
    house: House, alice: Browser, subtests: pytest.Subtests
) -> None:
    url = f"/surveys/{house.alice['published']}/results/more"
    for place in [*PLACES, "0-" + "g" * 32, "\0"]:
        with subtests.test(place=place):
            alice.get(url, query_string={"after": place}, status=200)


NO_IDS = ["x", "0", "-1", "1" * 5000, "' OR 1=1 --", "..", "%00", "%ED%A0%80"]
NO_IDS += ["00000000-0000-0000-0000-00000000000g", "{00000000-0000-0000-0000-000000000000}"]


def test_what_is_no_id_names_no_survey(
    house: House, alice: Browser, subtests: pytest.Subtests
) -> None:
    for door, id in itertools.product(OF_A_SURVEY, NO_IDS):
        url = house.url(door.endpoint, house.alice["draft"], **door.values)
        url = url.replace(str(house.alice["draft"]), quote(id, safe="%"))
        with subtests.test(door=door.endpoint, id=id[:40]):
            met = sent(alice, url, door.method, data=door.body)
            assert met.status_code in (308, 404, 405), url


def test_what_is_no_part_is_not_found(
    app: Flask, draft: str, alice: Browser, subtests: pytest.Subtests
) -> None:
    for part in ["%00", "%ED%A0%80", "x" * 8000, "..%2F..", "a b", "%20", "%F0"]:
        with subtests.test(part=part[:40]):
            for path in (part, f"{part}/copy", f"{part}/step", f"{part}/kind", f"{part}/removal"):
                refused(app, alice, f"{draft}/questions/{path}", {404}, data={"revision": "0"})
            assert sent(alice, f"{draft}/results/{part}", "GET").status_code == 404
            form = {"item": part, "into": part, "after": part}
            assert sent(alice, f"{draft}/moves", "POST", data=form).status_code == 303
            asked = {"open": part, "opened": part}
            met = sent(alice, f"{draft}/questions", "GET", query_string=asked)
            assert met.status_code == 200


def test_a_section_without_end_is_not_found(
    house: House, draft: str, alice: Browser, dan: Browser, subtests: pytest.Subtests
) -> None:
    key = house.links[house.alice["published"]]
    for number in ["0", "99", "1" + "0" * 30, "9" * 4000, "9" * 5000]:
        with subtests.test(number=number[:40]):
            assert sent(alice, f"{draft}/preview/{number}", "GET").status_code == 404
            assert sent(alice, f"{draft}/preview/{number}", "POST").status_code == 404
            met = sent(dan, f"/s/{key}/{BEGUN}/{number}", "GET")
            assert met.status_code in (303, 404)


# Everybody


def test_a_body_of_ten_megabytes_is_too_much(
    app: Flask,
    house: House,
    alice: Browser,
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    body = b"title=" + b"x" * MEGABYTES
    for door in POSTS:
        url = house.url(door.endpoint, house.alice["published"], **door.values)
        with subtests.test(door=door.endpoint):
            refused(app, alice, url, {413}, data=body, content_type=FORM)


BODIES = [
    (FORM, b"%"),
    (FORM, b"&&&===;;;%zz%u0000"),
    (FORM, b"\xff\xfe\x00\x01=\x80\x81"),
    ("application/json", b'{"title": "\\ud800", "n": NaN}'),
    ("application/json", b"[" * 5000),
    ("application/json", b"null"),
    ("application/json", b"[1]"),
    ("application/json", b'{"cap": [{}], "opens_at": 1, "closing": {"a": 1}}'),
    ("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"'),
    ("application/octet-stream", bytes(range(256))),
    ("x" * 1000, b""),
]


@titled(POSTS)
def test_a_body_that_is_no_form_of_ours_never_fails(
    house: House, alice: Browser, door: Door
) -> None:
    url = house.url(door.endpoint, house.alice["published"], **door.values)
    for content_type, body in BODIES:
        met = sent(alice, url, "POST", data=body, content_type=content_type)
        assert met.status_code in REFUSED | DONE, (content_type, met.status)
        if door.endpoint == "surveys.submit":
            assert met.status_code in (400, 415)


WRONG_SHEETS: list[tuple[dict[str, Any], int]] = [
    ({"nosuch": "1"}, 400),
    ({"vote.nosuch": "1"}, 400),
    ({"vote": ["c1", "c2"]}, 400),
    ({"vote": ["c1"] * 10_000}, 400),
    ({"vote": "c3"}, 422),
    ({"vote": "a\0b"}, 422),
    ({"vote": "x" * 100_000}, 422),
    ({"key": ""}, 400),
    ({"key": "short"}, 400),
    ({"key": "\0" * 22}, 400),
    ({"version": "0"}, 400),
    ({"version": "2"}, 400),
    ({"version": "-1"}, 400),
    ({"version": "NaN"}, 400),
    ({"version": "9" * 30}, 400),
    ({"section": "0"}, 400),
    ({"section": "3"}, 400),
    ({"section": "٣"}, 400),
    ({"section": "9" * 5000}, 400),
]


def test_a_wrong_submission_is_refused_whole(
    app: Flask, house: House, dan: Browser, subtests: pytest.Subtests
) -> None:
    url = f"/s/{house.links[house.alice['published']]}"
    for wrong, status in WRONG_SHEETS:
        form = {"key": A_KEY, "version": "1", "section": "1", "vote": "c1"} | wrong
        with subtests.test(wrong=str(wrong)[:60]):
            refused(app, dan, url, {status}, data=form)


WRONG_WORDS = [("more", text) for text in [*UNSTORABLE, "x" * 20_001]]
WRONG_WORDS += [("news", "bobs-tv"), ("news", "\0"), ("news", "none")]


def test_an_answer_that_cannot_be_stored_leaves_what_was_stored_before(
    app: Flask, house: House, dan: Browser, subtests: pytest.Subtests
) -> None:
    url = f"/s/{house.links[house.alice['published']]}"
    for question, answer in WRONG_WORDS:
        form = {"key": BEGUN, "version": "1", "section": "2", question: answer}
        with subtests.test(answer=answer[:40]):
            refused(app, dan, url, {422}, data=form)


def test_answers_for_a_receipt_that_is_there_change_nothing(
    app: Flask, house: House, dan: Browser
) -> None:
    form = {"key": SUBMISSION, "version": "1", "section": "1", "vote": "c2"}
    refused(app, dan, f"/s/{house.links[house.alice['published']]}", {409}, data=form)


def test_what_is_no_link_leads_nowhere(
    house: House, dan: Browser, subtests: pytest.Subtests
) -> None:
    link = house.links[house.alice["published"]]
    for key in ["%00", "%ED%A0%80", "x" * 8000, "'", "..", "%2e%2e%2f", "%F0%9F"]:
        paths = (f"/s/{key}", f"/s/{key}/{SUBMISSION}", f"/s/{link}/{key}", f"/s/{link}/{key}/1")
        with subtests.test(key=key[:40]):
            for path in paths:
                assert sent(dan, path, "GET").status_code in (303, 308, 404, 405), path
            met = sent(dan, f"/s/{key}", "POST", data={"key": A_KEY})
            assert met.status_code in (308, 404, 405)


SAYINGS = [*UNSTORABLE, *WORDS, "c1", "Choice c1", "other", "<b>", "\u202e", "{{7*7}}", "x" * 9000]


def test_whatever_a_link_says_the_page_can_be_sent(
    house: House, dan: Browser, subtests: pytest.Subtests
) -> None:
    url = f"/s/{house.links[house.alice['published']]}"
    for name, said in itertools.product(["vote", "news", "more", "key", "_external"], SAYINGS):
        with subtests.test(name=name, said=said[:40]):
            page = dan.get(url, query_string={name: [said] * 3}, status=200).page
            sent_on = dan.send(page, vote="c1", status=303)
            dan.get(sent_on.location, status=200)
    for query in ["%", "vote=%ff%fe", "&&==", "vote=c1&" * 2_000, "%00=%00", "vote[]=c1"]:
        with subtests.test(query=query[:40]):
            assert sent(dan, f"{url}?{query}", "GET").status_code == 200


def test_no_default_answer_that_cannot_be_stored_is_kept(
    app: Flask, draft: str, alice: Browser, subtests: pytest.Subtests
) -> None:
    for text in [*UNSTORABLE, "x" * 20_001]:
        form = {"revision": "0", "default": "sent", "default-on": "y", "default-more": text}
        with subtests.test(text=text[:40]):
            if text.strip("\0\x08\x7f"):
                refused(app, alice, f"{draft}/questions/more", {422}, data=form)
    for value in ["c3", "other", "a\0b", "x" * 9_000]:
        form = {"revision": "0", "default": "sent", "default-on": "y", "default-vote": value}
        with subtests.test(value=value[:40]):
            refused(app, alice, f"{draft}/questions/vote", {422}, data=form)


# Anything at all

NASTY = st.one_of(
    st.sampled_from([*UNSTORABLE, *NO_NUMBERS, "vote", "c1", "s1", "sent", "y", "0", "1", "-1"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.binary(max_size=20).map(lambda raw: raw.decode("latin-1")),
)
FIELDS = """
revision title introduction closing help required choices choices-id choices-label choices-paste
choices-up choices-remove scale scale-label scale-id rows-id other kind into item after by seen
opened keep theirs questions from most least decimals pattern shape levels cap access anonymous
timezone opens_at closes_at key version section back vote vote.text more news news.text
default default-on default-vote default-more default-news parameter shuffle pin_last
"""
NAMES = st.one_of(
    st.sampled_from(FIELDS.split()),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
FORMS = st.dictionaries(NAMES, st.lists(NASTY, min_size=1, max_size=3), max_size=12)
HEADERS = st.dictionaries(
    st.sampled_from(["HX-Request", "X-Autosave"]), st.just("true"), max_size=2
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(door=st.sampled_from(POSTS), form=FORMS, headers=HEADERS, part=st.sampled_from(
    ["vote", "more", "news", "s1", "c1", "nowhere"]), revised=st.booleans())  # fmt: skip
def test_no_form_whatever_makes_a_failure_or_spoils_a_survey(
    draft: str,
    app: Flask,
    house: House,
    alice: Browser,
    door: Door,
    form: dict[str, list[str]],
    headers: dict[str, str],
    part: str,
    revised: bool,
) -> None:
    values = {**door.values, **({"part_id": part} if "part_id" in door.values else {})}
    kind = "published" if door.endpoint == "surveys.submit" else "draft"
    url = house.url(door.endpoint, house.alice[kind], **values)
    own = {name: [value] for name, value in (door.body or {}).items()} if revised else {}
    before = contents(app)
    met = sent(alice, url, "POST", data={**form, **own}, headers=headers)
    assert met.status_code in REFUSED | DONE, (met.status, url)
    if met.status_code in REFUSED:
        assert contents(app) == before
