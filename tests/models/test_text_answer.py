from datetime import timedelta

import pytest

from backend.models import fold, text_answer, version
from tests.studies import AGE, COLOUR, NOW, WHY, answer, study

pytestmark = pytest.mark.usefixtures("context")
SEVERAL = {**COLOUR, "kind": "multiple_choice", "id": "several", "choices": [
    {"id": "one", "label": "One"}, {"id": "two", "label": "Two"},
]}  # fmt: skip


def asked(survey):
    return [q for q in version.questionnaire(survey.id, 1).asked if q.may_hold_words()]


def words(survey, size=10, after=text_answer.START):
    found = text_answer.newest(survey.id, asked(survey), size, after)
    return {id: [text.words for text in texts] for id, texts in found.items()}


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def test_the_newest_come_first_folded_or_not():
    noise, survey = (study(COLOUR, AGE, WHY, anonymous=False) for _ in range(2))
    answer(noise, why="Noise")
    for minute in (3, 1):
        answer(survey, at=at(minute), why=f"Minute {minute}")
    fold.fold_all(survey.id)
    for minute in (2, 4):
        answer(survey, at=at(minute), why=f"Minute {minute}")
    expected = ["Minute 4", "Minute 3", "Minute 2", "Minute 1"]
    assert words(survey) == {"colour": [], "why": expected}
    fold.fold_all(survey.id)
    assert words(survey) == {"colour": [], "why": expected}


def test_words_beside_other_are_texts_too():
    survey = study(COLOUR, SEVERAL)
    teal, plum = ({"choice": "other", "text": text} for text in ("Teal", "Plum"))
    answer(survey, colour=teal, several=["one", plum])
    answer(survey, colour="red", several=["two"])
    expected = {"colour": ["Teal"], "several": ["Plum"]}
    assert words(survey) == expected
    fold.fold_all(survey.id)
    assert words(survey) == expected


def test_answers_without_words_take_no_place_on_a_page():
    survey = study(COLOUR, anonymous=False)
    answer(survey, at=at(0), colour={"choice": "other", "text": "Teal"})
    for minute in range(1, 9):
        answer(survey, at=at(minute), colour="red")
    assert words(survey, size=2)["colour"] == ["Teal"]


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("folded", [0, 7, 20])
def test_pages_hold_every_text_once(anonymous, folded):
    survey = study(WHY, anonymous=anonymous)
    for number in range(20):
        if number == folded:
            fold.fold_all(survey.id)
        answer(survey, at=at(number // 3), why=f"Text {number}")
    fold.fold_all(survey.id) if folded == 20 else None
    read, after = [], text_answer.START
    while page := text_answer.newest(survey.id, asked(survey), 6, after)["why"]:
        read += page
        after = page[-1].position
    assert sorted(text.words for text in read) == sorted(f"Text {n}" for n in range(20))
    assert [text.position for text in read] == sorted((t.position for t in read), reverse=True)


def test_the_order_of_anonymous_texts_says_nothing():
    survey = study(WHY)
    for number in range(20):
        answer(survey, at=at(number), why=f"{number:02}")
    found = text_answer.newest(survey.id, asked(survey), 20)["why"]
    ids = [text.position.response_id for text in found]
    assert ids == sorted(ids, reverse=True)
    assert {text.position.written_at for text in found} == {text_answer.UNKNOWN}


def test_without_questions_nothing_is_read():
    assert text_answer.newest(study(AGE).id, [], 5) == {}
