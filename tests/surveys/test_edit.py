"""The editor over HTTP: every act on every kind, refusals, and two who edit at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from backend.extensions import db
from backend.models import draft as drafts
from backend.questionnaire.bounds import DayBound, TimeBound
from backend.questionnaire.edit import Insert, Remove, Set
from backend.questionnaire.settings import (
    Choices,
    Decimal,
    Default,
    Image,
    OneOf,
    Parameter,
    Scale,
    Whole,
)
from backend.questionnaire.tree import Place, find, place
from backend.questionnaire.types import CATALOGUE
from backend.surveys import amend
from backend.surveys import desk as shown
from tests.surveys.drafting import ALONE, SWIFT, Desk, sample

TWO = sample("single_choice", "q1"), sample("rating", "q2")


@pytest.fixture
def desk(app, alice) -> Desk:
    return Desk(app, alice, *TWO)


@pytest.fixture
def of_kind(app, alice):
    return lambda kind: Desk(app, alice, sample(kind))


def test_the_page_shows_the_questionnaire_as_it_will_be_seen(desk):
    page = desk.open()
    assert page.find("textarea", id="whole-title")[0].text == "Colours"
    assert page.find("fieldset", class_="as-seen")[0].text.startswith("Colour? (optional) Red Blue")
    assert page.find("div", id="outline")[0].text.startswith("First 1Colour? 2How was it? Section")
    assert not page.find("form", id="form-q1")


def test_a_link_opens_a_question(desk):
    page = desk.open("q1")
    assert page.find("form", id="form-q1")
    assert page.find("a", id="to-q1")[0]["aria-current"] == "true"
    assert not desk.open("gone").find("article", class_="card q asks open")


def test_what_stops_publishing_is_listed_with_links(app, alice):
    blank = Desk(app, alice, title="", sections=[{"id": "s1"}])
    links = blank.open().find("section", id="problems")[0]
    assert "2 things before you can publish" in links.text
    blank.save("", title="T")
    blank.author.post(blank.url, data={"kind": "rating"}, status=303)
    page = blank.open()
    assert page.texts("h2", id="problems-title") == ["One thing before you can publish"]
    (problem,) = [a for a in page.find("a") if a.text == "Question 1 has no text"]
    assert problem["href"].endswith(f"?open={blank.order[0][0]}#card-{blank.order[0][0]}")


def test_many_problems_are_cut_short(app, alice):
    blank = Desk(app, alice, *(sample("rating", f"q{n}") | {"title": ""} for n in range(10)))
    assert "and 2 more" in blank.open().text


def test_an_empty_questionnaire_invites(app, alice):
    empty = Desk(app, alice, sections=[])
    assert "No questions yet" in empty.open().text
    empty.author.post(empty.url, data={"kind": "yes_no", "into": ""}, status=303)
    assert len(empty.order) == len(empty.order[0]) == 1


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_is_added_and_undone(desk, kind):
    answer = desk.author.post(desk.url, data={"kind": kind, "into": "s1"}, status=303)
    new = desk.order[0][2]
    assert desk.part(new)["kind"] == kind
    assert answer.location == f"{desk.url}?open={new}#card-{new}"
    assert desk.author.get(answer.location).page.find("form", id=f"form-{new}")
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order == [["q1", "q2"]]


def other(kind, field, value):
    """Another value that the field's control could send."""
    mark = CATALOGUE[kind].settings()[field]
    if isinstance(mark, OneOf):
        options = get_args(CATALOGUE[kind].model_fields[field].annotation)
        return next(option for option in options if option != value)
    if isinstance(mark, Whole):
        return str(mark.least + (value == mark.least))
    if isinstance(mark, Decimal):
        return "4" if value == 3 else "3"
    if isinstance(mark, DayBound):
        return "" if value else "today"
    if isinstance(value, bool):
        return [] if value else "y"
    return OTHERS.get(type(mark), "Another text")


