import pytest

from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.dropdown import Dropdown
from tests.questionnaire.drawing import draw, draw_chart, rows_behind, tally_of

OTHER = {"choice": "other", "text": "Ulm"}


def dropdown(n=3, **settings):
    choices = tuple(Choice(id=f"c{number}", label=f"Town {number}") for number in range(n))
    return Dropdown(**{"id": "q1", "title": "Where?", "choices": choices} | settings)


def test_it_is_a_plain_select_that_begins_with_no_choice():
    page = draw(dropdown(), Part({"": ["c1"]}))
    (select,) = page.find("select", id="q-q1", name="q1")
    assert "data-combobox" not in select.attributes
    assert page.texts("option") == ["Choose …", "Town 0", "Town 1", "Town 2"]
    assert page.texts("option", selected="") == ["Town 1"]
    assert page.find("script") == []


def test_a_long_list_names_the_script_that_searches_it():
    page = draw(dropdown(11))
    assert "data-combobox" in page.find("select")[0].attributes
    assert [script["src"] for script in page.find("script")] == ["/static/js/kinds/combobox.js"]


def test_two_thousand_choices_are_taken_and_no_more():
    assert dropdown(2000).check("c1999") is None
    longer = [{"id": f"c{n}", "label": str(n)} for n in range(2001)]
    with pytest.raises(ValueError, match="2000"):
        Dropdown.model_validate({"id": "q1", "choices": longer})


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("c9", Refusal("Choose one of the list")),
        (["c1"], Refusal("Choose one of the list")),
        ({"choice": "other", "text": ""}, Refusal("Say what you mean by “Other”", "text")),
    ],
)
def test_what_it_refuses(value, refusal):
    assert dropdown(other=True).check(value) == refusal


def test_a_refusal_of_the_choice_marks_the_list_and_one_of_the_words_their_field():
    marked = draw(dropdown(other=True), BLANK, Refusal("No"))
    assert marked.find("select")[0]["aria-invalid"] == "true"
    other = draw(dropdown(other=True), BLANK, Refusal("No", "text"))
    assert other.find("select")[0]["aria-invalid"] == ""
    assert other.find("input", name="q1.text")[0]["aria-invalid"] == "true"


def test_the_ten_chosen_most_often_are_drawn_and_the_rest_together():
    question = dropdown(14, other=True)
    values = [f"c{n}" for n in range(14) for _ in range(n)] + [OTHER]
    result = question.result(tally_of(question, values))
    bars = [(bar.label, bar.n) for bar in result.chart.bars]
    assert bars[:2] == [("Town 13", 13), ("Town 12", 12)]
    assert bars[10] == ("5 others together", 3 + 2 + 1 + 0 + 1)
    assert sum(bar.n for bar in result.chart.bars) == result.answered == len(values)
    assert sum(bar.share for bar in result.chart.bars) == pytest.approx(1)
    assert len(rows_behind(draw_chart(question, result))) == 1 + 15


def test_eleven_bars_are_drawn_as_they_are():
    question = dropdown(11)
    chart = question.result(tally_of(question, ["c7", "c7", "c2"])).chart
    assert [bar.label for bar in chart.bars][:3] == ["Town 7", "Town 2", "Town 0"]
    assert (len(chart.bars), chart.all) == (11, ())
