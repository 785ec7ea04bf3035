"""The page of a survey's people: what each of them finds there, and what they can do."""

import pytest

from backend.models.role import RIGHTS, Role
from tests.people import works_on
from tests.surveys.shelf import answer, publish, shelve, whole
from tests.visits import DOORS


@pytest.fixture
def survey(app, alice, bob, carol, dan):
    """Alice's survey, on which Carol is an editor; Bob has one of his own."""
    publish(app, bob)
    survey = publish(app, alice, whole("Lunch"))
    works_on(app, carol, survey, Role.EDITOR)
    return survey


def path(survey, rest="people"):
    return f"/surveys/{survey}/{rest}"


def rows(page):
    return [row for row in page.texts("tr") if "@" in row]


def tabs(page):
    return [link.text for link in page.find("a") if link["href"].startswith("/surveys/")]


def test_everybody_sees_who_works_on_it(survey, alice, carol):
    for one in (alice, carol):
        shown = rows(one.get(path(survey)).page)
        assert shown[0].startswith("Alice Archer")
        assert "Owner" in shown[0]
        assert "Editor" in shown[1]


def test_only_the_owner_finds_how_to_change_that(survey, alice, carol):
    mine, hers = alice.get(path(survey)).page, carol.get(path(survey)).page
    assert mine.find("input", name="q")
    assert not hers.find("input", name="q")
    assert not hers.find("form", action=path(survey, "ownership"))
    assert hers.find("form", action=path(survey, "leaving"))
    assert not mine.find("form", action=path(survey, "leaving"))


def test_a_colleague_is_found_and_added(survey, alice, dan):
    dan.get(path(survey), status=404)
    page = alice.get(path(survey), query_string={"q": "dan di"}).page
    (found,) = [row for row in rows(page) if "Dan" in row]
    assert found.startswith("Dan Diaz")
    (hidden,) = page.find("input", name="person")
    form = {"person": hidden["value"], "role": "analyst"}
    alice.post(path(survey), data=form, status=303)
    assert "Dan Diaz" in rows(alice.get(path(survey)).page)[2]
    dan.get(path(survey, "results"), status=200)
    dan.get(path(survey, "questions"), status=403)


@pytest.mark.parametrize(
    ("words", "said"),
    [("zebra", "Nobody was found"), ("d", "at least two"), ("\0\ud800", "People"), ("", "People")],
)
def test_a_search_says_what_it_found(survey, alice, words, said):
    page = alice.get(path(survey), query_string={"q": words.encode(errors="surrogatepass")}).page
    assert said in page.text
    assert not page.find("input", name="person")


def test_many_are_said_to_be_more(survey, alice, sign_in):
    for n in range(9):
        sign_in(f"Fay{n} Fisher")
    page = alice.get(path(survey), query_string={"q": "fisher"}).page
    assert len(page.find("input", name="person")) == 8
    assert "There are others" in page.text


@pytest.mark.parametrize(
    ("rest", "form"),
    [
        ("people", {"role": "editor"}),
        ("people", {"person": "x", "role": "editor"}),
        ("people", {"person": "@dan", "role": "owner"}),
        ("people", {"person": "@dan"}),
        ("people/@carol/role", {"role": "owner"}),
        ("people/@carol/role", {}),
        ("ownership", {}),
        ("ownership", {"person": "x"}),
        ("joining-links", {"role": "owner"}),
    ],
)
def test_a_form_that_none_of_ours_is_changes_nothing(survey, alice, carol, dan, rest, form):
    ids = {"@carol": str(carol.user.id), "@dan": str(dan.user.id)}
    sent = {name: ids.get(value, value) for name, value in form.items()}
    before = rows(alice.get(path(survey)).page)
    alice.post(path(survey, rest.replace("@carol", ids["@carol"])), data=sent, status=400)
    assert rows(alice.get(path(survey)).page) == before


def test_nobody_of_another_survey_is_changed_or_made_its_owner(survey, alice, dan):
    for rest, form in (
        (f"people/{dan.user.id}/role", {"role": "editor"}),
        ("ownership", {"person": str(dan.user.id)}),
        ("ownership", {"person": str(alice.user.id)}),
    ):
        alice.post(path(survey, rest), data=form, status=404)