OTHERS = {Parameter: "team", TimeBound: "10:15"}
BY_THEMSELVES = Choices | Scale | Default | Image
"""Settings whose fields have tests of their own."""


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind, field)
        for kind, type_ in CATALOGUE.items()
        for field, mark in type_.settings().items()
        if not isinstance(mark, BY_THEMSELVES)
    ],
)
def test_every_setting_of_every_kind_is_changed_alone(of_kind, kind, field):
    desk = of_kind(kind)
    before = desk.part("q1")
    desk.save("q1", **{field: other(kind, field, before[field])})
    after = desk.part("q1")
    assert {name for name in after if after[name] != before[name]} == {field}


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_is_copied_moved_deleted_and_brought_back(of_kind, kind):
    desk = of_kind(kind)
    before = desk.part("q1")
    desk.act("q1", "copy")
    (copy,) = (id for id in desk.order[0] if id != "q1")
    assert desk.part(copy)["title"] == before["title"]
    desk.act("q1", "step", by="1")
    assert desk.order == [[copy, "q1"]]
    answer = desk.act("q1", "removal")
    assert desk.order == [[copy]]
    page = desk.author.get(answer.location).page
    assert "Deleted." in page.text
    desk.author.send(page, f"/surveys/{desk.id}/undo")
    assert desk.part("q1") == before


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_becomes_another_and_back(desk, kind):
    desk.act("q1", "kind", kind=kind, title="Still here")
    new = desk.order[0][0]
    assert (new != "q1", desk.part(new)["kind"], desk.part(new)["title"]) == (
        True,
        kind,
        "Still here",
    )
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.part("q1")["kind"] == "single_choice"


def test_a_list_is_complete_without_scripts(desk):
    form = desk.form("q1")
    labels = [*form["choices-label"][:-1], "Green"]
    answer = desk.save("q1", **{"choices-label": labels, "choices-add": "1"})
    added = desk.part("q1")["choices"]
    assert [c["label"] for c in added] == ["Red", "Blue", "Green"]
    assert answer.location.endswith("#card-q1")
    desk.save("q1", **{"choices-up": added[2]["id"]})
    desk.save("q1", **{"choices-remove": added[0]["id"]})
    desk.save("q1", **{"choices-paste": "• Tan\n•\tTeal\n• blue\n- TAN"})
    assert [c["label"] for c in desk.part("q1")["choices"]] == ["Green", "Blue", "Tan", "Teal"]


def test_a_pasted_list_fills_blank_lines_first(desk):
    desk.save("q1", **{"choices-label": ["", "Blue"], "choices-paste": "Tan\nTeal"})
    assert [c["label"] for c in desk.part("q1")["choices"]] == ["Tan", "Blue", "Teal"]


def test_texts_of_the_whole_are_changed_where_they_stand(desk):
    desk.save("", title="Shades", introduction="Welcome.")
    page = desk.open()
    (closing,) = page.find("form", id="form-closing")
    desk.send("", page.values(closing) | {"closing": "Thank you."}, status=303)
    assert {n: desk.tree[n] for n in ("title", "introduction", "closing")} == {
        "title": "Shades",
        "introduction": "Welcome.",
        "closing": "Thank you.",
    }


def test_sections_are_added_named_moved_copied_and_deleted(desk):
    answer = desk.author.post(desk.url, data={"kind": "section"}, status=303)
    second = desk.tree["sections"][1]["id"]
    assert answer.location == f"{desk.url}#card-{second}"
    desk.save(second, title="Second", introduction="More.")
    desk.act(second, "step", by="-1")
    assert [s["title"] for s in desk.tree["sections"]] == ["Second", "First"]
    desk.act("s1", "copy")
    assert [len(questions) for questions in desk.order] == [0, 2, 2]
    assert "Delete with its 2 questions" in desk.open().text
    desk.act("s1", "removal", questions="2")
    assert [len(questions) for questions in desk.order] == [0, 2]
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order[1] == ["q1", "q2"]


def test_a_section_that_has_grown_is_not_deleted_unseen(desk):
    answer = desk.act("s1", "removal", questions="1")
    assert desk.order == [["q1", "q2"]]
    assert "was changed meanwhile" in desk.author.get(answer.location).page.text


def test_a_step_goes_on_into_the_next_section(desk):
    desk.author.post(desk.url, data={"kind": "section"}, status=303)
    desk.act("q2", "step", by="1")
    assert desk.order == [["q1"], ["q2"]]
    desk.act("q2", "step", by="sideways")
    assert desk.order == [["q1"], ["q2"]]


