from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.questionnaire.diff import diff
from backend.questionnaire.edit import (
    EditConflict,
    Insert,
    Move,
    Remove,
    Set,
    apply,
    from_json,
    invert,
    made,
    move,
    removal,
    to_json,
)
from backend.questionnaire.tree import ROOT, PartGone, Place, find, lists, parts

LABELS = st.text(alphabet="abcxyz ", max_size=4)


def tree():
    return {
        "title": "Study",
        "sections": [
            {
                "id": "s1",
                "title": "One",
                "questions": [
                    {"id": "q1", "title": "Colour?", "choices": [{"id": "c1", "label": "Red"}]},
                    {"id": "q2", "title": "Age?", "choices": []},
                ],
            },
            {"id": "s2", "title": "Two", "questions": [{"id": "q3", "title": "Why?"}]},
        ],
    }


@st.composite
def documents(draw):
    """Documents of the same parts, some missing, in any order and with any words."""

    def part(part_id, **more):
        return {"id": part_id, "label": draw(LABELS), "scale": draw(st.lists(LABELS)), **more}

    def some(ids):
        return draw(st.permutations(draw(st.lists(st.sampled_from(ids), unique=True))))

    def question(question_id, choices):
        return part(question_id, choices=[part(choice) for choice in some(choices)])

    choices = {"q1": ("c1", "c2", "c3"), "q2": ("c4", "c5"), "q3": ("c6",)}
    sections = {"s1": ("q1", "q2"), "s2": ("q3",)}
    return {
        "label": draw(LABELS),
        "sections": [
            part(section, questions=[question(q, choices[q]) for q in some(questions)])
            for section, questions in sections.items()
        ],
    }


@st.composite
def edits(draw, tree):
    """Any edit that can be made of a document."""
    ids = [part["id"] for part in parts(tree)]
    kind = draw(st.sampled_from(["set", "insert", "remove", "move"]))
    if kind == "set":
        target = draw(st.sampled_from([ROOT, *ids]))
        return Set(target, "label", find(tree, target)["label"], draw(LABELS))
    if kind == "insert":
        into = draw(st.sampled_from([ROOT, *ids]).filter(lambda part: "c" not in part))
        name = "sections" if into == ROOT else "questions" if "s" in into else "choices"
        siblings = [None, *(item["id"] for item in find(tree, into)[name])]
        return Insert(
            {"id": "new", "label": "N"}, Place(into, name, draw(st.sampled_from(siblings)))
        )
    part_id = draw(st.sampled_from(ids))
    if kind == "remove":
        return removal(tree, part_id)
    was = move(tree, part_id, Place(ROOT, "sections", None)).was
    siblings = [item["id"] for item in lists(find(tree, was.into))[was.list]]
    after = draw(st.sampled_from([None, *(item for item in siblings if item != part_id)]))
    return move(tree, part_id, was._replace(after=after))


@given(st.data())
def test_an_edit_followed_by_its_undo_is_the_same_document(data):
    before = data.draw(documents())
    edit = data.draw(edits(before))
    assert apply(apply(before, [edit]), invert([edit])) == before


@given(st.data())
def test_an_edit_survives_being_stored(data):
    edit = data.draw(edits(data.draw(documents())))
    assert from_json(to_json(edit)) == edit


@pytest.mark.no_cover
@settings(max_examples=200)
@given(documents(), documents())
def test_the_difference_of_two_documents_leads_from_one_to_the_other(before, after):
    changes = diff(before, after)
    assert apply(before, changes) == after
    assert apply(after, invert(changes)) == before


@given(documents())
def test_a_document_does_not_differ_from_itself(document):
    assert diff(document, document) == []


@given(LABELS, LABELS)
def test_edits_of_different_questions_commute(first, second):
    one, two = Set("q1", "title", "Colour?", first), Set("q2", "title", "Age?", second)
    assert apply(tree(), [one, two]) == apply(tree(), [two, one])


