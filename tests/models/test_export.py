from datetime import timedelta

import pytest

from backend.models import export
from tests.studies import NOW, answer, somebody, study

pytestmark = pytest.mark.usefixtures("context")


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("number", [0, 1, 3, 4, 8, 9])
def test_every_response_comes_once_page_by_page(anonymous, number, monkeypatch):
    monkeypatch.setattr(export, "PAGE", 4)
    noise, survey = (study(anonymous=anonymous) for _ in range(2))
    answer(noise, age=99)
    ids = [answer(survey, at=NOW + timedelta(seconds=n // 3), age=n) for n in range(number)]
    pages = list(export.pages(survey.id, anonymous))
    assert sorted(row.id for page in pages for row in page) == sorted(ids)
    assert all(len(page) <= 4 for page in pages)


def test_named_responses_come_in_the_order_of_their_moments_with_who_it_was():
    survey, dan = study(anonymous=False), somebody("Dan")
    answer(survey, at=NOW + timedelta(hours=1), age=2)
    answer(survey, at=NOW, by=dan.id, age=1)
    ((first, second),) = export.pages(survey.id, anonymous=False)
    assert (first.at, first.name, first.email) == (NOW, "Dan", "Dan@a.org")
    assert (second.name, second.email, second.answers) == (None, None, {"age": 2})


def test_anonymous_responses_have_a_day_alone():
    survey, dan = study(), somebody("Dan")
    answer(survey, by=dan.id, age=1)
    ((row,),) = export.pages(survey.id, anonymous=True)
    assert (row.day, row.at, row.name, row.email) == (NOW.date(), None, None, None)


def test_who_stops_asking_stops_the_reading(monkeypatch):
    monkeypatch.setattr(export, "PAGE", 2)
    survey, read = study(), []
    for number in range(6):
        answer(survey, age=number)
    page, reading = export._page, export.pages(survey.id, anonymous=True)
    monkeypatch.setattr(export, "_page", lambda *a: read.append(1) or page(*a))
    next(reading)
    reading.close()
    assert len(read) == 1