def test_a_dropped_question_stands_where_it_was_dropped(desk):
    drop = {"item": "q2", "into": "s1", "after": ""}
    desk.author.post(f"/surveys/{desk.id}/moves", data=drop, status=303)
    assert desk.order == [["q2", "q1"]]


def test_what_is_typed_is_saved_before_any_act(desk):
    desk.act("q1", "copy", title="Which colour?")
    assert [q["title"] for q in desk.tree["sections"][0]["questions"]][:2] == ["Which colour?"] * 2


@pytest.mark.parametrize("act", ["", "copy", "step", "kind", "removal"])
def test_a_refused_form_is_given_back_as_typed(desk, act):
    values = {"title": "x" * 501, "help": "Kept <b>", "kind": "rating", "by": "1"}
    page = desk.act("q1", act, 422, **values).page
    assert page.texts("p", id="q1-title-error") == ["Write at most 500 characters."]
    assert page.find("textarea", id="q1-title")[0]["aria-invalid"] == "true"
    assert page.find("textarea", id="q1-help")[0].text == "Kept <b>"
    assert desk.revision == 0


def test_what_would_make_no_document_is_refused(desk, monkeypatch):
    def refuse(*args):
        raise drafts.InvalidEdit("This cannot be saved: too many.")

    monkeypatch.setattr(amend, "change", refuse)
    page = desk.save("q1", 422, title="Kept").page
    assert page.texts("p", id="q1-title-error") == ["This cannot be saved: too many."]
    assert page.find("textarea", id="q1-title")[0].text == "Kept"


@pytest.mark.parametrize("act", ["", "copy", "step", "kind", "removal"])
@pytest.mark.parametrize("part", ["gone", "q1-1", "%00", "..", "x" * 999])
def test_unknown_parts_are_not_found(desk, act, part):
    desk.send(part, {"revision": "0"}, act, status=404)


@pytest.mark.parametrize(
    ("revision", "status"),
    [("", 400), ("x", 400), ("1e9", 400), ("-5", 303), ("9" * 99, 303)],
)
def test_a_revision_is_a_number(desk, revision, status):
    desk.save("q1", status, revision=revision)


@pytest.mark.parametrize("kind", ["", "gone", "Question", "\0"])
def test_only_offered_kinds_are_added(desk, kind):
    desk.author.post(desk.url, data={"kind": kind, "into": "s1"}, status=422)
    desk.act("q1", "kind", 422, kind=kind)


def test_sections_have_no_kind(desk):
    desk.act("s1", "kind", 404, kind="rating")


def test_a_place_that_is_gone_is_said_kindly(desk):
    added = desk.author.post(desk.url, data={"kind": "rating", "into": "gone"}, status=303)
    dropped = {"item": "q1", "into": "gone", "after": ""}
    moved = desk.author.post(f"/surveys/{desk.id}/moves", data=dropped, status=303)
    assert "removed meanwhile" in desk.author.get(added.location).page.text
    assert added.location == moved.location
    assert "<b>" not in desk.author.get(f"{desk.url}?said=<b>").page.source


@pytest.mark.parametrize("act", ["copy", "step", "kind", "removal"])
def test_what_goes_between_a_save_and_the_act_is_said_kindly(desk, monkeypatch, act):
    saved = amend.save

    def save(survey, part_id, *others):
        outcome = saved(survey, part_id, *others)
        desk.meanwhile(Remove(desk.part(part_id), place(desk.tree, part_id)))
        db.session.expire_all()
        return replace(outcome, draft=drafts.Draft.of(survey.id))

    monkeypatch.setattr(amend, "save", save)
    answer = desk.act("q1", act, 303, kind="dropdown", by="1")
    assert "removed meanwhile" in desk.author.get(answer.location).page.text
    assert desk.order == [["q2"]]


def test_a_retired_kind_is_shown_but_not_offered(desk, monkeypatch):
    monkeypatch.setattr(CATALOGUE["rating"], "offered", False)
    assert desk.open("q2").find("form", id="form-q2")
    assert "Rating" not in desk.open("q1").find("form", class_="add")[0].text
    desk.author.post(desk.url, data={"kind": "rating"}, status=422)


def test_nothing_to_undo_is_said_kindly(desk, bob):
    answer = desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert "nothing of yours to undo" in desk.author.get(answer.location).page.text


