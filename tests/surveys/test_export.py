import csv
import io
from datetime import UTC, datetime

import pytest
from werkzeug.http import parse_options_header

from backend.models import draft, export
from backend.models.user import User
from backend.surveys.export import _harmless, _name
from tests.studies import AGE, COLOUR, NOW, WHY, answer, document, republish, study

MATRIX = {"kind": "matrix", "id": "m", "title": "Soup", "not_applicable": True, "rows": [
    {"id": "hot", "label": "Hot"}, {"id": "cold", "label": "Cold"},
]}  # fmt: skip


@pytest.fixture
def begin(app):
    """`begin(alice, *questions, answers=[…])`: a published survey of hers; gives its id."""

    def make(browser, *questions, answers=(), **settings):
        with app.app_context():
            survey = study(*questions, owner=browser.user, **settings)
            for one in answers:
                answer(survey, **one)
            return survey.id

    return make


def rows(browser, survey_id):
    """The export's rows, its head first."""
    response = browser.get(f"/surveys/{survey_id}/responses.csv")
    assert response.mimetype == "text/csv"
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.get_data(as_text=True)[1:], newline="")))


def test_all_answers_in_columns_of_their_questions(alice, bob, begin):
    begin(bob, answers=[{"colour": "red", "age": 99}])
    na = {"na": True}
    survey_id = begin(
        alice,
        *(COLOUR, AGE, MATRIX, WHY),
        answers=[
            {
                "colour": "red",
                "age": -5,
                "m": {"hot": 2, "cold": na},
                "why": "Two\nlines, “quoted”",
            },
            {"colour": {"choice": "other", "text": "Teal"}, "age": None, "m": None, "why": None},
        ],
    )
    head, *body = rows(alice, survey_id)
    assert head == ["Day", "Version", "Which colour?", "How old are you?", "Soup: Hot",
                    "Soup: Cold", "Why?"]  # fmt: skip
    day = NOW.date().isoformat()
    assert sorted(body) == sorted([
        [day, "1", "Red", "-5", "2", "Not applicable", "Two\nlines, “quoted”"],
        [day, "1", "Teal", "", "", "", ""],
    ])  # fmt: skip


def test_who_answered_and_when_only_where_it_is_not_anonymous(app, alice, dan):
    with app.app_context():
        survey = study(AGE, owner=alice.user, anonymous=False)
        answer(survey, by=dan.user.id, age=1)
        answer(survey, at=NOW.replace(hour=10), age=2)
        survey_id = survey.id
    head, *body = rows(alice, survey_id)
    assert head == ["Moment (UTC)", "Version", "Name", "E-mail", "How old are you?"]
    assert body == [
        ["2026-11-20 09:30:00", "1", "Dan Diaz", dan.user.email, "1"],
        ["2026-11-20 10:30:00", "1", "", "", "2"],
    ]


def test_what_is_asked_no_more_stands_last_and_equal_names_are_numbered(app, alice):
    with app.app_context():
        survey = study(AGE, WHY, owner=alice.user)
        answer(survey, age=1, why="Old")
        republish(survey, {**COLOUR, "title": "Why?"}, AGE)
        answer(survey, age=2, colour="red")
        survey_id = survey.id
    head, *body = rows(alice, survey_id)
    assert head == ["Day", "Version", "Why?", "How old are you?", "Why? (2)"]
    assert sorted(row[1:] for row in body) == [["1", "", "1", "Old"], ["2", "Red", "2", ""]]


def test_other_and_none_keep_their_columns_once_they_are_switched_off(app, alice):
    plain = {**COLOUR, "kind": "multiple_choice", "other": False}
    with app.app_context():
        survey = study({**plain, "other": True, "none": True}, owner=alice.user)
        answer(survey, colour=["red", {"choice": "other", "text": "Teal"}])
        answer(survey, colour=["none"])
        republish(survey, plain)
        answer(survey, colour=["blue"])
        survey_id = survey.id
    head, *body = rows(alice, survey_id)
    assert [name.removeprefix("Which colour?: ") for name in head[2:]] == [
        "Red", "Blue", "Other", "None of these", "Other: text",
    ]  # fmt: skip
    assert sorted(row[2:] for row in body) == [
        ["0", "0", "0", "1", ""], ["0", "1", "0", "0", ""], ["1", "0", "1", "0", "Teal"],
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, 4, 5])
def test_long_surveys_come_page_by_page(alice, begin, monkeypatch, number):
    monkeypatch.setattr(export, "PAGE", 2)
    survey_id = begin(alice, AGE, answers=[{"age": n} for n in range(number)])
    _, *body = rows(alice, survey_id)
    assert sorted(row[2] for row in body) == [str(n) for n in range(number)]


