import pytest
from sqlalchemy import func, select

from backend.extensions import db
from backend.models.partial import PartialResponse
from backend.models.response import Response
from backend.questionnaire.samples import SAMPLES
from tests.surveys.shelf import QUESTION, shelve, whole

TWO = [
    {"id": "one", "title": "First", "questions": [QUESTION]},
    {"id": "two", "title": "Second", "introduction": "Now **more**.", "questions": []},
]


@pytest.fixture
def survey(app, alice):
    return shelve(app, alice, {"title": "Lunch", "closing": "Bye!", "sections": TWO})


def test_the_draft_stands_in_a_frame_as_wide_as_a_phone_or_a_desk(alice, survey):
    for query, width in [("", "phone"), ("?width=desk", "desk"), ("?width=<b>", "phone")]:
        answer = alice.get(f"/surveys/{survey}/preview{query}")
        assert answer.page.find("iframe")[0]["class"] == f"frame {width}"
        assert answer.page.find("iframe")[0]["src"] == f"/surveys/{survey}/preview/1"
        assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


def test_only_our_own_pages_may_frame_the_preview(alice, survey):
    for answer in (
        alice.get(f"/surveys/{survey}/preview/1"),
        alice.post(f"/surveys/{survey}/preview/1", status=422),
    ):
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")


def test_it_says_that_it_is_a_preview(alice, survey):
    for number in (1, 2, 3):
        page = alice.get(f"/surveys/{survey}/preview/{number}").page
        assert "Preview: nothing entered here is kept" in page.text


def test_a_section_is_judged_as_a_respondents_would_be(alice, survey):
    page = alice.get(f"/surveys/{survey}/preview/1").page
    assert page.heading == "Lunch"
    path = f"/surveys/{survey}/preview/1"
    refused = alice.send(page, path, status=422).page
    assert [a["href"] for a in refused.find("a") if a.inside("ul")] == ["#q-why"]
    onward = alice.send(refused, path, why="Because.", status=303)
    assert onward.location == f"/surveys/{survey}/preview/2"


def test_the_sections_lead_to_the_closing_text(alice, survey):
    page = alice.get(f"/surveys/{survey}/preview/2").page
    assert page.heading == "Second"
    assert "This section has no questions yet." in page.text
    assert page.texts("strong") == ["more"]
    assert page.find("a", href=f"/surveys/{survey}/preview/1")[0].text == "Back"
    onward = alice.send(page, f"/surveys/{survey}/preview/2", status=303)
    assert "Bye!" in alice.get(onward.location).page.text


def test_a_draft_without_a_title_or_a_closing_text_can_be_seen(app, alice):
    survey = shelve(app, alice, whole(""))
    assert alice.get(f"/surveys/{survey}/preview/1").page.heading == "Untitled survey"
    assert "Thank you for taking part." in alice.get(f"/surveys/{survey}/preview/2").page.text


def test_every_section_of_the_demonstration_can_be_seen(app, alice):
    document = SAMPLES["anes96"].document()
    survey = shelve(app, alice, document)
    for number in range(1, len(document["sections"]) + 2):
        alice.get(f"/surveys/{survey}/preview/{number}")


def test_nothing_is_stored(app, alice, survey):
    alice.post(f"/surveys/{survey}/preview/1", data={"why": "Because."}, status=303)
    with app.app_context():
        for table in (Response, PartialResponse):
            count = select(func.count()).select_from(table).execution_options(fanout=True)
            assert db.session.scalar(count) == 0


@pytest.mark.parametrize("data", [{"nonsense": "1"}, {"why": ["a", "b"]}, {"why.no": "1"}])
def test_a_form_that_is_not_ours_is_refused(alice, survey, data):
    alice.post(f"/surveys/{survey}/preview/1", data=data, status=400)


@pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
def test_a_page_that_is_not_there_is_not_found(alice, survey, number):
    alice.get(f"/surveys/{survey}/preview/{number}", status=404)
    alice.post(f"/surveys/{survey}/preview/{number}", status=404)


def test_another_persons_survey_is_not_found(alice, bob, client, survey):
    for method, path in [("GET", ""), ("GET", "/1"), ("POST", "/1")]:
        bob.open(f"/surveys/{survey}/preview{path}", method=method, status=404)
        sent = client.open(f"/surveys/{survey}/preview{path}", method=method, status=303)
        assert sent.location.startswith("/login")


def test_defaults_stand_there_and_lists_are_in_another_order(app, alice):
    letters = [{"id": f"l{n}", "label": str(n)} for n in range(9)]
    asked = {"kind": "single_choice", "id": "q", "title": "Which?", "choices": letters}
    sections = [{"id": "s", "questions": [asked | {"shuffle": True, "default": "l3"}]}]
    path = f"/surveys/{shelve(app, alice, {'title': 'T', 'sections': sections})}/preview/1"
    page = alice.get(path).page
    order = [one["value"] for one in page.find("input", type="radio")]
    assert sorted(order) == [one["id"] for one in letters] != order
    assert "checked" in page.find("input", value="l3")[0].attributes
    again = alice.post(path, data={"q": "nowhere"}, status=422).page
    assert [one["value"] for one in again.find("input", type="radio")] == order