@pytest.mark.parametrize("act", ["undo", "redo"])
def test_whatever_is_said_to_be_open_one_is_led_back(desk, act):
    answer = desk.author.post(f"/surveys/{desk.id}/{act}", data={"opened": "a\nb"}, status=303)
    assert answer.location.endswith("#card-a%0Ab")


def test_what_was_built_on_is_not_undone(app, desk, bob):
    desk.save("q1", title="Mine")
    with app.app_context():
        drafts.change(
            desk.id, [Set("q1", "title", "Mine", "Bob's")], bob.user.id, datetime.now(UTC)
        )
    answer = desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert "built on it" in desk.author.get(answer.location).page.text
    assert desk.part("q1")["title"] == "Bob's"


# Two at once


def test_two_who_change_different_things_keep_both(desk):
    form = desk.form("q1")
    desk.meanwhile(Set("q1", "help", "", "Theirs"), Set("q1-1", "label", "Red", "Crimson"))
    desk.send("q1", form | {"title": "Mine"}, status=303)
    now = desk.part("q1")
    assert (now["title"], now["help"], now["choices"][0]["label"]) == ("Mine", "Theirs", "Crimson")


def test_what_both_removed_is_gone_once(desk):
    form = desk.form("q1") | {"choices-remove": "q1-1", "title": "Mine"}
    desk.meanwhile(Remove({"id": "q1-1", "label": "Red"}, place(desk.tree, "q1-1")))
    desk.send("q1", form, status=303)
    assert [c["label"] for c in desk.part("q1")["choices"]] == ["Blue"]
    assert desk.part("q1")["title"] == "Mine"


@pytest.fixture
def met(desk):
    form = desk.form("q1") | {"title": "Mine <i>", "help": "Also mine"}
    desk.meanwhile(Set("q1", "title", "Colour?", "Theirs <i>"))
    return desk.send("q1", form, status=409).page


def test_two_texts_that_meet_are_both_shown(desk, met):
    assert met.texts("blockquote") == ["Mine <i>", "Theirs <i>"]
    assert met.find("textarea", id="q1-title")[0].text == "Mine <i>"
    assert met.find("textarea", id="q1-help")[0].text == "Also mine"
    assert desk.part("q1")["title"] == "Theirs <i>"


@pytest.mark.parametrize(
    ("button", "title"), [("Keep mine", "Mine <i>"), ("Keep theirs", "Theirs <i>")]
)
def test_either_text_can_be_kept(desk, met, button, title):
    (form,) = met.find("form", id="form-q1")
    (pressed,) = [b for b in met.find("button") if b.text == button]
    desk.send("q1", met.values(form) | {pressed["name"]: pressed["value"]}, status=303)
    assert (desk.part("q1")["title"], desk.part("q1")["help"]) == (title, "Also mine")


def test_lists_switches_and_lines_that_meet_are_shown(of_kind):
    desk = of_kind("likert")
    form = desk.form("q1") | {"not_applicable": [], "scale-label": ["No", "Yes"]}
    desk.meanwhile(Set("q1", "scale", ["Never", "Often"], ["Rarely", "Often"]))
    page = desk.send("q1", form, status=409).page
    assert page.texts("blockquote") == ["No Yes", "Rarely Often"]


def test_a_line_that_others_removed_or_changed_is_shown(desk):
    form = desk.form("q1")
    form["choices-label"][0] = "Crimson"
    form |= {"choices-remove": "q1-2"}
    desk.meanwhile(
        Remove({"id": "q1-1", "label": "Red"}, Place("q1", "choices", None)),
        Set("q1-2", "label", "Blue", "Navy"),
    )
    page = desk.send("q1", form, status=409).page
    assert page.texts("blockquote") == ["(removed)", "Navy", "Crimson", "(removed)"]
    (kept,) = page.find("form", id="form-q1")
    desk.send("q1", page.values(kept), status=303)
    assert [c["label"] for c in desk.part("q1")["choices"]] == ["Crimson"]