def test_formulas_are_made_harmless_wherever_they_come_from(app, alice):
    evil = '=HYPERLINK("http://evil")'
    with app.app_context():
        user = User.from_claims({"tid": "t", "oid": "mal", "name": "+Mal", "email": "@mal"})
        question = {**WHY, "title": "-1+1"}
        survey = study(question, AGE, owner=alice.user, anonymous=False)
        answer(survey, by=user.id, why=evil, age=-3)
        survey_id = survey.id
    head, row = rows(alice, survey_id)
    assert head[4] == "'-1+1"
    assert row[2:] == ["'+Mal", "'@mal", f"'{evil}", "-3"]


@pytest.mark.parametrize(
    "cell", ["=1", "+1+1", "-a", "@x", "\tx", "\rx", "\nx", " =1", "＝1", "＠x"]
)
def test_a_text_that_would_be_computed_is_marked(cell):
    assert _harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a; \u200b=1;-1", "a;' \u200b=1;'-1"),
        ("Two\tcells\t@x", "Two\tcells\t'@x"),
        ("Two\nlines\r\n+1", "Two\nlines\r\n'+1"),
        ("a|;=1", "a|;'=1"),
        ('a;"=1"', 'a;\'"=1"'),
        (";=1", ";'=1"),
        ("=1;=1", "'=1;'=1"),
        ("a;;=1", "a;;'=1"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_what_stands_after_another_separator_is_marked_too(cell, written):
    assert _harmless(cell) == written


@pytest.mark.parametrize(
    "cell",
    ["", "a=1", "-5", "+4.5", "-0,25", "'quoted", -5, -0.5, None, 0, "a; b", "a;b=1", "1\n2-3"],
)
def test_other_cells_stay_as_they_are(cell):
    assert _harmless(cell) == cell


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("National study 1996", "National study 1996"),
        ('a/b\\c: "d"?\r\n', "a b c d"),
        ("...", "Responses"),
        ("Ünïcode 調査", "Ünïcode 調査"),
        ("x" * 300, "x" * 80),
    ],
)
def test_the_file_is_named_after_the_survey(title, name):
    assert _name(title) == name


def test_the_order_of_shuffled_lists_stands_last(app, alice, client):
    with app.app_context():
        survey = study(AGE, COLOUR | {"shuffle": True}, owner=alice.user)
        path, survey_id = f"/s/{survey.link_key}", survey.id
        answer(survey, age=1, colour="red")
    page = client.get(path).page
    labels = [one.text for one in page.find("label", class_="choice")]
    client.send(page, age="2", colour="red")
    head, *body = rows(alice, survey_id)
    assert head[-1] == "Which colour?: order shown"
    listed = [label for label in labels if label != "Other"]
    assert {row[2]: row[-1] for row in body} == {"1": "", "2": "; ".join(listed)}


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        ("Café; “now”", "Cafe; now", "Caf%C3%A9%3B%20%E2%80%9Cnow%E2%80%9D"),
        ("調査", "Responses", "%E8%AA%BF%E6%9F%BB"),
    ],
)
def test_the_name_reaches_the_browser(alice, begin, title, plain, full):
    survey_id = begin(alice, AGE, title=title)
    sent = alice.get(f"/surveys/{survey_id}/responses.csv").headers["Content-Disposition"]
    assert sent.encode("ascii")
    kind, said = parse_options_header(sent.split("; filename*=")[0])
    assert (kind, said) == ("attachment", {"filename": f"{plain}.csv"})
    assert sent.endswith(f"; filename*=UTF-8''{full}.csv")


def test_a_reader_who_leaves_half_way_ends_the_reading(app, alice, begin, monkeypatch):
    monkeypatch.setattr(export, "PAGE", 1)
    survey_id = begin(alice, AGE, answers=[{"age": n} for n in range(5)])
    read, page = [], export._page
    monkeypatch.setattr(export, "_page", lambda *a: read.append(1) or page(*a))
    response = alice.get(f"/surveys/{survey_id}/responses.csv", buffered=False)
    lines = response.iter_encoded()
    next(lines), next(lines)
    response.close()
    assert len(read) == 1


def test_strangers_and_drafts_have_no_export(app, alice, bob, dan, client, begin):
    survey_id = begin(alice, answers=[{"age": 1}])
    path = f"/surveys/{survey_id}/responses.csv"
    bob.get(path, status=404)
    dan.get(path, status=404)
    assert client.get(path, status=303).location.startswith("/login")
    with app.app_context():
        unpublished = draft.begin(alice.user.id, document(), datetime.now(UTC)).id
    alice.get(f"/surveys/{unpublished}/responses.csv", status=404)
