import pytest

from backend.models import question_library
from backend.models.question_library import LibraryQuestion
from backend.models.user import User
from backend.questionnaire.standards import STANDARDS
from backend.questionnaire.standards.scales import SCALES
from devtools.provider.people import PEOPLE
from tests.surveys.drafting import SWIFT, Desk, sample
from tests.surveys.shelf import NOW


@pytest.fixture
def desk(app, alice):
    return Desk(app, alice, sample("rating", "stars"), sample("single_choice", "colour"))


def keep(app, by, shared=False, **more):
    with app.app_context():
        question = sample("single_choice") | {"title": "Whom?"} | more
        kept = LibraryQuestion.keep(by.user.id, question, NOW)
        if shared:
            kept.share(True)
        return str(kept.id)


def library(desk, **query):
    return desk.author.get(f"/surveys/{desk.id}/library", query_string=query).page


def names(page):
    return page.texts("h2")


def test_standard_questions_are_offered_with_their_source(desk):
    page = library(desk, into="s1")
    for standard in STANDARDS.values():
        assert standard.name in page.text
        assert standard.source in page.text
        assert standard.licence in page.text
    for scale in SCALES.values():
        assert " · ".join(scale.levels) in page.text
    assert "the end of section 1, “First”" in page.text
    assert library(desk, q="brooke usability").texts("h2") == ["System Usability Scale (SUS)"]
    assert library(desk, q="agreement").texts("h3") == [
        "Agreement, 5 levels",
        "Agreement, 7 levels",
    ]
    assert "Nothing here has “xyz” in its name" in library(desk, q="xyz").text


def test_the_editor_shows_the_shelves_in_a_dialog(desk):
    assert desk.open().find("dialog", id="library")
    shown = desk.author.get(f"/surveys/{desk.id}/library?into=s1", headers=SWIFT).text
    assert "<html" not in shown
    assert 'hx-boost="true"' in shown
    assert 'hx-target="#questionnaire"' in shown


def test_an_instrument_is_added_with_fresh_ids_as_one_revision(desk):
    sent = {"from": "nps", "into": "s1"}
    back = desk.author.post(f"/surveys/{desk.id}/library", data=sent, status=303)
    (order,) = desk.order
    assert len(order) == 4
    assert not {"nps", "nps-why"} & {*order}
    assert desk.revision == 1
    page = desk.author.get(back.location).page
    assert "Added from the library." in page.text
    assert f"open={order[2]}" in back.location
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order == [["stars", "colour"]]


def test_a_standard_may_be_added_twice_and_to_an_empty_questionnaire(app, alice):
    desk = Desk(app, alice, sections=[])
    assert "the end of section 1, as a copy" in library(desk).text
    for _ in range(2):
        data = {"from": "umux-lite"}
        alice.post(f"/surveys/{desk.id}/library", data=data, headers=SWIFT)
    assert [len(section) for section in desk.order] == [2]


def test_a_scale_becomes_a_question_of_either_kind(desk):
    page = library(desk, q="likelihood")
    buttons = {button.text: button["value"] for button in page.find("button", name="kind")}
    assert {"Likert scale", "Matrix"} <= buttons.keys()
    for kind in buttons.values():
        data = {"kind": kind, "scale": "likelihood-5", "into": "s1"}
        desk.author.post(f"/surveys/{desk.id}/library", data=data, status=303)
        added = desk.tree["sections"][0]["questions"][-1]
        assert added["scale"] == list(SCALES["likelihood-5"].levels)
    for wrong in ({"kind": "rating"}, {"kind": "likert", "scale": "nonsense"}):
        data = {"scale": "likelihood-5"} | wrong
        desk.author.post(f"/surveys/{desk.id}/library", data=data, status=422)


def test_a_question_is_kept_as_it_now_stands_in_its_form(app, desk):
    desk.act("colour", "keep", title="Which colour?")
    assert desk.part("colour")["title"] == "Which colour?"
    page = library(desk, shelf="mine")
    assert names(page) == ["Which colour?"]
    (add,) = page.find("button", name="from")
    desk.author.send(page, f"/surveys/{desk.id}/library", **{"from": add["value"]}, status=303)
    (order,) = desk.order
    added = desk.part(order[-1])
    assert added["title"] == "Which colour?"
    ids = {choice["id"] for choice in added["choices"]}
    assert not ids & {choice["id"] for choice in desk.part("colour")["choices"]}


def test_the_editor_says_that_it_is_kept(desk):
    kept = desk.send("colour", desk.form("colour"), "keep", headers=SWIFT)
    assert "Kept in your library." in kept.text


def test_what_is_refused_is_not_kept(desk):
    desk.act("colour", "keep", title="x" * 501, status=422)
    desk.send("s1", desk.form("s1"), "keep", status=404)
    assert names(library(desk, shelf="mine")) == ["You keep no questions yet"]


@pytest.mark.parametrize(
    ("limit", "said"), [("MOST", "your library is full"), ("LARGEST", "too many or too long")]
)
def test_what_the_library_does_not_take_is_told(desk, monkeypatch, limit, said):
    monkeypatch.setattr(question_library, limit, 0)
    back = desk.act("colour", "keep")
    assert said in desk.author.get(back.location).page.text


def test_a_question_with_images_is_not_kept(app, alice):
    desk = Desk(app, alice, sample("image_choice", "view"))
    back = desk.act("view", "keep")
    assert "its images belong to this survey" in alice.get(back.location).page.text


def test_shared_questions_are_added_by_colleagues_alone(app, alice, bob, desk):
    mine, theirs = keep(app, bob), keep(app, bob, shared=True, title="Shared")
    page = library(desk, shelf="shared")
    assert names(page) == ["Shared"]
    assert "Bob Baker" in page.text
    url = f"/surveys/{desk.id}/library"
    alice.post(url, data={"from": theirs}, status=303)
    alice.post(url, data={"from": mine}, status=404)
    with app.app_context():
        User.from_claims(PEOPLE["erin"].claims())
    for nothing in ("", "nonsense"):
        alice.post(url, data={"from": nothing}, status=404)


def test_a_section_that_is_gone_takes_nothing(desk):
    sent = {"from": "sus", "into": "gone"}
    back = desk.author.post(f"/surveys/{desk.id}/library", data=sent, status=303)
    assert "said=gone" in back.location
    assert desk.revision == 0
    assert "section 1, “First”" in library(desk, into="gone").text


def test_many_are_shown_a_page_at_a_time(app, alice, desk, monkeypatch):
    monkeypatch.setattr(question_library, "PAGE", 1)
    for title in ("One", "Two"):
        keep(app, alice, title=title)
    first = library(desk, shelf="mine")
    (older,) = first.find("a", rel="next")
    second = alice.get(older["href"]).page
    assert names(first) + names(second) in (["One", "Two"], ["Two", "One"])
    assert second.find("a", rel="prev")