def test_texts_of_the_whole_that_meet_are_shown_where_they_stand(desk):
    page = desk.open()
    forms = {id: page.values(page.find("form", id=id)[0]) for id in ("form-whole", "form-closing")}
    desk.meanwhile(Set("", "closing", "", "Bye."), Set("", "title", "Colours", "Hues"))
    page = desk.send("", forms["form-closing"] | {"closing": "Thanks."}, status=409).page
    assert page.texts("blockquote") == ["Thanks.", "Bye."]
    (form,) = page.find("form", id="form-closing")
    assert page.values(form)["closing"] == ["Thanks."]
    page = desk.send("", forms["form-whole"] | {"title": "Shades"}, status=409).page
    assert page.texts("blockquote") == ["Shades", "Hues"]


@pytest.mark.parametrize("section_too", [False, True])
def test_a_question_that_others_deleted_can_be_put_back(app, alice, section_too):
    desk = Desk(
        app,
        alice,
        sections=[{"id": "s1", "questions": [TWO[0]]}, {"id": "s2", "questions": [TWO[1]]}],
    )
    form = desk.form("q1") | {"title": "Mine"}
    gone = "s1" if section_too else "q1"
    desk.meanwhile(Remove(desk.part(gone), place(desk.tree, gone)))
    page = desk.send("q1", form, status=409).page
    (sent,) = page.find("form", id="form-q1")
    assert "removed meanwhile" in page.text
    desk.send("q1", page.values(sent) | {"keep": "mine"}, status=303)
    assert desk.part("q1")["title"] == "Mine"
    assert desk.order == ([["q1", "q2"]] if section_too else [["q1"], ["q2"]])


def test_a_section_that_others_deleted_can_be_put_back(desk):
    form = desk.form("s1") | {"title": "Mine"}
    desk.meanwhile(Remove(desk.part("s1"), place(desk.tree, "s1")))
    fragment = desk.send("s1", form, status=409, headers=ALONE).page
    assert fragment.find("article", hx_swap_oob="outerHTML:#head-s1")
    desk.send("s1", form | {"keep": "mine"}, status=303)
    assert desk.order == [["q1", "q2"]]


def test_a_question_that_others_delete_while_it_is_saved_can_be_put_back(desk, monkeypatch):
    form = desk.form("q1") | {"title": "Mine"}
    change = amend.change

    def late(*edit):
        monkeypatch.setattr(amend, "change", change)
        desk.meanwhile(Remove(desk.part("q1"), place(desk.tree, "q1")))
        return change(*edit)

    monkeypatch.setattr(amend, "change", late)
    page = desk.send("q1", form, status=409).page
    assert "removed meanwhile" in page.text
    (sent,) = page.find("form", id="form-q1")
    desk.send("q1", page.values(sent) | {"keep": "mine"}, status=303)
    assert desk.part("q1")["title"] == "Mine"


def test_what_somebody_else_changed_is_not_deleted_unseen(desk):
    form = desk.form("q1")
    desk.meanwhile(Set("q1", "title", "Colour?", "Theirs"))
    answer = desk.send("q1", form, "removal", status=303)
    assert "was changed meanwhile" in desk.author.get(answer.location).page.text
    assert desk.part("q1")["title"] == "Theirs"


@pytest.mark.no_cover
def test_two_sessions_making_100_edits_lose_none(app, alice):
    questions = [sample("short_text", f"q{n}") | {"title": "", "help": ""} for n in range(10)]
    desk = Desk(app, alice, *questions)
    browsers = alice, app.test_client()
    browsers[1].set_cookie("session", alice.token)
    forms = {id: desk.form(id) for id in desk.order[0]}

    def write(browser, field, step):
        for n in range(50):
            number = (n * step) % 10
            values = {**forms[f"q{number}"], field: f"{field} {number}"} if n < 10 else {}
            if values:
                browser.post(f"{desk.url}/q{number}", data=values, status=303)
            else:
                browser.post(desk.url, data={"kind": "yes_no", "into": "s1"}, status=303)

    with ThreadPoolExecutor(2) as both:
        list(both.map(write, browsers, ("title", "help"), (1, 3)))
    now = desk.tree["sections"][0]["questions"]
    assert desk.revision == 100
    assert len(now) == 10 + 80
    assert [(q["title"], q["help"]) for q in now[:10]] == [
        (f"title {n}", f"help {n}") for n in range(10)
    ]