def test_applying_leaves_the_document_that_was_given_alone():
    document = tree()
    apply(document, [Set(ROOT, "title", "Study", "Other"), removal(document, "q1")])
    assert document == tree()


def test_a_text_that_somebody_else_changed_is_not_overwritten():
    theirs = apply(tree(), [Set("q1", "title", "Colour?", "Which colour?")])
    with pytest.raises(EditConflict) as conflict:
        apply(theirs, [Set("q1", "title", "Colour?", "Favourite?")])
    assert (conflict.value.mine, conflict.value.theirs) == ("Favourite?", "Which colour?")


def test_two_people_who_write_the_same_agree():
    edit = Set("q1", "title", "Colour?", "Which?")
    assert find(apply(tree(), [edit, edit]), "q1")["title"] == "Which?"


@given(st.data())
def test_what_is_made_already_is_not_made_again(data):
    before = data.draw(documents())
    edit = data.draw(edits(before))
    after, first = made(before, [edit])
    assert (first == []) == (after == before)
    if not isinstance(edit, Remove):
        assert made(after, [edit]) == (after, [])


def test_what_somebody_else_changed_is_not_removed():
    mine = removal(tree(), "q1")
    theirs = apply(tree(), [Set("c1", "label", "Red", "Crimson")])
    with pytest.raises(EditConflict) as conflict:
        apply(theirs, [mine])
    assert conflict.value.theirs["choices"][0]["label"] == "Crimson"


def test_what_is_gone_can_be_neither_changed_nor_moved():
    without = apply(tree(), [removal(tree(), "q1")])
    for edit in (
        Set("q1", "title", "Colour?", "x"),
        removal(tree(), "q1"),
        Move("q1", Place("s1", "questions", None), Place("s2", "questions", None)),
        Insert({"id": "c9"}, Place("q1", "choices", None)),
    ):
        with pytest.raises(PartGone):
            apply(without, [edit])


def test_nothing_moves_into_itself():
    with pytest.raises(PartGone):
        apply(tree(), [move(tree(), "s1", Place("q1", "choices", None))])


def test_a_part_cannot_be_put_in_twice():
    twice = Insert({"id": "q9", "choices": [{"id": "c1"}]}, Place("s2", "questions", None))
    with pytest.raises(EditConflict):
        apply(tree(), [twice])


def test_a_question_may_get_a_new_id_and_the_old_one_back():
    changes = [Set("q1", "id", "q1", "q9"), Set("q9", "title", "Colour?", "Shade?")]
    changed = apply(tree(), changes)
    assert find(changed, "q9")["title"] == "Shade?"
    assert apply(changed, invert(changes)) == tree()


def test_an_undone_removal_comes_last_where_its_neighbour_is_gone():
    gone = removal(tree(), "q2")
    left = apply(tree(), [gone, Remove(find(tree(), "q1"), Place("s1", "questions", None))])
    back = apply(left, [Insert({"id": "q4"}, Place("s1", "questions", None)), gone.invert()])
    assert [q["id"] for q in find(back, "s1")["questions"]] == ["q4", "q2"]


def test_many_parts_are_put_in_and_taken_out_in_little_time():
    document = {"sections": [{"id": "s", "questions": []}]}
    after, edits = None, []
    for n in range(500):
        lines = [{"id": f"q{n}-{m}", "label": "x"} for m in range(5)]
        edits.append(Insert({"id": f"q{n}", "choices": lines}, Place("s", "questions", after)))
        after = f"q{n}"
    begun = process_time()
    there, effective = made(document, [*edits, *edits])
    assert (len(effective), len(there["sections"][0]["questions"])) == (500, 500)
    assert apply(there, invert(edits)) == document
    assert process_time() - begun < 1
    with pytest.raises(PartGone):
        made(document, [edits[0], Insert({"id": "new"}, Place("gone", "questions", None))])
