import json

import pytest
from pydantic import ValidationError

from backend.questionnaire.document import MOST_QUESTIONS, Problem, Questionnaire, Section
from backend.questionnaire.types.number import Number
from backend.questionnaire.types.short_text import ShortText
from backend.questionnaire.types.statement import Statement

AGE = Number(id="q1", title="Age?")
TOWN = ShortText(id="q2", title="Town?")
NOTE = Statement(id="n1", body="Now *you*.")


def study(*questions, **fields):
    sections = (Section(id="s1", title="You", questions=questions),)
    return Questionnaire(**{"title": "Study", "sections": sections} | fields)


def test_questions_are_found_and_numbered_without_statements():
    document = study(NOTE, AGE, TOWN)
    assert document.asked == (AGE, TOWN) == document.sections[0].asked
    assert document.numbers == {"q1": 1, "q2": 2}
    assert [part.id for part in document.parts()] == ["s1", "n1", "q1", "q2"]
    assert document.question("q2") == TOWN
    assert document.section("s1") == document.sections[0]
    assert document.question("s1") is document.section("q1") is None


def test_nothing_stops_a_finished_questionnaire():
    assert study(NOTE, AGE).problems() == ()


def test_what_stops_publishing_is_listed_in_order():
    bare = Questionnaire(sections=(Section(id="s1"), Section(id="s2", questions=(NOTE,))))
    assert bare.problems() == (
        Problem("", "The survey has no title"),
        Problem("s1", "The survey asks no question yet"),
    )
    assert Questionnaire(title="T").problems() == (Problem("", "The survey asks no question yet"),)
    half = Questionnaire(title="T", sections=(Section(id="s1"), Section(id="s2", questions=(AGE,))))
    assert half.problems() == (Problem("s1", "Section 1 has no questions"),)
    flawed = study(Statement(id="n1"), AGE, TOWN.changed(title=""))
    assert flawed.problems() == (
        Problem("n1", "Statement has no text"),
        Problem("q2", "Question 2 has no text"),
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"sections": [{"id": "s1"}, {"id": "s1"}]}, "the same id"),
        ({"sections": [{"id": "other"}]}, "reserved id"),
        ({"sections": [{"id": "s 1"}]}, "pattern"),
        ({"sections": [{"id": "s1", "questions": [{"id": "q1", "kind": "poem"}]}]}, "kind"),
        ({"sections": [{"id": "s1", "questions": [{"id": "q1"}]}]}, "kind"),
        ({"title": "x" * 201}, "200"),
        ({"title": "a\0b"}, "cannot be stored"),
        ({"title": "Study", "colour": "red"}, "colour"),
    ],
)
def test_a_malformed_document_is_refused(document, message):
    with pytest.raises(ValidationError, match=message):
        Questionnaire.model_validate(document)


def test_a_document_of_too_many_questions_is_refused():
    half = [{"id": f"q{n}", "kind": "number"} for n in range(MOST_QUESTIONS // 2 + 1)]
    rest = [{"id": f"r{n}", "kind": "number"} for n in range(MOST_QUESTIONS // 2)]
    with pytest.raises(ValidationError, match="more than 500 questions"):
        Questionnaire.model_validate(
            {"sections": [{"id": "s1", "questions": half}, {"id": "s2", "questions": rest}]}
        )


def test_the_schema_can_be_published():
    schema = json.dumps(Questionnaire.model_json_schema())
    assert "single_choice" in schema
    assert "oneOf" in schema
