import pytest

from backend.questionnaire.samples import SAMPLES
from tests.surveys.shelf import NOW, answer, document, now, publish, shelve, whole


def test_a_stranger_begins_nothing(client):
    assert client.get("/surveys/new", status=303).location.startswith("/login")
    assert client.post("/surveys", status=303).location.startswith("/login")


def begun(response):
    return response.location.removeprefix("/surveys/").removesuffix("/questions")


def test_a_blank_survey_has_one_section_without_a_question(app, alice):
    page = alice.get("/surveys/new").page
    blank = document(app, begun(alice.send(page, "/surveys", **{"from": ""}, status=303)))
    assert blank["title"] == ""
    assert [section["questions"] for section in blank["sections"]] == [[]]


def test_a_template_gives_its_questionnaire(app, alice):
    page = alice.get("/surveys/new").page
    survey = begun(alice.send(page, "/surveys", **{"from": "anes96"}, status=303))
    assert document(app, survey)["title"] == SAMPLES["anes96"].title
    assert SAMPLES["anes96"].title in page.text


def test_a_template_that_is_not_there_is_not_found(alice):
    alice.post("/surveys", data={"from": "nonsense"}, status=404)


def test_a_copy_asks_the_same_of_the_same_people_and_has_no_responses(app, alice):
    kept = {"access": "organisation", "anonymous": False, "cap": 5, "closes_at": NOW}
    survey = publish(app, alice, whole("Lunch"), **kept)
    copied = alice.post(f"/surveys/{survey}/copy", status=303)
    copy = now(app, begun(copied))
    assert (copy.access, copy.anonymous, copy.cap, copy.closes_at) == (
        "organisation",
        False,
        None,
        None,
    )
    assert (copy.version, copy.published_at, copy.link_key) == (None, None, None)
    asked = document(app, copy.id)
    assert asked == {**document(app, survey), "title": "Copy of Lunch"}


@pytest.mark.parametrize(
    ("title", "copied"), [("", "Copy of untitled survey"), ("x" * 200, "Copy of " + "x" * 192)]
)
def test_a_copy_has_a_title_that_fits(app, alice, title, copied):
    survey = shelve(app, alice, whole(title))
    assert (
        document(app, begun(alice.post(f"/surveys/{survey}/copy", status=303)))["title"] == copied
    )


def test_another_persons_survey_is_not_copied(app, alice, bob, client):
    survey = publish(app, alice)
    answer(app, survey)
    bob.post(f"/surveys/{survey}/copy", status=404)
    client.post(f"/surveys/{survey}/copy", status=303)
