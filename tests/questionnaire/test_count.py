from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.count import WHOLE, Counted, count
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.tally import Tally
from backend.questionnaire.types import CATALOGUE

QUESTIONS = [
    question.changed(id=f"{question.kind}{number}")
    for kind in CATALOGUE.values()
    for number, (question, _) in enumerate(kind.samples())
]
VALUES = {
    f"{question.kind}{number}": [*values, None]
    for kind in CATALOGUE.values()
    for number, (question, values) in enumerate(kind.samples())
    if question.asks
}
SECTION = Section(id="s1").changed(questions=tuple(QUESTIONS))
DOCUMENT = Questionnaire().changed(sections=(SECTION,))  # the samples share ids of choices
GIVEN = [(question_id, value) for question_id, values in VALUES.items() for value in values]
ANSWERS = st.lists(st.sampled_from(GIVEN), max_size=12).map(dict)
RESPONSES = st.lists(
    st.builds(Counted, st.just(1), st.dates(date(2026, 1, 1), date(2026, 1, 9)), ANSWERS),
    max_size=20,
)


def tallies_of(responses):
    return count(responses, lambda version: DOCUMENT)


@given(RESPONSES, RESPONSES)
def test_the_tally_of_all_is_the_sum_of_the_tallies_of_the_parts(some, others):
    one, two, both = tallies_of(some), tallies_of(others), tallies_of(some + others)
    for question_id in both:
        parts = one.get(question_id, Tally()) + two.get(question_id, Tally())
        assert both[question_id] == parts
    assert both[WHOLE]["responses"] == len(some) + len(others)


@given(RESPONSES)
def test_each_answer_is_tallied_as_its_question_says(responses):
    for question_id, tally in tallies_of(responses).items():
        question = DOCUMENT.question(question_id)
        if question is not None:
            shown = [r.answers[question_id] for r in responses if question_id in r.answers]
            assert tally == sum((question.tally_of(value) for value in shown), Tally())


def test_equal_values_of_different_types_are_kept_apart_and_unknown_questions_left_out():
    day = date(2026, 1, 1)
    tallies = tallies_of(
        [Counted(1, day, {"yes_no0": True, "rating0": 1, "gone": "x"}), Counted(1, day, {})]
    )
    assert tallies[WHOLE] == Tally({"responses": 2, "day:2026-01-01": 2})
    assert tallies["yes_no0"] == Tally({"answered": 1, "choice:yes": 1})
    assert tallies["rating0"] == Tally({"answered": 1, "level:1": 1})
    assert "gone" not in tallies
