"""The default answer, given in the question's own control in the author's form."""

import pytest

from backend.extensions import db
from backend.models.draft import Draft
from backend.questionnaire.types import CATALOGUE
from tests.surveys.drafting import ALONE, Desk, sample

NUMBER = {"kind": "number", "id": "q1", "title": "How many?", "most": 9}
PRESETTABLE = [kind for kind, type_ in CATALOGUE.items() if "default" in type_.settings()]


def controls(question, value):
    """What the control of the default answer sends for a value."""
    part = question.to_form(value)
    return {
        f"default-{question.id}.{name}" if name else f"default-{question.id}": values
        for name, values in part.fields.items()
    }


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", PRESETTABLE)
def test_every_kind_is_given_a_default_answer_and_loses_it(app, alice, kind):
    question, answers = CATALOGUE[kind].samples()[0]
    desk = Desk(app, alice, question.model_dump(mode="json") | {"parameter": "p", "title": "T"})
    if "parameter" not in CATALOGUE[kind].settings():
        desk = Desk(app, alice, question.model_dump(mode="json"))
    desk.save("q1", **{"default-on": "y"}, **controls(question, answers[0]))
    assert desk.part("q1")["default"] == answers[0]
    form = desk.form("q1")
    assert form["default-on"] == ["y"]
    assert {name: form[name] for name in controls(question, answers[0])} == controls(
        question, answers[0]
    )
    desk.send("q1", {name: form[name] for name in form if name != "default-on"})
    assert desk.part("q1")["default"] is None


def test_a_default_answer_that_the_question_refuses_is_not_saved(app, alice):
    desk = Desk(app, alice, NUMBER)
    page = desk.save("q1", 422, **{"default-on": "y", "default-q1": "40"}).page
    assert page.texts("p", id="q1-default-error") == ["Write a number at most 9"]
    assert page.find("input", id="q-default-q1")[0]["value"] == "40"
    assert desk.part("q1")["default"] is None
    answer = desk.send("q1", desk.form("q1") | {"default-on": "y", "default-q1": "x"},
                       headers=ALONE, status=422)  # fmt: skip
    assert "in digits" in answer.text


def test_a_default_answer_of_nothing_is_none(app, alice):
    desk = Desk(app, alice, sample("single_choice") | {"default": "q1-1"})
    form = desk.form("q1")
    desk.send("q1", {name: form[name] for name in form if name != "default-q1"})
    assert desk.part("q1")["default"] is None


@pytest.mark.parametrize("kind", PRESETTABLE)
def test_a_question_with_any_default_answer_is_seen_where_another_is_open(app, alice, kind):
    question, answers = CATALOGUE[kind].samples()[0]
    tree = question.model_dump(mode="json") | {"default": answers[0], "title": "Seen"}
    desk = Desk(app, alice, tree)
    assert "Seen" in desk.open().text
    assert "Seen" in alice.get(f"/surveys/{desk.id}/history/0").page.text


def test_a_default_answer_fits_the_settings_sent_with_it(app, alice):
    desk = Desk(app, alice, NUMBER)
    desk.save("q1", most="50", **{"default-on": "y", "default-q1": "40"})
    assert desk.part("q1")["default"] == 40


def test_a_default_answer_that_has_ceased_to_fit_stops_publishing(app, alice):
    desk = Desk(app, alice, NUMBER | {"default": 8})
    desk.save("q1", most="7")
    assert desk.part("q1")["default"] == 8
    page = desk.open()
    assert "Question 1 has a default answer that does not fit" in page.text
    assert page.find("fieldset", class_="as-seen")


def test_a_form_that_says_nothing_of_it_leaves_the_default_answer(app, alice):
    desk = Desk(app, alice, NUMBER | {"default": 8})
    desk.send("q1", {"revision": "0", "title": "Changed", "most": "9"}, status=303)
    assert desk.part("q1")["default"] == 8


def test_a_copy_has_a_default_answer_of_its_own_choices(app, alice):
    question = sample("multiple_choice") | {"none": False, "fewest": None, "most": None}
    first = question["choices"][0]["id"]
    desk = Desk(app, alice, question | {"default": [first, {"choice": "other", "text": "q1"}]})
    desk.act("q1", "copy")
    copy = desk.part(desk.order[0][1])
    assert copy["default"] == [copy["choices"][0]["id"], {"choice": "other", "text": copy["id"]}]


def test_another_kind_keeps_a_default_answer_only_if_it_fits(app, alice):
    desk = Desk(app, alice, sample("single_choice"), {**NUMBER, "id": "q2", "default": 8})
    desk.save("q1", **{"default-on": "y", "default-q1": "q1-1"})
    desk.act("q1", "kind", kind="multiple_choice")
    assert desk.part(desk.order[0][0])["default"] is None
    desk.act("q2", "kind", kind="rating")
    assert desk.part(desk.order[0][1])["default"] is None


@pytest.mark.parametrize("name", ["Team", "a b", "ä", "x" * 33, "?"])
def test_a_name_in_the_link_is_short_and_plain(app, alice, name):
    desk = Desk(app, alice, NUMBER)
    page = desk.save("q1", 422, parameter=name).page
    assert "Keep to small letters" in page.text or "at most 32" in page.text
    assert desk.part("q1").get("parameter", "") == ""


def test_two_questions_cannot_take_the_same_value_from_the_link(app, alice):
    desk = Desk(app, alice, NUMBER | {"parameter": "n"}, {**NUMBER, "id": "q2", "parameter": "n"})
    assert "Question 2 takes “n” from the link, as another question does" in desk.open().text


def test_a_hidden_value_is_told_to_its_author(app, alice):
    desk = Desk(
        app, alice, {"kind": "hidden", "id": "q1", "title": "Where it stood"}, NUMBER | {"id": "q2"}
    )
    assert "Not shown to respondents." in desk.open().text
    assert "has no name in the link" in desk.open().text
    desk.save("q1", parameter="source")
    assert "comes with a link that ends in ?source=…" in desk.open().text


def test_a_survey_of_hidden_values_alone_asks_nothing(app, alice):
    desk = Desk(app, alice, {"kind": "hidden", "id": "q1", "title": "T", "parameter": "p"})
    assert "The survey asks no question yet" in desk.open().text


def test_a_new_choice_can_be_the_default_answer_at_once(app, alice):
    desk = Desk(app, alice, sample("single_choice"))
    form = desk.form("q1")
    same = desk.send("q1", form | {"title": "Which?"}, headers=ALONE).text
    assert "q1-default-control" not in same
    added = form | {"revision": str(desk.revision), "choices-paste": "Violet"}
    page = desk.send("q1", added, headers=ALONE).page
    (control,) = page.find("div", id="q1-default-control")
    assert control["hx-swap-oob"] == "true"
    assert "Violet" in control.text


def test_a_draft_from_before_there_were_these_settings_is_edited_as_ever(app, alice):
    desk = Desk(app, alice, sample("single_choice"))
    with app.app_context():
        stored = db.session.get_one(Draft, desk.id)
        old = {"default", "parameter", "shuffle", "pin_last"}
        (question,) = stored.document["sections"][0]["questions"]
        question = {name: value for name, value in question.items() if name not in old}
        stored.document = {
            **stored.document,
            "sections": [{**stored.document["sections"][0], "questions": [question]}],
        }
        db.session.commit()
    assert desk.open("q1").find("form", id="form-q1")
    desk.send("q1", {"revision": "0", "title": "Changed"}, status=303)
    desk.act("q1", "kind", kind="dropdown")
    assert desk.part(desk.order[0][0])["title"] == "Changed"
