import pytest

from backend.questionnaire.types.country import Country
from tests.questionnaire.drawing import draw, draw_chart, tally_of


def country(**settings):
    return Country(**{"id": "q1", "title": "Where?"} | settings)


@pytest.mark.parametrize("value", ["de", "Germany", "EU", "", 49, None, ["DE"]])
def test_what_is_no_country(value):
    assert country().check(value).message == "Choose a country"


def test_names_are_in_the_language_of_the_list_and_codes_in_none():
    question = country(language="fr")
    assert question.text("DE") == "Allemagne"
    assert question.cells("DE") == ["DE", "Allemagne"]
    assert question.summary() == "names in Français"
    assert question.text(None) == ""


def test_some_come_first():
    question = country(language="de", first="at, CH")
    assert list(question.labels)[:3] == ["AT", "CH", "AF"]
    assert len(question.labels) == 250
    assert draw(question).texts("option")[:3] == ["Choose …", "Österreich", "Schweiz"]
    assert question.summary() == "names in Deutsch, AT, CH"
    assert list(country(first="AT, UK").problems()) == ["has a country code that is none: UK"]


def test_a_link_names_a_country_by_its_code_or_its_name():
    question = country(language="de")
    assert [question.from_link([said]) for said in ("AT", "Österreich", "")] == ["AT", "AT", None]
    assert question.from_link([]) is None


def test_a_browser_offers_the_country_it_knows():
    (field,) = draw(country()).find("select")
    assert field["autocomplete"] == "country"


def test_results_begin_with_the_country_chosen_most_often():
    question = country()
    few = question.result(tally_of(question, ["DE", "AT", "AT", "CH"])).chart
    assert [(bar.label, bar.n) for bar in few.bars] == [
        ("Austria", 2),
        ("Switzerland", 1),
        ("Germany", 1),
    ]
    codes = list(question.labels)[:12]
    many = question.result(tally_of(question, [*codes, *codes[:10]]))
    assert [bar.n for bar in many.chart.bars] == [2] * 10 + [2]
    assert many.chart.bars[-1].label == "2 other countries together"
    assert len(many.chart.all) == 12
    assert "the table has all 12" in "".join(draw_chart(question, many).texts("p"))


def test_a_country_that_is_no_more_is_called_by_its_code():
    (bar,) = country().result(tally_of(country(), ["YU"])).chart.bars
    assert (bar.label, bar.n) == ("YU", 1)
