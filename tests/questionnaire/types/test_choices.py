import pytest

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.multiple_choice import MultipleChoice
from backend.questionnaire.types.single_choice import SingleChoice
from tests.questionnaire.drawing import draw, tally_of

RED, BLUE, TEAL = Choice(id="c1", label="Red"), Choice(id="c2", label="Blue"), Choice(id="c3")
OTHER = {"choice": "other", "text": "Teal"}


def one(**settings):
    return SingleChoice(**{"id": "q1", "title": "Colour?", "choices": (RED, BLUE)} | settings)


def many(**settings):
    return MultipleChoice(**{"id": "q1", "title": "Colours?", "choices": (RED, BLUE)} | settings)


@pytest.mark.parametrize("question", [one, many])
@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"title": ""}, "has no text"),
        ({"choices": ()}, "has no choices"),
        ({"choices": (RED,)}, "needs at least 2 choices"),
        ({"choices": (RED, TEAL)}, "has a choice without a label"),
        ({"choices": (RED, Choice(id="c9", label="RED"))}, "has two choices with the same label"),
        ({"other": True, "other_label": ""}, "has no label for “Other”"),
    ],
)
def test_what_stops_publishing(question, settings, problem):
    assert list(question(**settings).problems()) == [problem]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"none": True, "none_label": ""}, "has no label for “None of these”"),
        ({"fewest": 3, "none": True}, "asks for at least 3 choices of 2"),
        ({"fewest": 2, "most": 1}, "asks for at least 2 and at most 1 choices"),
    ],
)
def test_what_stops_publishing_a_multiple_choice(settings, problem):
    assert list(many(**settings).problems()) == [problem]


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({}, "Choose all that apply."),
        ({"most": 2}, "Choose up to 2."),
        ({"fewest": 1}, "Choose at least 1."),
        ({"fewest": 1, "most": 2}, "Choose 1 to 2."),
        ({"fewest": 2, "most": 2}, "Choose 2."),
    ],
)
def test_a_multiple_choice_says_how_many(settings, hint):
    assert many(**settings).hint() == hint


@pytest.mark.parametrize(
    ("value", "message", "field"),
    [
        ("c9", "Choose one of the answers in the list", ""),
        ("other", "Choose one of the answers in the list", ""),
        (["c1"], "Choose one of the answers in the list", ""),
        ({"choice": "c1", "text": "x"}, "Choose one of the answers in the list", ""),
        ({"choice": "other", "text": 1}, "Choose one of the answers in the list", ""),
        ({"choice": "other", "text": ""}, "Say what you mean by “Other”", "text"),
        ({"choice": "other", "text": "x" * 501}, "Write at most 500 characters", "text"),
        ({"choice": "other", "text": "\0"}, "Remove the characters that cannot be stored", "text"),
        ({"choice": "other", "text": "a  b"}, "Write it on one line, without extra spaces", "text"),
    ],
)
def test_what_a_single_choice_refuses(value, message, field):
    assert one(other=True).check(value) == Refusal(message, field)


@pytest.mark.parametrize(
    ("value", "message", "field"),
    [
        ([], "Choose from the answers in the list", ""),
        ("c1", "Choose from the answers in the list", ""),
        (["c2", "c1"], "Choose from the answers in the list, each once and in its order", ""),
        (["c1", "c1"], "Choose from the answers in the list, each once and in its order", ""),
        (["c1", "c9"], "Choose from the answers in the list, each once and in its order", ""),
        (["c1", "none"], "Choose either “None of these” or other answers", ""),
        (["c1"], "Choose 2: you chose 1", ""),
        (["c1", "c2", OTHER], "Choose 2: you chose 3", ""),
        (["c1", {"choice": "other", "text": ""}], "Say what you mean by “Other”", "text"),
    ],
)
def test_what_a_multiple_choice_refuses(value, message, field):
    question = many(other=True, none=True, fewest=2, most=2)
    assert question.check(value) == Refusal(message, field)


def test_other_and_none_are_refused_where_they_are_not_offered():
    assert one().check(OTHER)
    assert many().check([OTHER])
    assert many().check(["none"])


def test_words_alone_mean_other():
    assert one(other=True).from_form(Part({"text": ["Teal"]})) == OTHER
    assert one(other=True).from_form(Part({"": ["c1"], "text": ["Teal"]})) == "c1"
    assert many(other=True).from_form(Part({"": ["c1"], "text": [" Teal "]})) == ["c1", OTHER]


def test_picks_are_put_in_the_order_of_the_questionnaire():
    assert many().from_form(Part({"": ["c9", "c2", "c1", "c2"]})) == ["c1", "c2", "c9"]


def test_shares_of_a_multiple_choice_are_of_respondents():
    question = many(none=True)
    tally = tally_of(question, [["c1", "c2"], ["c1"], ["none"], None])
    bars = question.result(tally).chart.bars
    assert [(bar.label, bar.n, bar.percent) for bar in bars] == [
        ("Red", 2, "66.7"),
        ("Blue", 1, "33.3"),
        ("None of these", 1, "33.3"),
    ]


def test_what_is_no_longer_offered_stays_in_the_results():
    asked = many(other=True, none=True, choices=(RED, BLUE, Choice(id="c3", label="Green")))
    tally = tally_of(asked, [["c3", OTHER], ["none"]])
    bars = many().result(tally).chart.bars
    assert [(bar.label, bar.n) for bar in bars] == [
        ("Red", 0),
        ("Blue", 0),
        ("No longer offered (c3)", 1),
        ("Other", 1),
        ("None of these", 1),
    ]


def test_ticks_become_columns():
    question = many(other=True)
    assert question.columns() == ["Red", "Blue", "Other", "Other: text"]
    assert question.cells(["c2", OTHER]) == [0, 1, 1, "Teal"]


def test_a_choice_that_is_gone_is_read_by_its_id():
    assert one().text("c9") == "c9"


def test_other_is_refused_beside_its_own_field():
    page = draw(one(other=True), Part({"": ["other"]}), Refusal("Say it", "text"))
    (field,) = page.find("input", id="q-q1-text")
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "q-q1-error")


def test_long_lists_stand_in_two_columns():
    choices = tuple(Choice(id=f"c{n}", label=f"Choice {n}") for n in range(40))
    assert len(draw(one(choices=choices)).find("div", class_="choices many")) == 1


def test_a_new_question_has_two_choices():
    assert [c.id for c in SingleChoice.new(iter("abc")).choices] == ["a", "b"]
