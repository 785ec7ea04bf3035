from datetime import timedelta

import pytest

from backend.models import fold, tally
from backend.models.tally import Pulse
from tests.studies import AGE, COLOUR, NOW, WHY, answer, recount, republish, stored, study

pytestmark = pytest.mark.usefixtures("context")


def test_a_survey_without_responses_adds_up_to_nothing():
    answer(study(), colour="red")
    survey = study()
    found = tally.current(survey.id, 1)
    assert (found.responses, found.last_on, found.waiting) == (0, None, 0)
    assert tally.pulse(survey.id) == found.pulse == Pulse(0, 0)


def test_what_is_folded_and_what_waits_are_added():
    noise, survey = study(), study()
    answer(noise, colour="red", age=99)
    answer(survey, colour="red", age=30, why=None)
    answer(survey, colour="blue", age=40)
    fold.fold_all(survey.id)
    answer(survey, at=NOW + timedelta(days=2), colour="red", age=None, why="So.")
    found = tally.current(survey.id, 1)
    assert (found.responses, found.waiting) == (3, 1)
    assert found.last_on == NOW.date() + timedelta(days=2)
    exact = recount(survey)
    for question_id in ("colour", "age", "why"):
        assert found.tallies[question_id] == exact[question_id]
    assert tally.pulse(survey.id) == found.pulse == Pulse(2, 1)


def test_the_last_day_is_found_among_many():
    survey = study()
    for days in (0, 9, 3):
        answer(survey, at=NOW + timedelta(days=days), colour="red")
    fold.fold_all(survey.id)
    assert tally.current(survey.id, 1).last_on == NOW.date() + timedelta(days=9)


def test_only_what_was_asked_up_to_a_version_is_read():
    survey = study(COLOUR, AGE)
    answer(survey, colour="red", age=1)
    republish(survey, COLOUR, WHY)
    answer(survey, colour="red", why="So.")
    fold.fold_all(survey.id)
    assert tally.current(survey.id, 1).tallies.keys() == {"", "colour", "age"}
    assert tally.current(survey.id, 2).tallies.keys() == {"", "colour", "age", "why"}


def test_numbers_too_large_for_any_column_of_integers_stay_exact():
    survey = study(AGE)
    for number in range(3):
        answer(survey, age=10**15 - 1 - number)
    fold.fold_all(survey.id)
    answer(survey, age=10**15 - 9)
    found = tally.current(survey.id, 1).tallies["age"]
    assert found == recount(survey)["age"] == stored(survey)["age"]
    assert found["sum:2"] > 2**100