def test_a_role_is_changed_and_holds_at_once(survey, alice, carol):
    alice.post(path(survey, f"people/{carol.user.id}/role"), data={"role": "analyst"}, status=303)
    met = carol.get(path(survey, "settings"), status=403)
    assert "Ask the survey’s owner" in met.page.text
    page = carol.get(path(survey, "results")).page
    assert not [text for text in page.texts("a") if text in ("Share", "Settings")]


def test_who_is_removed_is_out_at_once_and_can_be_added_again(survey, alice, carol):
    carol.get(path(survey, "questions"), status=200)
    for _ in range(2):
        alice.post(path(survey, f"people/{carol.user.id}/removal"), status=303)
    carol.get(path(survey, "questions"), status=404)
    assert len(rows(alice.get(path(survey)).page)) == 1
    form = {"person": str(carol.user.id), "role": "editor"}
    alice.post(path(survey), data=form, status=303)
    carol.get(path(survey, "questions"), status=200)


def test_a_survey_changes_hands(survey, alice, carol):
    alice.post(path(survey, "ownership"), data={"person": str(carol.user.id)}, status=303)
    assert rows(alice.get(path(survey)).page)[0].startswith("Carol Chen")
    alice.post(path(survey, "deletion"), status=403)
    carol.post(path(survey, "deletion"), status=303)
    alice.get(path(survey), status=404)
    carol.post(path(survey, "restoration"), status=303)


def test_who_leaves_is_out(survey, alice, carol):
    assert carol.post(path(survey, "leaving"), status=303).location == "/surveys"
    carol.get(path(survey), status=404)
    alice.post(path(survey, "leaving"), status=403)


def unfit(app, browser, pages, role):
    """The links and forms of these pages that lead to what the role may not do."""
    wrong = []
    for page in pages:
        shown = browser.get(page).page
        ways = {("GET", link["href"]) for link in shown.find("a")}
        ways |= {(form["method"].upper() or "GET", form["action"]) for form in shown.find("form")}
        for method, to in ways:
            if "/surveys/" in to and not to.startswith("http"):
                path = to.partition("?")[0].partition("#")[0]
                endpoint, _ = app.url_map.bind("localhost").match(path, method)
                asked = {door.right for door in DOORS if door.name == (endpoint, method)}
                wrong += [(page, to) for right in asked if right and right not in RIGHTS[role]]
    return wrong


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ANALYST])
def test_nobody_is_shown_a_way_to_what_is_refused(app, survey, alice, carol, role):
    """Before the first response and after it; of a draft as well."""
    draft = shelve(app, alice)
    for one in (survey, draft):
        works_on(app, carol, one, role)
    rests = ["people", "results", "preview", "history", "comments"]
    rests += ["settings", "share", "questions"] if role is Role.EDITOR else []
    pages = [path(id, rest) for id in (survey, draft) for rest in rests]
    assert not unfit(app, carol, ["/surveys", *pages], role)
    answer(app, survey)
    assert not unfit(app, carol, ["/surveys", path(survey, "results")], role)


def test_the_library_shows_what_is_shared_and_as_what(app, survey, alice, carol):
    own = shelve(app, carol, whole("Own"))
    page = carol.get("/surveys").page
    titles = {link.text: link["href"] for link in page.find("a", class_="title")}
    assert titles == {"Lunch": path(survey, "questions"), "Own": path(own, "questions")}
    (lunch,) = [row for row in page.texts("tr") if "Lunch" in row]
    assert "Of Alice Archer, you are editor" in lunch
    works_on(app, carol, survey, Role.ANALYST)
    page = carol.get("/surveys?q=lunch").page
    assert page.find("a", class_="title")[0]["href"] == path(survey, "preview")
    alice.post(path(survey, "deletion"), status=303)
    assert "Lunch" not in carol.get("/surveys").page.text
    assert "Lunch" not in carol.get("/surveys/deleted").page.text


def test_a_copy_belongs_to_whoever_makes_it(app, survey, alice, carol):
    works_on(app, carol, survey, Role.ANALYST)
    copied = carol.post(path(survey, "copy"), status=303).location
    carol.get(copied, status=200)
    alice.get(copied, status=404)
