"""Several parts at once: wherever they go, they stay in order, and one undo brings all back."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.edit import apply, invert
from backend.questionnaire.selection import copied, moved, ordered, position, removed, stepped
from backend.questionnaire.tree import ROOT, PartGone, Tree

TREE: Tree = Questionnaire.model_validate(
    {
        "sections": [
            {
                "id": section,
                "questions": [{"id": id, "kind": "rating", "title": id} for id in ids],
            }
            for section, ids in (("s1", "abc"), ("s2", "de"), ("s3", ""))
        ]
    }
).model_dump(mode="json")


def order(tree):
    return ["".join(q["id"] for q in section["questions"]) for section in tree["sections"]]


def made(edits):
    changed = apply(TREE, edits)
    assert apply(changed, invert(edits)) == TREE
    Questionnaire.model_validate(changed)
    return changed


@pytest.mark.parametrize(
    ("ids", "into", "after", "right"),
    [
        ("a", "s2", "d", ["bc", "dae", ""]),
        ("b", "s1", None, ["bac", "de", ""]),
        ("ca", "s2", None, ["b", "acde", ""]),
        ("ace", "s3", None, ["b", "d", "ace"]),
        ("ab", "s1", "c", ["cab", "de", ""]),
        ("bc", "s1", "b", ["abc", "de", ""]),
        ("ab", "s1", "a", ["abc", "de", ""]),
        ("d", "s1", "gone", ["abcd", "e", ""]),
        ("", "s1", None, ["abc", "de", ""]),
    ],
)
def test_questions_are_moved_next_to_each_other(ids, into, after, right):
    assert order(made(moved(TREE, ids, into, after))) == right


@pytest.mark.parametrize(
    ("ids", "after", "right"),
    [
        (["s1"], "s2", ["de", "abc", ""]),
        (["s3"], None, ["", "abc", "de"]),
        (["s2", "s1"], "s3", ["", "abc", "de"]),
    ],
)
def test_sections_are_moved_among_sections(ids, after, right):
    assert order(made(moved(TREE, ids, ROOT, after))) == right


@pytest.mark.parametrize(
    ("ids", "into"),
    [(["gone"], "s1"), ("a", "gone"), ("a", "b"), (["s1"], "s2"), ("a", ROOT)],
)
def test_nothing_is_moved_where_it_cannot_be(ids, into):
    with pytest.raises(PartGone):
        moved(TREE, ids, into, None)


def test_what_stands_there_already_is_not_moved():
    assert moved(TREE, "bc", "s1", "a") == []


@pytest.mark.parametrize(
    ("number", "right"), [(1, None), (0, None), (-9, None), (2, "c"), (9, "c"), (None, "c")]
)
def test_a_place_is_told_by_its_number(number, right):
    assert position(TREE, "ab", "s1", number) == right
    assert position(TREE, "ab", "s3", number) is None


@pytest.mark.parametrize(
    ("ids", "by", "right"),
    [
        ("bc", -1, ["bca", "de", ""]),
        ("ab", 1, ["cab", "de", ""]),
        ("bc", 1, ["a", "bcde", ""]),
        ("de", -1, ["abcde", "", ""]),
        ("ab", -1, ["abc", "de", ""]),
        (["s2"], -1, ["de", "abc", ""]),
        (["s3"], 1, ["abc", "de", ""]),
    ],
)
def test_a_block_goes_one_up_or_down(ids, by, right):
    assert order(made(stepped(TREE, ids, by))) == right


def test_copies_stand_behind_the_last_of_those_selected():
    ids = (f"n{number}" for number in count())
    changed = made(copied(TREE, "ea", ids))
    assert order(changed) == ["abc", "den0n1", ""]
    assert [q["title"] for q in changed["sections"][1]["questions"]] == ["d", "e", "a", "e"]
    assert copied(TREE, "", ids) == []


def test_several_are_deleted_together():
    assert order(made(removed(TREE, "bad"))) == ["c", "e", ""]
    with pytest.raises(PartGone):
        removed(TREE, ["a", "gone"])


def test_questions_come_before_sections():
    assert ordered(TREE, ["s2", "e", "b"]) == ["b", "e"]


@given(
    st.lists(st.sampled_from("abcde"), unique=True),
    st.sampled_from(["s1", "s2", "s3"]),
    st.none() | st.sampled_from("abcde"),
)
def test_wherever_they_go_they_stay_in_order_and_come_back(ids, into, after):
    changed = made(moved(TREE, ids, into, after))
    assert sorted("".join(order(changed))) == list("abcde")
    questions = next(s for s in changed["sections"] if s["id"] == into)["questions"]
    chosen = [q["id"] for q in questions if q["id"] in ids]
    assert chosen == sorted(ids)
    others = [id for id in "abcde" if id not in ids]
    assert [id for id in "".join(order(changed)) if id not in ids] == others
