from datetime import UTC, datetime

import pytest

from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.submission import MalformedForm, read
from backend.questionnaire.types.date import Date
from backend.questionnaire.types.number import Number
from backend.questionnaire.types.short_text import ShortText

AGE = Number(id="q1", title="Age?", required=True)
TOWN = ShortText(id="q2", title="Town?")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def submitted(**fields):
    return read([AGE, TOWN], list(fields.items()), frozenset({"key"}), NOON)


def test_answers_are_read_by_question():
    submission = submitted(q1=["0"], q2=[" Ulm "], key=["k"])
    assert submission.answers == {"q1": 0, "q2": "Ulm"}
    assert submission.refusals == {}


def test_what_is_missing_is_refused_and_what_was_typed_is_kept():
    submission = submitted(q2=["Ulm"])
    assert submission.answers == {"q1": None, "q2": "Ulm"}
    assert submission.refusals == {"q1": Refusal("Write a number")}
    assert submission.parts == {"q1": BLANK, "q2": Part({"": ["Ulm"]})}


@pytest.mark.parametrize(("day", "refused"), [("2026-05-01", 0), ("2026-04-30", 1)])
def test_limits_from_today_are_those_of_the_moment(day, refused):
    visit = Date(id="q3", title="When?", earliest="today")
    submission = read([visit], [("q3", [day])], frozenset(), NOON)
    assert len(submission.refusals) == refused


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"q9": ["1"]}, "This form has no field “q9”."),
        ({"x" * 99: ["1"]}, f"This form has no field “{'x' * 40}”."),
        ({"q1.unit": ["1"]}, "A question of this form has no field “unit”."),
        ({f"q1.{'x' * 99}": ["1"]}, f"A question of this form has no field “{'x' * 40}”."),
        ({"q1": ["1", "2"]}, "A field of this form was sent more often than it can be filled."),
    ],
)
def test_a_form_that_no_page_of_ours_can_have_sent_is_malformed(fields, message):
    with pytest.raises(MalformedForm) as refused:
        submitted(**fields)
    assert str(refused.value) == message


def test_a_part_gives_its_values():
    part = Part({"": [" a ", "b"], "text": []})
    assert (part.one(), part.one("text"), part.one("other")) == ("a", "", "")
    assert (part.all(), part.all("other")) == ([" a ", "b"], [])
    assert part.has("b")
    assert not part.has("a")
    assert Part({"": ["3"]}).has(3)
