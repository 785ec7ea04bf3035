"""What holds of every edit of every questionnaire, whatever its kinds of questions."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.questionnaire.diff import whole_diff
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.edit import Move, apply, from_json, invert, to_json
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.documents import (
    documents,
    edits,
    edits_of,
    ids_of_questions,
    later,
    questions,
)

pytestmark = pytest.mark.no_cover

often = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
asked = documents(sections=("s1", "s2"), most=2, least=1)


def written(value):
    return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False))


@often
@given(st.data())
def test_an_edit_followed_by_its_undo_is_the_same_document(data):
    before = data.draw(asked)
    edit = data.draw(edits(before))
    after = apply(before, [edit])
    assert apply(after, invert([edit])) == before
    redone = apply(apply(after, invert([edit])), [edit])
    assert redone == after == apply(apply(after, invert([edit])), invert(invert([edit])))


@often
@given(st.data())
def test_an_edit_survives_being_stored(data):
    edit = data.draw(edits(data.draw(asked)))
    stored = to_json(edit)
    assert from_json(written(stored)) == edit
    assert written(to_json(from_json(written(stored)))) == written(stored)


@often
@given(documents())
def test_a_document_survives_being_stored(tree):
    questionnaire = Questionnaire.model_validate(written(tree))
    assert questionnaire.model_dump(mode="json") == tree
    assert Questionnaire.model_validate_json(questionnaire.model_dump_json()) == questionnaire


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_is_drawn(kind):
    @settings(max_examples=20, deadline=None)
    @given(questions("q1", kind))
    def stored(tree):
        question = CATALOGUE[kind].model_validate(written(tree))
        assert question.model_dump(mode="json") == tree
        assert CATALOGUE[kind].model_validate_json(question.model_dump_json()) == question

    stored()


@often
@given(st.data())
def test_any_two_edits_of_different_questions_commute(data):
    tree = data.draw(asked)
    one, two = data.draw(st.permutations(ids_of_questions(tree)))[:2]
    first = data.draw(edits_of(tree, one, apart_from=two, anchor=0))
    second = data.draw(edits_of(tree, two, apart_from=one, anchor=1))
    assert apply(tree, [first, second]) == apply(tree, [second, first])


@often
@given(st.data())
def test_any_document_of_the_past_is_led_back_to(data):
    before = data.draw(documents(most=2))
    after = data.draw(later(before))
    changes = whole_diff(before, after)
    assert apply(before, changes) == after
    assert apply(after, invert(changes)) == before
    assert [from_json(written(to_json(edit))) for edit in changes] == changes


@often
@given(st.data())
def test_what_keeps_its_order_does_not_move(data):
    tree = data.draw(documents(sections=("s1",), most=6, least=2))
    ids = ids_of_questions(tree)
    section = tree["sections"][0]
    first = data.draw(st.integers(0, len(ids) - 1))
    there = data.draw(st.integers(0, len(ids) - 1))
    order = list(section["questions"])
    order.insert(there, order.pop(first))
    changes = whole_diff(tree, tree | {"sections": [section | {"questions": order}]})
    assert len(changes) == (first != there)
    assert all(isinstance(change, Move) for change in changes)
