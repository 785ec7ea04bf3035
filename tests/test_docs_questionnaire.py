"""The examples of docs/questionnaire.md, each of them tried."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.questionnaire.document import MOST_QUESTIONS, MOST_SECTIONS, Questionnaire
from backend.questionnaire.node import RESERVED, Choice
from backend.questionnaire.prefill import carried, prefilled
from backend.questionnaire.submission import read
from backend.questionnaire.types import CATALOGUE

NOW = datetime.now(UTC)
GUIDE = (Path(__file__).parent.parent / "docs" / "questionnaire.md").read_text()
ROW = re.compile(r"^\| ([a-z_]+)(, [^|]+)? \| `([^|]+)` \|$", re.MULTILINE)
KEYS = re.compile(r"^\| ([a-z_, ]+) \| ([^|]*`[a-z]+:[^|]+) \|$", re.MULTILINE)
CHOICES = (Choice(id="c1", label="Soup"), Choice(id="c2", label="Salad"))
COLUMNS = (Choice(id="x1", label="Lunch"), Choice(id="x2", label="Dinner"))
ROWS = tuple(Choice(id=f"r{n}", label=f"Row {n}") for n in (1, 2, 3))
SETTINGS = {
    "single_choice": {"choices": CHOICES, "other": True},
    "multiple_choice": {"choices": CHOICES, "other": True, "none": True},
    "likert": {"not_applicable": True},
    "matrix": {"rows": ROWS, "not_applicable": True},
    "dropdown": {"choices": CHOICES, "other": True},
    "image_choice": {"choices": [choice.model_dump() for choice in CHOICES]},
    "ranking": {"choices": CHOICES},
    "constant_sum": {"choices": CHOICES},
    "number_matrix": {"rows": ROWS[:2], "across": COLUMNS},
    "dropdown_matrix": {"rows": ROWS[:2], "across": COLUMNS, "choices": CHOICES},
}
EXAMPLES = [
    (
        kind,
        json.loads(value),
        {name: 1 for name in ("decimals", "several", "place") if name in more},
    )
    for kind, more, value in ROW.findall(GUIDE.partition("## Answers")[2].partition("## Forms")[0])
]


def question(kind, **settings):
    return CATALOGUE[kind](id="q1", title="T", **SETTINGS.get(kind, {}), **settings)


def test_the_document_of_the_guide_can_be_published():
    (document,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    questionnaire = Questionnaire.model_validate_json(document)
    assert questionnaire.problems() == ()
    assert len(questionnaire.asked) == 4
    link = carried(questionnaire, {"dish": ["salad"], "source": ["mail"], "other": ["x"]})
    parts = prefilled(questionnaire.asked, link)
    answers = [q.from_form(parts[q.id]) for q in questionnaire.asked if q.id in parts]
    assert answers == ["c2", "mail"]


@pytest.mark.parametrize(("kind", "value", "settings"), EXAMPLES)
def test_every_answer_of_the_guide_is_taken(kind, value, settings):
    asked = question(kind, **settings)
    assert asked.check(value) is None
    assert asked.from_form(asked.to_form(value)) == value


def test_every_kind_that_is_answered_has_an_example():
    asked = {kind for kind, type_ in CATALOGUE.items() if type_.asks}
    assert {kind for kind, _, _ in EXAMPLES} == asked


def test_tallies_have_the_keys_of_the_guide():
    told = {
        kind: set(re.findall(r"`([a-z]+):", keys))
        for kinds, keys in KEYS.findall(GUIDE)
        for kind in kinds.split(", ")
    }
    for kind, value, settings in EXAMPLES:
        found = {key.partition(":")[0] for key, _ in question(kind, **settings).tally(value)}
        assert found == told.get(kind, set()), kind


def test_the_forms_of_the_guide_are_read():
    single, many = question("single_choice"), question("multiple_choice").changed(id="q6")
    form = [("q1", ["other"]), ("q1.text", ["Stew"]), ("q6", ["c1", "c2"])]
    answers = read([single, many], form, frozenset(), NOW).answers
    assert answers == {"q1": {"choice": "other", "text": "Stew"}, "q6": ["c1", "c2"]}
    matrix = question("matrix").changed(id="q5")
    form = [("q5.r1", ["4"]), ("q5.r2", ["na"])]
    assert read([matrix], form, frozenset(), NOW).answers == {
        "q5": {"r1": 4, "r2": {"na": True}, "r3": None}
    }


def test_the_guide_names_every_limit_and_reserved_id():
    assert f"{MOST_SECTIONS} sections, {MOST_QUESTIONS} questions" in GUIDE
    for reserved in RESERVED:
        assert f"`{reserved}`" in GUIDE
