from itertools import count

import pytest

from backend.questionnaire.bringing import brought
from backend.questionnaire.edit import apply, invert
from backend.questionnaire.tree import PartGone
from tests.surveys.drafting import sample


@pytest.fixture
def ids():
    return (f"new{n}" for n in count(1))


def tree(*sections):
    return {"title": "T", "sections": [{"id": id, "questions": list(qs)} for id, *qs in sections]}


def order(tree):
    return [[q["id"] for q in section["questions"]] for section in tree["sections"]]


def test_copies_stand_at_the_end_of_the_section_in_their_order(ids):
    before = tree(["s1", sample("rating", "a")], ["s2"])
    both = [sample("single_choice", "a"), sample("rating", "b")]
    edits = brought(before, both, "s1", ids)
    after = apply(before, edits)
    assert order(after) == [["a", "new1", "new4"], []]
    copy = after["sections"][0]["questions"][1]
    assert [choice["id"] for choice in copy["choices"]] == ["new2", "new3"]
    assert {**copy, "id": 0, "choices": 0} == {**both[0], "id": 0, "choices": 0}
    assert apply(after, invert(edits)) == before


def test_a_default_answer_goes_with_its_choice(ids):
    question = sample("single_choice", "a")
    question["default"] = question["choices"][0]["id"]
    (edit,) = brought(tree(["s1"]), [question], "", ids)
    assert edit.item["default"] == edit.item["choices"][0]["id"]


def test_without_a_section_named_it_is_the_last_or_a_new_one(ids):
    question = [sample("rating", "a")]
    before = tree(["s1"], ["s2"])
    assert order(apply(before, brought(before, question, "", ids))) == [[], ["new1"]]
    empty = tree()
    assert order(apply(empty, brought(empty, question, "", ids))) == [["new2"]]


@pytest.mark.parametrize("into", ["nonsense", "a"])
def test_what_is_no_section_takes_no_question(ids, into):
    with pytest.raises(PartGone):
        brought(tree(["s1", sample("rating", "a")]), [sample("rating", "b")], into, ids)