# What has been published


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("rating", "levels", "7"), ("likert", "scale-label", ["No", "Yes"]), ("number", "unit", "g")],
)
def test_another_scale_makes_another_question(of_kind, kind, field, value):
    desk = of_kind(kind)
    desk.publish()
    assert "old and new answers are never mixed" in desk.open("q1").text
    answer = desk.save("q1", **{field: value, "title": "Also"})
    (new,) = desk.order[0]
    assert new != "q1"
    assert answer.location.endswith(f"#card-{new}")
    assert desk.part(new)["title"] == "Also"
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.order == [["q1"]]


def test_undo_after_a_publication_makes_another_question_which_stays_open(of_kind):
    desk = of_kind("rating")
    desk.save("q1", levels="7")
    desk.publish()
    sent = {"opened": "q1"}
    page = desk.author.post(f"/surveys/{desk.id}/undo", data=sent, headers=SWIFT).page
    (new,) = desk.order[0]
    assert new != "q1"
    assert page.find("form", id=f"form-{new}")


def test_a_question_put_back_with_another_scale_is_another_question(of_kind):
    desk = of_kind("rating")
    desk.publish()
    form = desk.form("q1") | {"levels": "7", "keep": "mine"}
    desk.meanwhile(Remove(desk.part("q1"), place(desk.tree, "q1")))
    answer = desk.send("q1", form, status=303)
    (new,) = desk.order[0]
    assert new != "q1"
    assert answer.location.endswith(f"#card-{new}")


def test_other_settings_keep_the_question(of_kind):
    desk = of_kind("rating")
    desk.publish()
    desk.save("q1", title="Better", shape="numbers")
    assert desk.order == [["q1"]]


def test_a_new_scale_beside_others_changes_makes_another_question_too(of_kind):
    desk = of_kind("matrix")
    desk.publish()
    form = desk.form("q1") | {"rows-remove": "q1-1", "scale-label": ["1", "2", "3", "4", "5"]}
    desk.meanwhile(Remove(desk.part("q1-1"), place(desk.tree, "q1-1")))
    desk.send("q1", form, status=303)
    assert desk.order != [["q1"]]
    assert [row["id"] for row in desk.part(desk.order[0][0])["rows"]] == ["q1-2"]


# Swift: htmx and the form that saves itself


def parts(page):
    preserved = {e["id"] for e in page.elements if "data-kept" in e.attributes} - {
        "add-s1",
        "add-section",
    }
    sent = {e["id"] for e in page.find("article") if "data-kept" not in e.attributes}
    return preserved, sent


def test_opening_a_question_sends_only_what_changes(desk):
    seen = {"open": "q2", "seen": "0", "opened": "q1"}
    answer = desk.author.get(desk.url, query_string=seen, headers=SWIFT)
    assert parts(answer.page) == ({"card-whole", "head-s1", "card-closing"}, {"card-q1", "card-q2"})
    assert answer.headers["HX-Replace-Url"] == f"{desk.url}?open=q2"
    again = desk.author.get(desk.url, query_string=seen | {"opened": "q2"}, headers=SWIFT)
    assert parts(again.page) == ({"card-whole", "card-s1", "card-closing"}, set())


@pytest.mark.parametrize(("part", "text"), [("q1", "1Shade? (not complete)"), ("s1", "Shade?")])
def test_a_form_that_saves_itself_changes_its_entry_of_the_outline(desk, part, text):
    desk.meanwhile(Set("q1", "choices", desk.part("q1")["choices"], []))
    page = desk.send(part, desk.form(part) | {"title": "Shade?"}, headers=ALONE).page
    assert not page.find("div", id="outline")
    (entry,) = [a for a in page.find("a", hx_swap_oob="true") if a["id"] == f"to-{part}"]
    assert entry.text == text


def test_an_act_sends_only_what_changes(desk):
    added = desk.author.post(
        desk.url, data={"kind": "yes_no", "into": "s1", "seen": "0", "opened": ""}, headers=SWIFT
    )
    new = desk.order[0][2]
    assert parts(added.page) == (
        {"card-whole", "card-closing", "card-q1", "card-q2"},
        {f"card-{new}"},
    )
    assert added.page.find("div", id="outline", hx_swap_oob="true")
    assert added.page.find("input", id="opened")[0]["value"] == new


