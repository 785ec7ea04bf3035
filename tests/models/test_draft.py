from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.models.draft import Draft, InvalidEdit, StaleEdit, begin, change
from backend.models.edit import Revision
from backend.models.errors import Conflict
from backend.models.history import redo, undo
from backend.models.version import publish
from backend.questionnaire.edit import Insert, Set, removal
from backend.questionnaire.tree import ROOT, Place, find

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
QUESTION = {"id": "q1", "kind": "long_text", "title": "Why?"}
DOCUMENT = {"title": "Study", "sections": [{"id": "s1", "questions": [QUESTION]}]}


@pytest.fixture
def survey(context, alice, bob):
    begin(bob.user.id, DOCUMENT, NOW)
    return begin(alice.user.id, DOCUMENT, NOW)


def titled(before, after):
    return [Set(ROOT, "title", before, after)]


def test_a_survey_begins_with_a_draft_at_revision_nought(survey):
    draft = Draft.of(survey.id)
    assert (draft.revision, draft.title, draft.questionnaire.title) == (0, "Study", "Study")


def test_what_is_no_questionnaire_begins_no_survey(context, alice):
    with pytest.raises(InvalidEdit, match="cannot be saved"):
        begin(alice.user.id, {"title": "x" * 201}, NOW)


def test_an_edit_makes_a_revision(survey, alice):
    draft = change(survey.id, titled("Study", "New"), alice.user.id, NOW)
    assert (draft.revision, draft.title, draft.changed_at) == (1, "New", NOW)


def test_no_edits_make_no_revision(survey, alice):
    assert change(survey.id, [], alice.user.id, NOW).revision == 0


def test_what_stands_already_makes_no_revision(survey, alice, bob):
    change(survey.id, titled("Study", "New"), alice.user.id, NOW)
    same = change(survey.id, titled("Study", "New"), bob.user.id, NOW)
    assert same.revision == 1
    more = [*titled("Study", "New"), Set("q1", "title", "Why?", "How?")]
    assert change(survey.id, more, bob.user.id, NOW).revision == 2
    assert [e.target for e in Revision.between(survey.id, 1, 2)[0].edits] == ["q1"]


def test_undo_leaves_what_somebody_else_had_written_before(survey, alice, bob):
    change(survey.id, titled("Study", "New"), alice.user.id, NOW)
    change(survey.id, titled("Study", "New"), bob.user.id, NOW)
    with pytest.raises(Conflict, match="nothing of yours"):
        undo(survey.id, bob.user.id, NOW)
    assert Draft.of(survey.id).title == "New"


def test_undo_of_what_somebody_has_taken_back_makes_no_revision(survey, alice, bob):
    change(survey.id, titled("Study", "New"), alice.user.id, NOW)
    change(survey.id, titled("New", "Study"), bob.user.id, NOW)
    assert undo(survey.id, alice.user.id, NOW).revision == 2
    with pytest.raises(Conflict, match="nothing of yours"):
        undo(survey.id, alice.user.id, NOW)


def test_an_edit_that_would_break_the_document_changes_nothing(survey, alice):
    with pytest.raises(InvalidEdit):
        change(survey.id, titled("Study", "x" * 201), alice.user.id, NOW)
    twin = Insert(
        {"id": "s2", "questions": [{**QUESTION, "kind": "nonsense"}]}, Place("", "", None)
    )
    with pytest.raises((InvalidEdit, StaleEdit)):
        change(survey.id, [twin], alice.user.id, NOW)
    assert Draft.of(survey.id).revision == 0


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused_with_both_texts(survey, alice, bob):
    change(survey.id, titled("Study", "Mine"), alice.user.id, NOW)
    with pytest.raises(StaleEdit, match="changed meanwhile") as stale:
        change(survey.id, titled("Study", "His"), bob.user.id, NOW)
    assert (stale.value.conflict.mine, stale.value.conflict.theirs) == ("His", "Mine")


def test_an_edit_of_what_somebody_removed_meanwhile_is_refused(survey, alice, bob):
    change(survey.id, [removal(Draft.of(survey.id).document, "q1")], alice.user.id, NOW)
    with pytest.raises(StaleEdit, match="removed meanwhile"):
        change(survey.id, [Set("q1", "title", "Why?", "How?")], bob.user.id, NOW)


