"""Several questions at once over HTTP: one revision an act, and nothing of others is lost."""

import pytest

from backend.questionnaire.edit import Remove, Set
from backend.questionnaire.tree import place
from tests.surveys.drafting import SWIFT, Desk, sample


@pytest.fixture
def desk(app, alice):
    first = [sample("rating", f"q{n}") for n in (1, 2, 3)]
    sections = [
        {"id": "s1", "title": "First", "questions": first},
        {"id": "s2", "questions": [sample("yes_no", "q4")]},
    ]
    return Desk(app, alice, sections=sections)


def send(desk, act, *parts, status=303, **more):
    sent = {"act": act, "parts": list(parts)} | more
    return desk.author.post(f"/surveys/{desk.id}/selection", data=sent, status=status)


def selecting(desk):
    return desk.author.get(desk.url, query_string={"select": "1"}).page


def heard(answer):
    return [it.text for it in answer.page.find("p") if "data-heard" in it.attributes]


def test_a_page_selects_without_scripts(desk):
    assert desk.open().find("a", id="select")[0]["href"] == f"{desk.url}?select=1"
    page = selecting(desk)
    assert "selecting" in page.find("div", id="questionnaire")[0]["class"]
    ticks = page.find("input", name="parts", form="selection")
    assert [it["value"] for it in ticks] == ["q1", "q2", "q3", "q4"]
    assert not page.find("article", class_="card q open asks")
    options = [it.text for it in page.find("option") if it.inside("form")["id"] == "selection"]
    assert options == ["First", "Section 2"]


@pytest.mark.parametrize(
    ("act", "more", "order", "said"),
    [
        ("move", {"into": "s2"}, [["q2"], ["q4", "q1", "q3"]], "are moved"),
        ("move", {"into": "s2", "position": "1"}, [["q2"], ["q1", "q3", "q4"]], "are moved"),
        ("move", {"into": "s1", "position": "x"}, [["q2", "q1", "q3"], ["q4"]], "are moved"),
        ("delete", {}, [["q2"], ["q4"]], "are deleted"),
        ("up", {}, [["q1", "q2", "q3"], ["q4"]], ""),
        ("down", {}, [["q2", "q1"], ["q3", "q4"]], ""),
    ],
)
def test_an_act_is_one_revision_and_taken_back(desk, act, more, order, said):
    answer = send(desk, act, "q3", "q1", **more)
    assert desk.order == order
    assert said in desk.author.get(answer.location).page.text
    if desk.revision:
        assert desk.revision == 1
        desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order == [["q1", "q2", "q3"], ["q4"]]


def test_copies_stand_behind_the_last(desk):
    send(desk, "copy", "q1", "q3")
    assert [desk.part(id)["title"] for id in desk.order[0][3:]] == ["How was it?"] * 2
    assert desk.revision == 1


def test_what_others_changed_is_not_deleted(desk):
    page = selecting(desk)
    (seen,) = [it["value"] for it in page.find("input", name="seen") if it.inside("form")]
    desk.meanwhile(Set("q1", "title", "How was it?", "Theirs"))
    answer = send(desk, "delete", "q1", "q2", seen=seen)
    assert desk.order == [["q1", "q2", "q3"], ["q4"]]
    assert "nothing was deleted" in desk.author.get(answer.location).page.text


@pytest.mark.parametrize(("act", "said"), [("delete", "nothing was deleted"), ("copy", "removed")])
def test_what_others_deleted_stops_the_act(desk, act, said):
    desk.meanwhile(Remove(desk.part("q1"), place(desk.tree, "q1")))
    answer = send(desk, act, "q1", "q2", seen="0")
    assert desk.order == [["q2", "q3"], ["q4"]]
    assert said in desk.author.get(answer.location).page.text


def test_nothing_ticked_is_said_and_the_selection_stays(desk):
    answer = send(desk, "delete")
    assert answer.location.endswith("said=none_selected&select=1")
    assert "Nothing is selected" in desk.author.get(answer.location).page.text


@pytest.mark.parametrize("act", ["", "explode"])
def test_only_known_acts_are_done(desk, act):
    send(desk, act, "q1", status=400)


def test_with_scripts_only_what_changed_is_sent(desk):
    values = {"act": "move", "parts": ["q1", "q2"], "into": "s2", "seen": "0", "opened": ""}
    answer = desk.author.post(f"/surveys/{desk.id}/selection", data=values, headers=SWIFT)
    assert len(answer.page.find("article", data_kept="")) == 4
    page = desk.author.get(desk.url, query_string={"select": "1", "seen": "1"}, headers=SWIFT)
    assert page.headers["HX-Replace-Url"] == f"{desk.url}?select=1"


def test_a_section_that_stays_as_it_is_is_only_named(desk):
    drop = {"item": "q3", "into": "s1", "after": "", "seen": "0", "opened": ""}
    page = desk.author.post(f"/surveys/{desk.id}/moves", data=drop, headers=SWIFT).page
    kept = [s["id"] for s in page.find("section") if "data-kept" in s.attributes]
    assert kept == ["card-s2", "card-closing"]
    assert [a["id"] for a in page.find("article")] == ["card-q3", "card-q1", "card-q2"]


def test_a_section_is_dropped_among_the_others_and_it_is_told(desk):
    drop = {"item": "s2", "into": "", "after": ""}
    answer = desk.author.post(f"/surveys/{desk.id}/moves", data=drop, headers=SWIFT)
    assert [s["id"] for s in desk.tree["sections"]] == ["s2", "s1"]
    assert heard(answer) == ["Moved. Section 1 of 2."]
    assert desk.revision == 1


def test_questions_dropped_together_stay_together(desk):
    drop = {"item": "q3 q1", "into": "s2", "after": "q4"}
    answer = desk.author.post(f"/surveys/{desk.id}/moves", data=drop, headers=SWIFT)
    assert desk.order == [["q2"], ["q4", "q1", "q3"]]
    assert heard(answer) == ["Moved. Now 3 of 3 in section 2 of 2."]


def test_a_step_tells_where_the_question_is_now(desk):
    form = desk.form("q1") | {"by": "1"}
    answer = desk.send("q1", form, "step", headers=SWIFT)
    assert heard(answer) == ["Moved. Now 2 of 3 in section 1 of 2."]
    answer = desk.send("q4", desk.form("q4") | {"by": "1"}, "step", headers=SWIFT)
    assert heard(answer) == ["There is nowhere further to move. Now 1 of 1 in section 2 of 2."]
