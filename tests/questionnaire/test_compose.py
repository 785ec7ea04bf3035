"""What an author does beside changing texts: each is an edit, which can be taken back."""

from itertools import count

import pytest

from backend.questionnaire.compose import (
    duplicate,
    new_question,
    new_section,
    newest,
    step,
    turned,
)
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.edit import Set, apply, invert
from backend.questionnaire.tree import PartGone, Tree, find
from backend.questionnaire.types import CATALOGUE


def ids():
    return (f"new{number}" for number in count())


def colour(id: str) -> Tree:
    question = CATALOGUE["single_choice"].samples()[0][0].model_dump(mode="json")
    choices = [{"id": f"{id}{n}", "label": c["label"]} for n, c in enumerate(question["choices"])]
    return question | {"id": id, "choices": choices, "help": "Look.", "required": True}


@pytest.fixture
def tree() -> Tree:
    sections = [
        {"id": "s1", "questions": [colour("a"), colour("b")]},
        {"id": "s2", "questions": [colour("c")]},
    ]
    return Questionnaire.model_validate({"sections": sections}).model_dump(mode="json")


def order(tree: Tree) -> list[list[str]]:
    return [[q["id"] for q in section["questions"]] for section in tree["sections"]]


def made(tree: Tree, edits: list) -> Tree:
    changed = apply(tree, edits)
    assert apply(changed, invert(edits)) == tree
    return Questionnaire.model_validate(changed).model_dump(mode="json")


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_can_be_added(tree, kind):
    edit = new_question(tree, kind, "s1", ids())
    assert order(made(tree, [edit]))[0] == ["a", "b", newest(edit)]
    assert find(apply(tree, [edit]), newest(edit))["kind"] == kind


def test_a_question_goes_to_the_last_section_where_none_is_named(tree):
    edit = new_question(tree, "rating", "", ids())
    assert order(made(tree, [edit]))[1] == ["c", newest(edit)]


def test_a_first_question_brings_a_section():
    empty = Questionnaire().model_dump(mode="json")
    edit = new_question(empty, "rating", "", ids())
    assert order(made(empty, [edit])) == [[newest(edit)]]


@pytest.mark.parametrize("into", ["gone", "a", "a0"])
def test_a_question_goes_into_sections_only(tree, into):
    with pytest.raises(PartGone):
        new_question(tree, "rating", into, ids())


def test_a_section_is_added_at_the_end(tree):
    edit = new_section(tree, ids())
    assert order(made(tree, [edit]))[2] == []
    assert newest(edit) == "new0"


def test_a_copy_has_ids_of_its_own(tree):
    edit = duplicate(tree, "a", ids())
    changed = made(tree, [edit])
    assert order(changed)[0] == ["a", "new0", "b"]
    assert [c["label"] for c in find(changed, "new0")["choices"]] == ["Red", "Blue"]


def test_a_section_is_copied_with_its_questions(tree):
    changed = made(tree, [duplicate(tree, "s1", ids())])
    assert [len(questions) for questions in order(changed)] == [2, 2, 1]


@pytest.mark.parametrize(
    ("part", "by", "after"),
    [
        ("b", -1, [["b", "a"], ["c"]]),
        ("a", 1, [["b", "a"], ["c"]]),
        ("b", 1, [["a"], ["b", "c"]]),
        ("c", -1, [["a", "b", "c"], []]),
        ("a", -1, [["a", "b"], ["c"]]),
        ("c", 1, [["a", "b"], ["c"]]),
        ("s1", 1, [["c"], ["a", "b"]]),
        ("s2", -1, [["c"], ["a", "b"]]),
        ("s2", 1, [["a", "b"], ["c"]]),
        ("a", 0, [["a", "b"], ["c"]]),
    ],
)
def test_a_step_goes_on_into_the_next_section(tree, part, by, after):
    assert order(made(tree, step(tree, part, by))) == after


@pytest.mark.parametrize("kind", CATALOGUE)
def test_another_kind_keeps_what_both_have(tree, kind):
    edits = turned(tree, "a", kind, ids())
    question = find(made(tree, edits), newest(edits[1]))
    kept = {name: tree["sections"][0]["questions"][0][name] for name in ("title", "choices")}
    assert question["title"] == kept["title"]
    choices = question.get("choices", kept["choices"])
    assert [one | kept for one, kept in zip(choices, kept["choices"], strict=True)] == choices
    assert question["id"] != "a"


def test_a_setting_that_does_not_fit_is_left(tree):
    long = colour("d") | {"kind": "long_text", "longest": 5000, "shortest": None}
    del long["choices"], long["other"], long["other_label"]
    rating = CATALOGUE["rating"].samples()[0][0].model_dump(mode="json")
    tree["sections"][1]["questions"] = [rating | {"id": "d", "shape": "numbers"}]
    assert find(apply(tree, edits := turned(tree, "d", "short_text", ids())), newest(edits[1]))
    tree["sections"][1]["questions"] = [rating | {"id": "d", "title": "x" * 501}]
    edits = turned(tree, "d", "yes_no", ids())
    assert find(apply(tree, edits), newest(edits[1]))["title"] == ""


def test_only_what_is_added_is_newest():
    assert newest(Set("a", "title", "", "x")) == ""