def test_an_earlier_revision_is_made_by_taking_back_what_came_since(survey, alice, bob):
    change(survey.id, titled("Study", "One"), alice.user.id, NOW)
    change(survey.id, titled("One", "Two"), bob.user.id, NOW)
    draft = Draft.of(survey.id)
    assert [draft.at(revision)["title"] for revision in (0, 1, 2)] == ["Study", "One", "Two"]


def test_an_earlier_revision_is_that_of_the_draft_that_was_read(app, survey, alice, bob):
    change(survey.id, titled("Study", "One"), alice.user.id, NOW)
    draft = Draft.of(survey.id)
    assert draft.revision == 1
    survey_id, user_id = survey.id, bob.user.id

    def meanwhile():
        with app.app_context():
            section = {"id": "s2", "title": "Second"}
            change(survey_id, [Insert(section, Place(ROOT, "sections", "s1"))], user_id, NOW)

    with ThreadPoolExecutor(1) as other:
        other.submit(meanwhile).result()
    assert draft.at(0)["title"] == "Study"


def test_undo_takes_back_ones_own_edits_one_after_the_other(survey, alice, bob):
    change(survey.id, titled("Study", "One"), alice.user.id, NOW)
    change(survey.id, [Set("q1", "title", "Why?", "How?")], bob.user.id, NOW)
    change(survey.id, [Set("q1", "help", "", "Say it")], alice.user.id, NOW)
    undo(survey.id, alice.user.id, NOW)
    draft = undo(survey.id, alice.user.id, NOW)
    question = draft.questionnaire.question("q1")
    assert (draft.title, question.title, question.help) == ("Study", "How?", "")
    with pytest.raises(Conflict, match="nothing of yours"):
        undo(survey.id, alice.user.id, NOW)


def test_undo_is_refused_where_somebody_has_built_on_the_edit(survey, alice, bob):
    change(survey.id, titled("Study", "One"), alice.user.id, NOW)
    change(survey.id, titled("One", "Two"), bob.user.id, NOW)
    with pytest.raises(StaleEdit):
        undo(survey.id, alice.user.id, NOW)
    assert Draft.of(survey.id).title == "Two"


def test_redo_makes_again_what_was_taken_back_one_after_the_other(survey, alice, bob):
    me = alice.user.id
    change(survey.id, titled("Study", "One"), me, NOW)
    change(survey.id, [Set("q1", "title", "Why?", "How?")], bob.user.id, NOW)
    change(survey.id, titled("One", "Two"), me, NOW)
    after = Draft.of(survey.id).document
    for acts in ([undo, undo, redo, redo], [undo, redo, undo, undo, redo, redo]):
        for act in acts:
            act(survey.id, me, NOW)
        assert Draft.of(survey.id).document == after
        with pytest.raises(Conflict, match="nothing of yours to redo"):
            redo(survey.id, me, NOW)


def test_a_new_edit_ends_what_can_be_redone_for_good(survey, alice):
    me = alice.user.id
    change(survey.id, titled("Study", "One"), me, NOW)
    undo(survey.id, me, NOW)
    change(survey.id, titled("Study", "Two"), me, NOW)
    with pytest.raises(Conflict, match="nothing of yours to redo"):
        redo(survey.id, me, NOW)
    undo(survey.id, me, NOW)
    assert redo(survey.id, me, NOW).title == "Two"
    with pytest.raises(Conflict, match="nothing of yours to redo"):
        redo(survey.id, me, NOW)


def test_redo_is_refused_where_somebody_has_built_in_its_place(survey, alice, bob):
    change(survey.id, titled("Study", "One"), alice.user.id, NOW)
    undo(survey.id, alice.user.id, NOW)
    with pytest.raises(Conflict, match="nothing of yours to redo"):
        redo(survey.id, bob.user.id, NOW)
    change(survey.id, titled("Study", "His"), bob.user.id, NOW)
    with pytest.raises(StaleEdit):
        redo(survey.id, alice.user.id, NOW)
    assert Draft.of(survey.id).title == "His"
    undo(survey.id, bob.user.id, NOW)
    assert redo(survey.id, alice.user.id, NOW).title == "One"


def test_edits_made_at_the_same_time_are_all_kept(app, survey, alice):
    def edit(number):
        with app.app_context():
            section = {"id": f"n{number}", "title": f"Section {number}"}
            change(survey_id, [Insert(section, Place(ROOT, "sections", "s1"))], user_id, NOW)

    survey_id, user_id = survey.id, alice.user.id
    db.session.remove()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(edit, range(20)))
    draft = Draft.of(survey_id)
    assert draft.revision == 20
    assert len(draft.questionnaire.sections) == 21


