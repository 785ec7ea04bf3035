"""What was stored before there were some settings is completed with the usual ones."""

import pytest

from backend.questionnaire.completing import completed
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.types import CATALOGUE


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_question_of_any_kind_is_as_it_would_be_stored_now(kind):
    for question, _ in CATALOGUE[kind].samples():
        whole = question.model_dump(mode="json")
        usual = CATALOGUE[kind](id=question.id).model_dump(mode="json")
        told = {"id", "kind"} | {name for name in whole if whole[name] != usual[name]}
        assert completed({name: whole[name] for name in told}) == whole


def test_a_document_is_completed_to_its_questions():
    bare = {"sections": [{"id": "s1", "questions": [{"id": "q1", "kind": "number"}]}]}
    assert completed(bare) == Questionnaire.model_validate(bare).model_dump(mode="json")
    assert bare["sections"][0]["questions"] == [{"id": "q1", "kind": "number"}]


def test_a_choice_is_left_as_it_is():
    assert completed({"id": "c1", "label": "Red"}) == {"id": "c1", "label": "Red"}


def test_what_is_added_is_nobody_else_s():
    completed({"id": "q1", "kind": "dropdown"})["choices"].append({"id": "c1", "label": "Red"})
    assert completed({"id": "q2", "kind": "dropdown"})["choices"] == []
