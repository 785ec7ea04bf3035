from datetime import UTC, datetime, timedelta

import pytest

from backend.extensions import db
from backend.models import draft, fold, tally
from backend.models.survey import Survey
from tests.studies import AGE, COLOUR, NOW, WHY, answer, document, republish, study

LIVE = {"HX-Request": "true"}


@pytest.fixture
def begin(app):
    """`begin(alice, *questions, answers=[…])`: a published survey of hers; gives its path."""

    def make(browser, *questions, answers=(), **settings):
        with app.app_context():
            survey = study(*questions, owner=browser.user, **settings)
            for one in answers:
                answer(survey, **one)
            return f"/surveys/{survey.id}/results"

    return make


def add(app, path, **answers):
    """Record one more response."""
    with app.app_context():
        answer(db.session.get_one(Survey, path.split("/")[2]), **answers)


def base(page, question_id):
    (section,) = page.find("section", id=f"question-{question_id}")
    return next(e.text for e in page.elements if section in e.around and e["class"] == "base")


def test_the_number_comes_first_then_each_question_with_its_base(alice, bob, begin):
    begin(bob, answers=[{"colour": "red"}] * 3)
    answers = [{"colour": "red", "age": None}, {"colour": "blue", "age": 3, "why": "So."}]
    page = alice.get(begin(alice, answers=answers)).page
    assert page.heading == "S: results"
    assert page.texts("dd")[0] == "2"
    assert page.texts("h2") == ["Part"]
    assert page.texts("h3") == ["Which colour?", "How old are you?", "Why?"]
    assert base(page, "colour") == "n = 2 · single choice"
    assert base(page, "age") == "n = 1 · number · 1 skipped"
    assert base(page, "why") == "n = 1 · long text"
    assert "So." in page.texts("li")


def test_the_day_of_the_last_response_is_said(app, alice, begin):
    path = begin(alice, answers=[{"age": 1}])
    assert alice.get(path).page.texts("dd")[1] in ("today", "yesterday", "20 November 2026")
    add(app, path, age=1, at=datetime.now(UTC))
    assert alice.get(path).page.texts("dd")[1] == "today"


def test_before_the_first_response_it_invites_to_share(alice, begin):
    path = begin(alice)
    page = alice.get(path).page
    assert page.texts("h2") == ["No responses yet"]
    assert page.find("a", href=path.replace("results", "share"), class_="btn primary")


@pytest.mark.parametrize("state", ["closed", "scheduled"])
def test_an_empty_survey_that_is_not_open_says_so(app, alice, begin, state):
    path = begin(alice)
    with app.app_context():
        survey = db.session.get_one(Survey, path.split("/")[2])
        now = datetime.now(UTC)
        survey.closed_at = now if state == "closed" else None
        survey.opens_at = now + timedelta(days=1)
        db.session.commit()
    said = alice.get(path).page.text
    assert ("once the survey opens" in said) == (state == "scheduled")
    assert ("Reopen it" in said) == (state == "closed")


def test_a_draft_has_no_results_yet(app, alice):
    with app.app_context():
        survey_id = draft.begin(alice.user.id, document(), NOW).id
    page = alice.get(f"/surveys/{survey_id}/results").page
    assert page.texts("h2") == ["Not published yet"]
    alice.get(f"/surveys/{survey_id}/results/why", status=404)


def test_what_is_asked_no_more_stands_last(app, alice):
    with app.app_context():
        survey = study(AGE, WHY, owner=alice.user)
        answer(survey, age=1, why="Old words")
        republish(survey, COLOUR, AGE)
        answer(survey, age=2, colour="red")
        path = f"/surveys/{survey.id}/results"
    page = alice.get(path).page
    assert page.texts("h2") == ["Part", "No longer asked"]
    assert page.texts("h3") == ["Which colour?", "How old are you?", "Why?"]
    assert base(page, "age").startswith("n = 2")
    assert "Old words" in alice.get(f"{path}/why").page.text


def test_an_unchanged_page_costs_no_reading_of_results(app, alice, begin, monkeypatch):
    path = begin(alice, answers=[{"age": 1}])
    region = alice.get(path).page.find(id="results")[0]
    fragment = alice.get(path, headers=LIVE)
    assert fragment.headers["ETag"] == region["data-tag"]
    assert "<html" not in fragment.text
    monkeypatch.setattr(tally, "current", None)
    asked = LIVE | {"If-None-Match": region["data-tag"]}
    assert alice.get(region["data-refresh"], headers=asked, status=304).data == b""