@pytest.mark.parametrize("seen", ["", "x", "-1", "99", "9" * 99])
def test_a_browser_that_cannot_say_what_it_shows_gets_all(desk, seen):
    answer = desk.author.get(desk.url, query_string={"seen": seen}, headers=SWIFT)
    assert parts(answer.page)[0] == set()


def test_a_browser_whose_scripts_are_not_there_yet_gets_all(desk):
    alone = {"HX-Request": "true"}
    answer = desk.author.get(desk.url, query_string={"seen": "0", "open": "q1"}, headers=alone)
    assert parts(answer.page)[0] == set()


def test_a_refused_act_is_shown_in_its_card(desk):
    form = desk.form("q1") | {"title": "x" * 501, "seen": "0", "opened": "q1"}
    page = desk.send("q1", form, "copy", status=422, headers=SWIFT).page
    assert parts(page)[0] == {"card-whole", "head-s1", "card-closing", "card-q2"}
    assert page.texts("p", id="q1-title-error") == ["Write at most 500 characters."]


def test_a_form_that_saves_itself_learns_its_revision_and_new_ids(desk):
    form = desk.form("q1")
    form["choices-id"].append("new-7")
    form["choices-label"].append("Green")
    answer = desk.send("q1", form, headers=ALONE)
    assert answer.headers["X-Revision"] == "1"
    (new,) = answer.page.find("input", id="q1-choices-new-7")
    assert new["value"] == desk.part("q1")["choices"][2]["id"]
    assert new["name"] == "choices-id"
    assert not answer.page.find("form", id="form-q1")


def test_a_form_that_is_sent_again_after_a_lost_reply_adds_its_lines_once(desk):
    form = desk.form("q1") | {"title": "Shade?"}
    form["choices-id"].append("new-7")
    form["choices-label"].append("Green")
    for _ in range(2):
        page = desk.send("q1", form, headers=ALONE).page
        assert [c["label"] for c in desk.part("q1")["choices"]] == ["Red", "Blue", "Green"]
        (new,) = page.find("input", id="q1-choices-new-7")
        assert new["value"] == desk.part("q1")["choices"][2]["id"]
    assert desk.revision == 1


def test_a_line_that_is_sent_again_in_other_words_is_there_once(desk):
    form = desk.form("q1")
    form["choices-id"].append("new-7")
    labels = form["choices-label"]
    desk.send("q1", form | {"choices-label": [*labels, "Gre"]}, headers=ALONE)
    page = desk.send("q1", form | {"choices-label": [*labels, "Green"]}, status=409).page
    assert page.texts("blockquote") == ["Green", "Gre"]
    (kept,) = page.find("form", id="form-q1")
    desk.send("q1", page.values(kept), status=303)
    assert [c["label"] for c in desk.part("q1")["choices"]] == ["Red", "Blue", "Green"]


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_lines_that_two_add_in_the_same_place_are_both_kept(desk, way):
    form = desk.form("q1")
    for label in ("Green", "Tan"):
        blank = {"choices-label": [*form["choices-label"][:-1], label]}
        desk.send("q1", form | ({"choices-paste": label} if way == "pasted" else blank), status=303)
    assert {c["label"] for c in desk.part("q1")["choices"]} == {"Red", "Blue", "Green", "Tan"}


def test_a_form_that_saves_itself_is_renewed_where_others_changed_the_part(desk):
    form = desk.form("q1")
    desk.meanwhile(Set("q1", "help", "", "Theirs"))
    answer = desk.send("q1", form | {"title": "Mine"}, headers=ALONE)
    assert "X-Revision" not in answer.headers
    assert answer.page.find("article", hx_swap_oob="outerHTML:#card-q1")
    assert answer.page.find("textarea", id="q1-help")[0].text == "Theirs"


@pytest.mark.parametrize(
    ("part", "field", "old"), [("s1", "title", "First"), ("", "title", "Colours")]
)
def test_other_forms_that_save_themselves_are_renewed_too(desk, part, field, old):
    form = desk.form(part)
    desk.meanwhile(Set(part, "introduction", "", "Theirs"))
    page = desk.send(part, form | {"title": "Mine"}, headers=ALONE).page
    assert page.find("textarea", id=f"{part or 'whole'}-introduction")[0].text == "Theirs"


