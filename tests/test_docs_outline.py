"""Every example of docs/outline.md makes what the page says."""

import re
from itertools import count
from pathlib import Path

import pytest

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.outline import read
from backend.questionnaire.outline_writing import written

PAGE = (Path(__file__).parents[1] / "docs" / "outline.md").read_text()
EXAMPLES = re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
MADE = [
    ["short_text", "short_text"],
    ["yes_no", "short_text"],
    ["single_choice", "multiple_choice", "likert", "matrix"],
    ["rating", "number", "long_text", "rating", "multiple_choice", "statement"],
    ["single_choice", "short_text"],
    ["short_text", "single_choice", "short_text"],
]


def ids():
    return (f"n{number}" for number in count())


@pytest.mark.parametrize(("text", "kinds"), [*zip(EXAMPLES, MADE, strict=True)])
def test_an_example_is_understood_and_survives(text, kinds):
    found = read(text, ids())
    assert not found.remarks
    made = Questionnaire.model_validate({"title": "T", "sections": found.sections})
    assert [question.kind for question in made.questions] == kinds
    again = read(written(made.sections), ids())
    assert written(Questionnaire(sections=again.sections).sections) == written(made.sections)


def test_the_settings_of_the_examples_are_set():
    rating, number, _, ends, several, statement = [
        question
        for section in read(EXAMPLES[3], ids()).sections
        for question in section["questions"]
    ]
    assert (rating["levels"], ends["levels"], ends["shape"]) == (10, 7, "numbers")
    assert (number["least"], number["most"], number["unit"]) == (0, 120, "years")
    assert (ends["low_label"], several["most"], several["other"]) == ("Never, ever", 3, True)
    assert statement["body"] == "You are *nearly* there."


def test_what_is_offered_beside_a_list_is_no_choice():
    one, several, _, matrix = [
        question
        for section in read(EXAMPLES[2], ids()).sections
        for question in section["questions"]
    ]
    assert one["required"]
    assert (one["other"], several["none"]) == (True, True)
    assert len(one["choices"]) == len(several["choices"]) == len(matrix["rows"]) == 2
