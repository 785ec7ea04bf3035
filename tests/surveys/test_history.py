"""What was done to a draft, and the ways back and forth."""

from datetime import UTC, datetime

import pytest

from backend.models import draft as drafts
from backend.models import history as history_model
from backend.questionnaire.edit import Set
from tests.surveys.drafting import SWIFT, Desk, sample


@pytest.fixture
def desk(app, alice):
    return Desk(app, alice, sample("single_choice"), sample("likert", "q2"))


def redone(desk):
    answer = desk.author.post(f"/surveys/{desk.id}/redo", status=303)
    return desk.author.get(answer.location).page.text


def test_what_was_undone_is_made_again(desk):
    desk.save("q1", title="Mine")
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.part("q1")["title"] != "Mine"
    (form,) = desk.open("q1").find("form", id="redo")
    answer = desk.author.post(form["action"], data={"opened": "q1"}, headers=SWIFT)
    assert "Your change is made again." in answer.text
    assert desk.part("q1")["title"] == "Mine"


def test_nothing_to_redo_is_said_kindly(desk):
    assert "nothing of yours to redo" in redone(desk)


def test_what_was_built_in_its_place_is_not_overwritten(app, desk, bob):
    desk.save("q1", title="Mine")
    before = desk.part("q1")["title"]
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    with app.app_context():
        theirs = Set("q1", "title", desk.part("q1")["title"], "Bob's")
        drafts.change(desk.id, [theirs], bob.user.id, datetime.now(UTC))
    assert before != "Bob's"
    assert "built in its place" in redone(desk)
    assert desk.part("q1")["title"] == "Bob's"


# The page


def restored(desk, revision, status=303, **more):
    return desk.author.post(
        f"/surveys/{desk.id}/history/{revision}/restoration", status=status, **more
    )


def history(desk, **query):
    return desk.author.get(f"/surveys/{desk.id}/history", query_string=query).page


def test_the_history_tells_who_did_what_newest_first(app, desk, bob):
    desk.save("q1", title="Mine")
    with app.app_context():
        drafts.change(desk.id, [Set("q2", "help", "", "Bob's")], bob.user.id, datetime.now(UTC))
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    page = history(desk)
    people = ["Alice Archer", "Bob Baker", "Alice Archer"]
    assert page.texts("h2") == [f"today (UTC) {name}" for name in people]
    words = [row.text for row in page.find("div", class_="deeds")]
    assert words[0].endswith("Revision 3 · takes back revision 1")
    assert words[1].startswith("Changed the help text of question 2")
    assert words[2].startswith("Changed the text of question 1 “\u2068Mine\u2069”")
    assert words[2].endswith("Revision 1 · taken back later")
    desk.author.post(f"/surveys/{desk.id}/redo", status=303)
    restored(desk, 0)
    words = [row.text for row in history(desk).find("div", class_="deeds")]
    assert words[0].endswith("restores revision 0")
    assert words[1].endswith("makes again what revision 3 took back")


def test_what_saves_itself_while_one_writes_is_one_line(desk):
    for text in ("H", "How", "How many"):
        desk.save("q2", help=text)
    (line,) = history(desk).find("div", class_="deeds")
    assert "Revision 3 · saved 3 times" in line.text


def test_versions_stand_where_they_were_published(desk):
    desk.publish()
    desk.save("q1", title="Second")
    desk.publish()
    desk.save("q1", title="Third")
    lines = [item.text for item in history(desk).find("li") if item.inside("ol")]
    found = ["ersion 2" in lines[1], "ersion 1" in lines[3]]
    assert (found, len(lines)) == ([True, True], 4)


def test_older_revisions_are_a_page_away(desk, monkeypatch):
    monkeypatch.setattr(history_model, "PAGE", 2)
    desk.publish()
    for number in range(4):
        desk.save("q1", title=f"Title {number}")
        desk.save("q2", help=f"Help {number}")
        desk.publish()
    page, seen, versions = history(desk), [], 0
    while True:
        seen += [
            row.text.split("Revision ")[1].split()[0] for row in page.find("div", class_="deeds")
        ]
        versions += len(page.find("li", class_="published"))
        older = page.find("a", rel="next")
        if not older:
            break
        page = desk.author.get(older[0]["href"]).page
    assert seen == ["8", "7", "6", "5", "4", "3", "2", "1"]
    assert versions == 5
    assert "How it was then" in page.text


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "9" * 30, "2.5"])
def test_a_place_that_is_none_is_no_failure(desk, before):
    assert history(desk, before=before).heading == "History"


def test_a_revision_is_seen_as_it_was(desk):
    desk.save("q1", title="Mine")
    page = desk.author.get(f"/surveys/{desk.id}/history/0").page
    assert "Mine" not in page.text
    (form,) = page.find("form", action=f"/surveys/{desk.id}/history/0/restoration")
    assert form
    now = desk.author.get(f"/surveys/{desk.id}/history/1").page
    assert "Mine" in now.text
    assert not now.find("form", action=f"/surveys/{desk.id}/history/1/restoration")
    for missing in ("2", "999999999999999999999"):
        desk.author.get(f"/surveys/{desk.id}/history/{missing}", status=404)
        restored(desk, missing, status=404)


def test_a_revision_is_restored_and_that_is_undone(desk):
    began = desk.tree
    desk.save("q1", title="Mine")
    desk.act("q2", "removal")
    desk.author.post(desk.url, data={"kind": "section"}, status=303)
    before = desk.tree
    page = desk.author.get(restored(desk, 0).location).page
    assert "Revision 0 is restored" in page.text
    assert (desk.tree, desk.revision) == (began, 4)
    assert "Nothing to restore" in desk.author.get(restored(desk, 0).location).page.text
    assert desk.revision == 4
    desk.author.post(f"/surveys/{desk.id}/undo", status=303)
    assert desk.tree == before
    desk.author.post(f"/surveys/{desk.id}/redo", status=303)
    assert desk.tree == began


def test_another_scale_that_is_restored_counts_with_its_old_answers(desk):
    desk.publish()
    levels = desk.part("q2")["scale"]
    desk.meanwhile(Set("q2", "scale", levels, ["Low", "High"]))
    assert desk.order == [["q1", desk.order[0][1]]]
    assert desk.order[0][1] != "q2"
    restored(desk, 0)
    assert desk.order == [["q1", "q2"]]


# Comparing


def compared(desk, status=200, **query):
    return desk.author.get(f"/surveys/{desk.id}/comparison", query_string=query, status=status).page


def test_versions_are_compared_word_by_word(desk):
    desk.save("q1", title="Which colour?")
    desk.publish()
    desk.save("q1", title="Which colour suits you?")
    page = compared(desk)
    assert page.heading == "Compare"
    assert "added: suits you (end)" in page.texts("ins")
    assert page.find("div", class_="card changed")
    desk.publish()
    assert "No difference" in compared(desk).text
    assert "No difference" not in compared(desk, old="1", new="2").text
    assert "No difference" not in compared(desk, old="2", new="1").text
    assert "Revision 0" in compared(desk, old="r0", new="draft").text


def test_a_draft_that_was_never_published_is_compared_with_how_it_began(desk):
    desk.save("q1", title="Another")
    assert "No difference" not in compared(desk).text


@pytest.mark.parametrize("name", ["0", "1", "2", "r9", "x", "-1", "9" * 30, "r", "draft "])
def test_what_there_is_not_cannot_be_compared(desk, name):
    compared(desk, 404, old=name)
    compared(desk, 404, old="draft", new=name)
