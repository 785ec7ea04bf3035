import pytest

from backend.extensions import db
from backend.models.comment_reading import threads
from backend.models.ids import uuid7
from backend.models.survey import Survey
from backend.questionnaire.edit import removal
from tests.surveys.drafting import SWIFT, Desk, sample


@pytest.fixture
def desk(app, alice):
    colour = sample("single_choice", "colour") | {"title": "Which <b>?"}
    return Desk(app, alice, sample("likert", "agree"), colour, sample("statement", "note"))


@pytest.fixture
def url(desk):
    return f"/surveys/{desk.id}/comments"


def say(alice, url, words="Why?", on="colour", **more):
    alice.post(url, data={"words": words, "on": on} | more, status=303)


def only(app, desk, on=None):
    with app.app_context():
        (thread,) = threads(desk.id, on)
        return thread


def test_a_comment_stands_with_its_question_and_on_its_card(app, alice, desk, url):
    assert "Nothing has been said yet" in alice.get(url).page.text
    say(alice, url, "Is <i>that</i>\nclear?")
    page = alice.get(url).page
    assert page.texts("h2") == ["2. Which <b>?"]
    assert "Is <i>that</i> clear?" in page.text
    assert "Alice Archer" in page.text
    say(alice, url, "A title?", on="")
    assert alice.get(url).page.texts("h2") == ["The whole questionnaire", "2. Which <b>?"]
    assert alice.get(f"{url}?on=colour").page.texts("h2") == ["2. Which <b>?"]
    (count,) = desk.open().find("a", class_="talked")
    assert count["href"] == f"{url}?on=colour"
    assert count.text.startswith("1 open comment on")
    assert "Comments 1 open" in desk.open("colour").text


def test_a_thread_goes_on_is_resolved_and_opened_again(app, alice, desk, url):
    say(alice, url)
    thread = only(app, desk)
    page = alice.get(f"{url}?on=colour").page
    back = alice.send(page, f"{url}/{thread.id}/replies", words="Because.", status=303)
    assert back.location == f"{url}?on=colour#on-colour"
    alice.send(alice.get(url).page, f"{url}/{thread.id}/resolution", status=303)
    resolved = alice.get(url).page
    assert "Resolved by Alice Archer" in resolved.text
    assert not desk.open().find("a", class_="talked")
    assert [said.words for said in only(app, desk).comments] == ["Why?", "Because."]
    alice.send(resolved, f"{url}/{thread.id}/resolution", status=303)
    assert only(app, desk).resolved_at is None


def test_one_s_own_can_be_deleted(app, alice, desk, url):
    say(alice, url)
    thread = only(app, desk)
    alice.send(alice.get(url).page, f"{url}/{thread.id}/removal", status=303)
    assert "Nothing has been said yet" in alice.get(url).page.text


def test_what_another_wrote_has_no_button_to_delete_it(app, alice, bob, desk, url):
    say(alice, url)
    thread = only(app, desk)
    with app.app_context():
        db.session.get_one(Survey, desk.id).owner_id = bob.user.id
        db.session.commit()
    bob.post(f"{url}/{thread.id}/replies", data={"words": "Because."})
    (form,) = bob.get(url).page.find("button", title="Delete")
    assert "Because." in form["aria-label"]
    bob.post(f"{url}/{thread.id}/removal", status=404)


def test_the_first_of_a_thread_may_be_taken_back_alone(app, alice, desk, url):
    say(alice, url)
    thread = only(app, desk)
    alice.post(f"{url}/{thread.id}/replies", data={"words": "Because."})
    alice.post(f"{url}/{thread.id}/removal", status=303)
    page = alice.get(url).page
    assert "Taken back by its author." in page.text
    assert "Because." in page.text


def test_comments_outlive_their_question(app, alice, desk, url):
    say(alice, url)
    desk.meanwhile(removal(desk.tree, "colour"))
    page = alice.get(url).page
    assert page.texts("h2") == ["On questions that are gone"]
    assert page.texts("h3") == ["Which <b>?"]
    assert alice.get(f"{url}?on=colour").page.texts("h3") == ["Which <b>?"]
    assert "This question is not there any more" in alice.get(f"{url}?on=no").page.text
    refused = alice.post(url, data={"words": "And?", "on": "colour"}, status=409)
    assert "This question was removed meanwhile" in refused.page.text


def test_comments_follow_a_question_that_is_turned_into_another(app, alice, desk, url):
    say(alice, url)
    desk.act("colour", "kind", kind="multiple_choice")
    (order,) = desk.order
    assert only(app, desk).question_id == order[1] != "colour"
    alice.post(f"/surveys/{desk.id}/undo", status=303)
    assert only(app, desk).question_id == "colour"


def test_comments_follow_a_question_that_means_something_else(app, alice, desk, url):
    desk.publish()
    say(alice, url, on="agree")
    desk.save("agree", **{"scale-standard": "ease-7", "scale-take": "1"})
    (order,) = desk.order
    assert only(app, desk).question_id == order[0] != "agree"


def test_the_editor_gets_the_panel_of_one_question_alone(app, alice, desk, url):
    say(alice, url)
    panel = alice.get(f"{url}?on=colour", headers=SWIFT).text
    assert "<h1" not in panel
    assert 'id="talk-colour" hx-swap-oob="true">1<' in panel
    thread = only(app, desk)
    sent = {"resolved": "yes"}
    after = alice.post(f"{url}/{thread.id}/resolution", data=sent, headers=SWIFT, status=200)
    assert 'id="talk-colour" hx-swap-oob="true">0<' in after.text
    whole = alice.get(url, headers=SWIFT).text
    assert 'id="talk-" hx-swap-oob="true">0<' in whole


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_nothing_and_too_much_is_refused(alice, url, words):
    alice.post(url, data={"words": words, "on": ""}, status=422)


def test_the_editor_says_in_the_panel_what_is_refused(app, alice, desk, url):
    say(alice, url)
    thread = only(app, desk)
    sent = {"on": "colour", "words": "  "}
    for path in (url, f"{url}/{thread.id}/replies"):
        refused = alice.post(path, data=sent, headers=SWIFT, status=422).text
        assert "Write something first." in refused
        assert "<html" not in refused
    gone = {"on": "no", "words": "And <so>?"}
    refused = alice.post(url, data=gone, headers=SWIFT, status=409).text
    assert "And &lt;so&gt;?" in refused
    alice.post(f"{url}/{uuid7()}/replies", data=sent, headers=SWIFT, status=404)


def test_what_no_question_can_be_called_has_no_comments(alice, url):
    assert "Why?" not in alice.get(f"{url}?on=%00", headers=SWIFT).text
    sent = {"on": "\0", "words": "Why?"}
    alice.post(url, data=sent, headers=SWIFT, status=409)


def test_a_thread_that_is_not_there_is_not_found(alice, url):
    for act in ("replies", "resolution", "removal"):
        alice.post(f"{url}/{uuid7()}/{act}", data={"words": "Why?"}, status=404)


def test_a_copy_of_the_survey_has_no_comments(app, alice, desk, url):
    say(alice, url)
    copied = alice.post(f"/surveys/{desk.id}/copy", status=303).location.split("/")[2]
    assert "Nothing has been said yet" in alice.get(f"/surveys/{copied}/comments").page.text
