import pytest

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.merge import merged
from backend.questionnaire.node import Choice
from backend.questionnaire.settings import Choices, YesNo
from backend.questionnaire.types import CATALOGUE
from backend.questionnaire.types.likert import Likert
from backend.questionnaire.types.multiple_choice import MultipleChoice
from backend.questionnaire.types.number import Number
from backend.questionnaire.types.single_choice import SingleChoice
from tests.questionnaire.drawing import draw_chart, tally_of

RED, BLUE, OLD_RED = (
    Choice(id="c1", label="Red"),
    Choice(id="c2", label="Blue"),
    Choice(id="c1", label="Reed"),
)
AGE, WEIGHT = Number(id="q2", title="Age?"), Number(id="q3", title="Weight?")


def colour(*choices):
    return SingleChoice(id="q1", title="Colour?", choices=choices)


def version(*questions):
    return Questionnaire(title="Study", sections=(Section(id="s1", questions=questions),))


def test_one_version_is_itself():
    only = version(colour(RED), AGE)
    assert merged([only]) == only


def test_choices_that_were_removed_stand_last_with_the_newest_labels():
    whole = merged([version(colour(RED)), version(colour(BLUE, OLD_RED)), version(colour(OLD_RED))])
    assert whole.question("q1") == colour(RED, BLUE)


def test_questions_that_were_removed_stand_in_a_last_section():
    whole = merged([version(AGE), version(AGE, colour(RED)), version(colour(BLUE), WEIGHT)])
    assert [section.title for section in whole.sections] == ["", "No longer asked"]
    assert whole.sections[1].questions == (colour(RED, BLUE), WEIGHT)
    assert whole.numbers == {"q2": 1, "q1": 2, "q3": 3}


def test_what_was_once_offered_beside_the_choices_is_offered_still():
    def many(**offers):
        return MultipleChoice(id="q1", title="Colours?", choices=(RED,), required=True, **offers)

    whole = merged([version(many()), version(many(none=True)), version(many(other=True))])
    assert whole.question("q1") == many(none=True, other=True)
    na = Likert(id="q1", title="Warm?", not_applicable=True)
    assert merged([version(na.changed(not_applicable=False)), version(na)]).question("q1") == na


def test_a_switch_that_offers_nothing_is_as_the_newest_version_says():
    needed = colour(RED).changed(required=True)
    assert merged([version(colour(RED)), version(needed)]).question("q1") == colour(RED)


def test_questions_that_were_removed_keep_what_they_offered_too():
    closed, opened = colour(RED), colour(RED).changed(other=True)
    whole = merged([version(AGE), version(AGE, closed), version(opened)])
    assert whole.sections[1].questions == (opened,)


SAMPLES = [sample for kind in CATALOGUE.values() for sample in kind.samples() if sample[0].asks]


def lessened(question, part):
    """The question with some of its lists, and without what it offered."""
    less = {}
    for name, mark in question.settings().items():
        if isinstance(mark, Choices):
            less[name] = getattr(question, name)[part]
        elif isinstance(mark, YesNo) and mark.offer:
            less[name] = False
    return question.changed(**less)


@pytest.mark.parametrize(("question", "values"), SAMPLES, ids=lambda it: getattr(it, "kind", None))
def test_what_was_answered_stays_readable_whatever_a_later_version_drops(question, values):
    parts = slice(-1, None), slice(None, None, -1)
    changed = [lessened(question, part) for part in parts]
    for newest in map(version, (*changed, AGE.changed(id="apart"))):
        whole = merged([newest, version(question)]).question(question.id)
        assert sorted(part.id for part in whole.choosable()) == sorted(
            part.id for part in question.choosable()
        )
        counts = tally_of(whole, values)
        assert counts.counts == tally_of(question, values).counts
        draw_chart(whole, whole.result(counts))
        for value in values:
            assert whole.text(value)
            assert len(whole.cells(value)) == len(whole.columns()) == len(question.columns())
            assert sorted(map(str, whole.cells(value))) == sorted(map(str, question.cells(value)))


def test_places_that_were_named_stay_where_their_names_are_asked_no_more():
    where = CATALOGUE["location"](id="q4", title="Where?", place=True)
    whole = merged([version(where.changed(place=False)), version(where)]).question("q4")
    assert whole.columns() == ["latitude", "longitude", "place"]
    assert whole.cells({"place": "By the lake"}) == [None, None, "By the lake"]