@pytest.mark.parametrize("change", ["response", "fold", "version", "closure"])
def test_whatever_changes_the_page_changes_its_tag(app, alice, begin, change):
    path = begin(alice, answers=[{"age": 1}])
    tag = alice.get(path, headers=LIVE).headers["ETag"]
    with app.app_context():
        survey = db.session.get_one(Survey, path.split("/")[2])
        if change == "response":
            answer(survey, age=2)
        elif change == "fold":
            fold.fold_all(survey.id)
        elif change == "version":
            republish(survey, WHY)
        else:
            survey.close(NOW)
    again = alice.get(path, headers=LIVE | {"If-None-Match": tag}, status=200)
    assert again.headers["ETag"] != tag


def test_a_long_queue_is_folded_after_the_reply(app, alice, begin, monkeypatch):
    monkeypatch.setattr(fold, "MANY", 2)
    path = begin(alice, AGE, answers=[{"age": 1}, {"age": 2}])
    for _ in range(2):
        with alice.get(path) as response:
            assert response.page.texts("dd")[0] == "2"
    add(app, path, age=3)
    assert pulse(app, path) == (0, 3)
    with alice.get(path) as response:
        assert response.page.texts("dd")[0] == "3"
    assert pulse(app, path) == (3, 0)
    assert alice.get(path).page.texts("dd")[0] == "3"


def pulse(app, path):
    with app.app_context():
        return tally.pulse(Survey(id=path.split("/")[2]).id)


def test_the_newest_words_stand_on_the_page_and_all_on_their_own(alice, begin):
    other = [{"colour": {"choice": "other", "text": f"Shade {n}"}} for n in range(7)]
    why = [{"why": f"Reason {n}", "colour": "red"} for n in range(4)]
    path = begin(alice, answers=other + why)
    page = alice.get(path).page
    assert sum("Shade" in text for text in page.texts("li")) == 5
    assert sum("Reason" in text for text in page.texts("li")) == 4
    links = [a["href"] for a in page.find("a") if "Read all" in a.text]
    assert links == [f"{path}/colour"]
    whole = alice.get(f"{path}/colour").page
    assert sorted(whole.texts("li", dir="auto")) == [f"Shade {n}" for n in range(7)]


def test_all_words_come_by_the_page(app, alice, begin):
    path = begin(alice, WHY, anonymous=False) + "/why"
    for number in range(60):
        add(app, path, why=f"Reason {number:02}", at=NOW + timedelta(minutes=number))
    read, at = [], path
    while at:
        page = alice.get(at).page
        read += page.texts("li", dir="auto")
        following = [a["href"] for a in page.find("a") if a.text == "More answers"]
        assert bool(page.find("a", href=path, class_="btn s")) == (at != path)
        at = following[0] if following else None
    assert read == [f"Reason {number:02}" for number in reversed(range(60))]


@pytest.mark.parametrize(
    "after", ["", "x", "0-zz", f"{'9' * 17}-{'f' * 32}", f"{'9' * 30}-{'f' * 32}"]
)
def test_a_mistyped_place_begins_at_the_newest(alice, begin, after):
    path = begin(alice, WHY, answers=[{"why": "Words"}])
    assert "Words" in alice.get(f"{path}/why", query_string={"after": after}).page.text


def test_without_words_the_page_of_words_says_so(alice, begin):
    path = begin(alice, WHY, answers=[{"why": None}])
    assert "No answers yet." in alice.get(f"{path}/why").page.text
    beyond = f"0-{'0' * 32}"
    assert "no more answers" in alice.get(f"{path}/why?after={beyond}").page.text


def test_only_questions_with_words_have_a_page_of_them(alice, begin):
    path = begin(alice)
    alice.get(f"{path}/age", status=404)
    alice.get(f"{path}/nothing", status=404)


def test_words_are_shown_as_they_were_typed_and_nothing_of_them_runs(alice, begin):
    evil = "<script>alert(1)</script>{{ 7*7 }}"
    path = begin(alice, answers=[{"why": evil, "colour": {"choice": "other", "text": evil}}])
    for page in (alice.get(path).page, alice.get(f"{path}/why").page):
        assert evil in page.texts("li")


def test_strangers_find_nothing(alice, bob, dan, client, begin):
    path = begin(alice, answers=[{"why": "Secret"}])
    for stranger in (bob, dan):
        stranger.get(path, status=404)
        stranger.get(f"{path}/why", status=404)
    assert client.get(path, status=303).location.startswith("/login")
    assert client.get(f"{path}/why", status=303).location.startswith("/login")
    client.get(path, headers=LIVE, status=401)
