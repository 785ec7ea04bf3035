import pytest

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.likert import Likert
from backend.questionnaire.types.matrix import Matrix
from backend.questionnaire.types.rating import Rating
from backend.questionnaire.types.yes_no import YesNo
from tests.questionnaire.drawing import draw, draw_chart, tally_of

ROWS = (Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup"))
NA = {"na": True}


def likert(**settings):
    return Likert(id="q1", **{"title": "Good?", "scale": ("No", "So-so", "Yes", "Very")} | settings)


def matrix(**settings):
    return Matrix(id="q1", **{"title": "Good?", "rows": ROWS} | settings)


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (likert(scale=("One",)), "needs a scale of at least 2 levels"),
        (likert(scale=("One", "")), "has a level without a label"),
        (likert(not_applicable=True, not_applicable_label=""), "has a level without a label"),
        (likert(scale=("One", "one")), "has two levels with the same label"),
        (matrix(rows=()), "has no rows"),
        (matrix(rows=(Choice(id="r1"),)), "has a row without a label"),
        (YesNo(id="q1", title="T", yes_label=""), "has an answer without a label"),
        (YesNo(id="q1", title="T", no_label="YES"), "has two answers with the same label"),
    ],
)
def test_what_stops_publishing(question, problem):
    assert list(question.problems()) == [problem]


@pytest.mark.parametrize("value", [0, 5, 1.0, True, "1", NA, {"na": 1}, {"na": True, "x": 1}, []])
def test_a_likert_refuses_what_is_no_level(value):
    assert likert().check(value) == Refusal("Choose one of the answers in the list")


def test_not_applicable_is_taken_where_it_is_offered_and_stays_apart():
    question = likert(not_applicable=True)
    assert question.check(NA) is None
    assert question.check({"na": 1}) is not None
    line = question.result(tally_of(question, [NA, 1, 4, None])).chart.items[0]
    assert (line.answered, line.not_applicable, line.mean) == (2, 1, 2.5)


def test_a_scale_without_levels_is_summed_up():
    assert likert(scale=()).summary() == "0 levels"


def test_a_scale_is_drawn_in_both_ways():
    assert draw(likert()).find("div", class_="choices across")
    assert not draw(likert(scale=tuple("abcdef"))).find("div", class_="choices across")


def test_a_matrix_asks_for_the_first_row_that_is_missing():
    question = matrix(required=True)
    assert question.check({"r1": 1, "r2": None}) == Refusal("Choose an answer for “Soup”", "r2")
    assert question.refusal(None) == Refusal("Choose an answer in every row", "r1")
    assert matrix().check({"r1": 1, "r2": None}) is None


@pytest.mark.parametrize("value", [[], "x", {}, {"r1": 1}, {"r1": 1, "r2": 1, "r3": 1}])
def test_a_matrix_refuses_other_rows(value):
    assert matrix().check(value) == Refusal("Choose one answer in each row", "r1")


def test_a_matrix_that_is_all_blank_is_null():
    assert matrix().from_form(Part({"r1": [""]})) is None
    assert matrix().check({"r1": None, "r2": None}) == Refusal(matrix().missing, "r1")
    assert matrix().check({"r1": 9, "r2": None}) == Refusal("Choose an answer for “Bread”", "r1")


def test_a_matrix_without_rows_has_no_field_to_lead_to():
    assert matrix(rows=()).first_field() == ""


def test_each_row_has_its_own_base():
    question = matrix(not_applicable=True)
    answers = [{"r1": 1, "r2": None}, {"r1": 5, "r2": NA}, {"r1": None, "r2": 2}]
    bread, soup = question.result(tally_of(question, answers)).chart.items
    assert (bread.answered, bread.not_applicable, bread.mean) == (2, 0, 3.0)
    assert (soup.answered, soup.not_applicable, soup.mean) == (1, 1, 2.0)


def test_a_matrix_names_each_radio_by_row_and_level_and_marks_the_refused_row():
    page = draw(matrix(), Part({"r2": ["5"]}), Refusal("Choose", "r1"))
    labels = [label.text for label in page.find("label")]
    assert labels[0] == "Bread: Strongly disagree"
    assert len(set(labels)) == 10
    assert len(page.find("tr", class_="has-error")) == 1
    assert [radio["name"] for radio in page.find("input", checked="")] == ["q1.r2"]


@pytest.mark.parametrize("value", [0, 6, 3.0, True, "3", None, {}])
def test_a_rating_refuses_what_is_no_level(value):
    assert Rating(id="q1").check(value) == Refusal("Choose a rating from 1 to 5")


def test_the_ends_of_a_rating_are_said():
    question = Rating(id="q1", title="T", low_label="Poor", high_label="Good", levels=3)
    labels = [label.text for label in draw(question).find("label")]
    assert labels == ["11 of 3, Poor", "22 of 3", "33 of 3, Good"]


def test_a_rating_gives_a_mean_with_its_interval():
    question = Rating(id="q1", title="T")
    result = question.result(tally_of(question, [5, 4, 4, 3]))
    assert [(f.label, f.text) for f in result.figures] == [
        ("Mean", "4"),
        ("Median", "4"),
        ("Standard deviation", "0.82"),
    ]
    assert result.figures[0].interval_text == "2.7 to 5.3"
    assert [row.text for row in draw_chart(question, result).find("text")][:2] == ["0.0", "0.0"]


def test_yes_and_no_are_counted_apart():
    question = YesNo(id="q1", title="There?", yes_label="Aye")
    bars = question.result(tally_of(question, [True, True, False, None])).chart.bars
    assert [(bar.label, bar.n, bar.percent) for bar in bars] == [
        ("Aye", 2, "66.7"),
        ("No", 1, "33.3"),
    ]
    assert question.check(1) == question.check("yes") == Refusal("Choose one of the two answers")
    assert question.from_form(Part({"": ["maybe"]})) == "maybe"