def test_a_new_id_reaches_the_page(of_kind):
    desk = of_kind("rating")
    desk.publish()
    page = desk.send("q1", desk.form("q1") | {"levels": "7"}, headers=ALONE).page
    (new,) = desk.order[0]
    assert page.find("article", id=f"card-{new}", hx_swap_oob="outerHTML:#card-q1")
    assert page.find("input", id="opened")[0]["value"] == new


def test_a_form_that_saves_itself_is_refused_beside_its_fields(desk):
    page = desk.send("q1", desk.form("q1") | {"title": "\0"}, status=422, headers=ALONE).page
    assert page.texts("p", id="q1-title-error") == ["Remove the characters that cannot be stored."]
    assert not page.find("textarea")


def test_a_form_that_saves_itself_shows_both_texts(desk):
    form = desk.form("q1") | {"title": "Mine"}
    desk.meanwhile(Set("q1", "title", "Colour?", "Theirs"))
    page = desk.send("q1", form, status=409, headers=ALONE).page
    assert page.texts("blockquote") == ["Mine", "Theirs"]
    assert "data-autosave" not in page.find("form", id="form-q1")[0].attributes


def test_an_unchanged_form_makes_no_revision(desk):
    desk.save("q1")
    assert desk.revision == 0


def test_a_closed_card_is_drawn_once(desk, monkeypatch):
    desk.open()
    drawn = shown.drawn.cache_info().misses
    desk.open()
    assert shown.drawn.cache_info().misses == drawn


# Strangers


ACTS = [
    ("get", "questions"),
    ("post", "questions"),
    ("post", "questionnaire"),
    ("post", "moves"),
    ("post", "undo"),
    *[("post", f"questions/q1{act}") for act in ("", "/copy", "/step", "/kind", "/removal")],
]


@pytest.mark.parametrize(("method", "path"), ACTS)
def test_strangers_find_nothing(desk, bob, client, method, path):
    data = {"revision": "0", "kind": "rating", "title": "Bob was here"}
    url = f"/surveys/{desk.id}/{path}"
    getattr(bob, method)(url, data=data, status=404)
    answer = getattr(client, method)(url, data=data, status=303)
    assert answer.location.startswith("/login")
    assert desk.revision == 0


HOSTILE = "<script>alert(1)</script>{{ 7*7 }}' onclick=x \u202e"


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", CATALOGUE)
def test_hostile_texts_are_shown_as_texts(of_kind, kind):
    desk = of_kind(kind)
    form = desk.form("q1")
    for name, value in form.items():
        if name.endswith("-label"):
            form[name] = [f"{HOSTILE} {number}" for number, _ in enumerate(value)]
    desk.send("q1", form | {"title": HOSTILE, "help": HOSTILE, "body": HOSTILE}, status=303)
    assert desk.part("q1")["title"] == HOSTILE.strip()
    for source in (desk.open().source, desk.open("q1").source):
        assert "<script>alert" not in source
        assert "{{ 7*7 }}" in source


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", CATALOGUE)
def test_nonsense_in_every_field_is_refused_or_taken_never_a_failure(of_kind, kind):
    desk = of_kind(kind)
    form = desk.form("q1")
    names = form.keys() - {"csrf_token", "revision"}
    page = desk.author.post(
        f"{desk.url}/q1", data=form | dict.fromkeys(names, "\0\x1b nan"), status=422
    )
    assert page.page.find("form", id="form-q1")


def test_every_offered_kind_stands_in_the_menu(desk):
    menu = desk.open().find("form", class_="add")[0].text
    assert all(type_.label in menu and type_.purpose in menu for type_ in CATALOGUE.values())


def test_a_first_insert_is_found_by_its_place(desk):
    desk.meanwhile(Insert(sample("yes_no", "q9"), Place("s1", "questions", None)))
    assert desk.order == [["q9", "q1", "q2"]]
    assert find(desk.tree, "q9")["kind"] == "yes_no"


def test_an_untitled_survey_begins_with_its_title(alice):
    address = alice.post("/surveys", data={}).location
    texts = alice.get(address).page.find("textarea")
    [focused] = [text for text in texts if "autofocus" in text.attributes]
    assert focused.attributes["id"] == "whole-title"
