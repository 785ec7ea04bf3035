"""Two people change the same: one's own text prevails, and both are told."""

from copy import deepcopy

import pytest

from backend.questionnaire.clash import Clash, key, overlay
from backend.questionnaire.edit import Insert, Move, Remove, Set, apply
from backend.questionnaire.tree import PartGone, Place, find

RED, BLUE = {"id": "c1", "label": "Red"}, {"id": "c2", "label": "Blue"}
BASE = {
    "title": "T",
    "sections": [{"id": "s1", "questions": [{"id": "q1", "choices": [RED, BLUE]}]}],
}


def test_what_others_changed_stays_beside_ones_own():
    now = apply(BASE, [Set("c1", "label", "Red", "Crimson")])
    tree, clashes = overlay(BASE, now, [Set("c2", "label", "Blue", "Navy")])
    assert [c["label"] for c in find(tree, "q1")["choices"]] == ["Crimson", "Navy"]
    assert not clashes


def test_both_texts_of_the_same_are_told():
    now = apply(BASE, [Set("", "title", "T", "Theirs")])
    edit = Set("", "title", "T", "Mine")
    tree, clashes = overlay(BASE, now, [edit])
    assert tree["title"] == "Mine"
    assert clashes == [Clash("", "title", "Mine", "Theirs")]
    assert clashes[0].key == key(edit) == ".title"


def test_a_removal_of_what_was_changed_is_told():
    now = apply(BASE, [Set("c1", "label", "Red", "Crimson")])
    edit = Remove(RED, Place("q1", "choices", None))
    tree, clashes = overlay(BASE, now, [edit])
    assert find(tree, "q1")["choices"] == [BLUE]
    assert clashes == [Clash("c1", "", None, {"id": "c1", "label": "Crimson"})]
    assert clashes[0].key == key(edit)


def test_a_change_of_what_was_removed_puts_it_back():
    now = apply(BASE, [Remove(RED, Place("q1", "choices", None))])
    tree, clashes = overlay(BASE, now, [Set("c1", "label", "Red", "Crimson")])
    assert find(tree, "c1")["label"] == "Crimson"
    assert clashes == [Clash("c1", "label", "Crimson", None)]


def test_what_both_removed_is_no_clash():
    remove = Remove(RED, Place("q1", "choices", None))
    now = apply(BASE, [remove])
    assert overlay(BASE, now, [remove]) == (now, [])


def test_what_was_inserted_before_is_there_once():
    insert = Insert({"id": "c3", "label": "Green"}, Place("q1", "choices", "c2"))
    now = apply(BASE, [insert])
    assert overlay(BASE, now, [insert]) == (now, [])


def test_what_was_inserted_before_in_other_words_is_told():
    insert = Insert({"id": "c3", "label": "Gre"}, Place("q1", "choices", "c2"))
    again = Insert({"id": "c3", "label": "Green"}, Place("q1", "choices", "c2"))
    tree, clashes = overlay(BASE, apply(BASE, [insert]), [again])
    assert [c["label"] for c in find(tree, "q1")["choices"]] == ["Red", "Blue", "Green"]
    assert clashes == [Clash("c3", "label", "Green", "Gre")]


def test_nothing_is_laid_over_what_is_gone():
    now = deepcopy(BASE) | {"sections": []}
    with pytest.raises(PartGone):
        overlay(BASE, now, [Insert({"id": "c3"}, Place("q1", "choices", None))])
    with pytest.raises(PartGone):
        overlay(BASE, now, [Set("c1", "label", "Red", "Crimson")])


def test_moves_and_insertions_have_no_key():
    assert key(Move("c1", Place("q1", "choices", None), Place("q1", "choices", "c2"))) == ""