RATING = {"id": "q2", "kind": "rating", "title": "How?", "levels": 5}


@pytest.fixture
def rated(survey, alice):
    """A survey that asks for a rating of seven levels, which were five before."""
    change(survey.id, [Insert(RATING, Place("s1", "questions", "q1"))], alice.user.id, NOW)
    change(survey.id, [Set("q2", "levels", 5, 7)], alice.user.id, NOW)
    publish(survey, alice.user.id, NOW)
    return survey


def ratings(draft):
    return [(q.id, q.levels) for q in draft.questionnaire.questions if q.kind == "rating"]


def test_undo_across_a_publication_makes_another_question(rated, alice):
    draft = undo(rated.id, alice.user.id, NOW)
    ((new, levels),) = ratings(draft)
    assert (new != "q2", levels) == (True, 5)
    assert draft.now_called("q2") == new
    assert draft.now_called("q1") == "q1"
    assert ratings(Draft.of(rated.id)) == [(new, 5)]
    assert find(draft.at(draft.revision - 1), "q2")["levels"] == 7


def test_undo_of_another_scale_brings_the_published_question_back(rated, alice):
    change(rated.id, [Set("q2", "levels", 7, 3)], alice.user.id, NOW)
    assert ratings(Draft.of(rated.id)) != [("q2", 3)]
    publish(rated, alice.user.id, NOW)
    assert ratings(undo(rated.id, alice.user.id, NOW)) == [("q2", 7)]


def test_what_was_removed_comes_back_with_another_scale_as_another_question(rated, alice):
    gone = removal(Draft.of(rated.id).document, "q2")
    change(rated.id, [gone], alice.user.id, NOW)
    back = Insert(gone.item | {"levels": 3}, gone.where)
    ((new, levels),) = ratings(change(rated.id, [back], alice.user.id, NOW))
    assert (new != "q2", levels) == (True, 3)


def test_a_question_of_another_kind_is_another_question(rated, alice):
    gone = removal(Draft.of(rated.id).document, "q1")
    other = Insert({"id": "q1", "kind": "short_text", "title": "Why?"}, gone.where)
    draft = change(rated.id, [gone, other], alice.user.id, NOW)
    assert draft.questionnaire.question("q1") is None


def test_other_settings_keep_a_published_question(rated, alice):
    edits = [Set("q2", "title", "How?", "Well?"), Set("q2", "required", False, True)]
    assert ratings(change(rated.id, edits, alice.user.id, NOW)) == [("q2", 7)]


def test_redo_across_a_publication_can_be_undone_again(survey, alice):
    me = alice.user.id
    change(survey.id, [Insert(RATING, Place("s1", "questions", "q1"))], me, NOW)
    change(survey.id, [Set("q2", "levels", 5, 7)], me, NOW)
    undo(survey.id, me, NOW)
    publish(survey, me, NOW)
    ((new, levels),) = ratings(redo(survey.id, me, NOW))
    assert (new != "q2", levels) == (True, 7)
    assert ratings(undo(survey.id, me, NOW)) == [("q2", 5)]


LATER = ("default", "parameter")
"""Settings that were added when there were surveys already."""


def stored_before(survey):
    """The draft and its edits as they were stored before there were these settings."""
    for table, column in (("drafts", "document"), ("edits", "edits")):
        removed = "".join(f""" #- '{{{path},{name}}}'""" for name in LATER for path in PATHS[table])
        db.session.execute(
            text(f"UPDATE {table} SET {column} = {column}{removed} WHERE survey_id = :id"),
            {"id": survey.id},
        )
    db.session.commit()


PATHS = {"drafts": ["sections,0,questions,0", "sections,0,questions,1"], "edits": ["0,item"]}


def test_what_was_stored_before_there_were_some_settings_can_be_taken_back(survey, alice):
    new = {"id": "q2", "kind": "long_text", "title": "And?"}
    change(survey.id, [Insert(new, Place("s1", "questions", "q1"))], alice.user.id, NOW)
    stored_before(survey)
    change(survey.id, [Set("q1", "parameter", "", "team")], alice.user.id, NOW)
    draft = Draft.of(survey.id)
    assert [len(part["questions"]) for part in draft.at(0)["sections"]] == [1]
    assert find(undo(survey.id, alice.user.id, NOW).document, "q1")["parameter"] == ""
    back = undo(survey.id, alice.user.id, NOW).document
    assert [one["id"] for one in back["sections"][0]["questions"]] == ["q1"]
