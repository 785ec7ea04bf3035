"""The published schema, held against every kind of question and every template."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.samples import SAMPLES
from backend.questionnaire.schema import KEPT, schema
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.documents import documents, questions

pytestmark = pytest.mark.no_cover

SCHEMA = schema("https://surveys.example/questionnaire.schema.json")
VALIDATOR = Draft202012Validator(SCHEMA)


def faults(document):
    return [f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(document)]


def holding(question):
    return {"title": "T", "sections": [{"id": "s1", "questions": [question]}]}


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "https://surveys.example/questionnaire.schema.json"


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_keeps_to_the_schema_and_says_its_settings(kind):
    @settings(max_examples=15, deadline=None)
    @given(questions("q1", kind))
    def stored(question):
        assert faults(holding(question)) == []

    stored()
    told = SCHEMA["$defs"][CATALOGUE[kind].__name__]
    assert set(told["required"]) == {"id", "kind"}
    for name, mark in CATALOGUE[kind].settings().items():
        assert told["properties"][name]["title"] == mark.label


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_a_whole_document_keeps_to_the_schema(document):
    assert faults(document) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_template_keeps_to_the_schema_as_written_and_as_stored(name):
    document = SAMPLES[name].document()
    assert faults(document) == []
    assert faults(Questionnaire.model_validate(document).model_dump(mode="json")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"nothing": 1},
        {"title": "x" * 201},
        {"title": 5},
        {"sections": [{"title": "without an id"}]},
        holding({"id": "q1", "title": "of no kind"}),
        holding({"id": "q1", "kind": "nonsense"}),
        holding({"id": "q 1", "kind": "number"}),
        holding({"id": "q1", "kind": "number", "scale": []}),
        holding({"id": "q1", "kind": "rating", "levels": 99}),
    ],
)
def test_what_is_no_questionnaire_is_refused(wrong):
    assert faults(wrong)
    with pytest.raises(ValueError, match="validation error"):
        Questionnaire.model_validate(wrong)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_setting_that_no_kind_has_is_refused(data):
    question = data.draw(questions("q1"))
    assert faults(holding(question | {"surprise": None}))


def test_it_is_kept_for_a_few_addresses_alone():
    for number in range(KEPT + 2):
        assert schema(f"https://{number}.example")["$id"] == f"https://{number}.example"
    assert schema.cache_info().currsize == KEPT
