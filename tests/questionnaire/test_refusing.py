"""What is refused is said in our own words, whatever limit is passed."""

import pytest
from pydantic import ValidationError

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.refusing import why
from backend.questionnaire.types import CATALOGUE

THEIRS = ("tuple", "should", "input", "valid ", "string", "value", "type=")


def text(id):
    return {"id": id, "kind": "short_text"}


def section(id, *questions, **texts):
    return {"id": id, "questions": questions} | texts


MANY = [text(f"q{n}") for n in range(501)]
REFUSED = [
    ({"title": "x" * 201}, "Write at most 200 characters."),
    ({"title": "\x00"}, "Remove the characters that cannot be stored."),
    ({"sections": [section(f"s{n}") for n in range(101)]}, "100 sections at most."),
    ({"sections": [section("s", *MANY)]}, "500 questions at most."),
    ({"sections": [section("s", *MANY[:300]), section("t", *MANY[300:])]}, "than 500 questions."),
    ({"sections": [section("s", text("q"), text("q"))]}, "two parts with the same id."),
    ({"sections": [section("s", text("other"))]}, "a part with a reserved id."),
    ({"sections": [section("s", title="x" * 201)]}, "Write at most 200 characters."),
    ({"sections": "none"}, "It is not written as a survey is."),
    ({"sections": [section("s", {"id": "q", "kind": "unknown"})]}, "not written as a survey is."),
]  # fmt: skip


def refusal(document):
    with pytest.raises(ValidationError) as refused:
        Questionnaire.model_validate(document)
    return why(refused.value)


@pytest.mark.parametrize(("document", "said"), REFUSED)
def test_why_a_document_is_refused_is_said_in_our_words(document, said):
    sentence = refusal(document)
    assert sentence.startswith("This cannot be saved. ")
    assert sentence.endswith(said)


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_each_limit_of_each_kind_is_said_in_our_words(kind):
    for question, *_ in CATALOGUE[kind].samples():
        whole = question.model_dump(mode="json")
        for name, wrong in beyond(whole):
            try:
                Questionnaire.model_validate({"sections": [section("s", whole | {name: wrong})]})
            except ValidationError as refused:
                said = why(refused).lower()
                assert not any(word in said for word in THEIRS), said


def beyond(question):
    """Every setting with a value that is too long, too large or of another type."""
    for name, value in question.items():
        if name in ("id", "kind"):
            continue
        yield from ((name, wrong) for wrong in ("x" * 20_000, "\x00", 10**9, -(10**9), [1], {}))
        if isinstance(value, list) and value:
            yield name, value * 3000
            if isinstance(value[0], dict):
                yield name, [value[0] | {"id": f"c{n}"} for n in range(3000)]
                yield name, [value[0] | {"label": "x" * 20_000}]
