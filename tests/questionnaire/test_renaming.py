from backend.questionnaire.edit import Insert, Move, Remove, Set, invert
from backend.questionnaire.renaming import renamed
from backend.questionnaire.tree import Place
from tests.surveys.drafting import sample

WHERE = Place("s1", "questions", None)


def test_a_question_with_a_new_id_is_followed_and_back_again():
    edits = [Set("q1", "title", "a", "b"), Set("q1", "id", "q1", "q2")]
    assert list(renamed(edits)) == [("q1", "q2")]
    assert list(renamed(invert(edits))) == [("q2", "q1")]


def test_a_question_that_was_turned_is_followed_and_back_again():
    old = sample("rating", "q1") | {"title": "How?"}
    new = sample("likert", "q2") | {"title": "How?"}
    edits = [Remove(old, WHERE), Insert(new, WHERE)]
    assert list(renamed(edits)) == [("q1", "q2")]
    assert list(renamed(invert(edits))) == [("q2", "q1")]


def test_what_is_another_question_is_not():
    old, new = sample("rating", "q1"), sample("rating", "q2") | {"title": "Another?"}
    choice = {"id": "c1", "label": "How?"}
    assert not list(renamed([Remove(old, WHERE), Insert(new, WHERE)]))
    assert not list(renamed([Remove(old, WHERE), Insert(old, Place("s2", "questions", None))]))
    assert not list(renamed([Remove(choice, WHERE), Insert(choice, WHERE)]))
    assert not list(renamed([Remove(old, WHERE), Move("q3", WHERE, WHERE)]))
