from time import thread_time

import pytest

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.types.long_text import LongText
from backend.questionnaire.types.short_text import ShortText
from backend.questionnaire.types.statement import Statement
from tests.questionnaire.drawing import draw


def short(**settings):
    return ShortText(**{"id": "q1", "title": "Town?"} | settings)


def long(**settings):
    return LongText(**{"id": "q1", "title": "Why?"} | settings)


@pytest.mark.parametrize("question", [short, long])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (7, "Write an answer"),
        ("", "Write an answer"),
        (" \n", "Write an answer"),
        ("a\0b", "Remove the characters that cannot be stored"),
        ("a\ud800b", "Remove the characters that cannot be stored"),
        ("a", "Write at least 2 characters: you wrote 1"),
        ("abcdef", "Write at most 5 characters: you wrote 6"),
    ],
)
def test_what_no_text_may_be(question, value, message):
    assert question(shortest=2, longest=5).check(value) == Refusal(message)


def test_a_text_of_several_lines():
    typed = Part({"": ["  One\r\nTwo\rThree \r\n"]})
    assert long().from_form(typed) == "One\nTwo\nThree"
    assert short().from_form(typed) == "One Two Three"
    untidy = Refusal("End lines with a line feed, without blank space around the text")
    assert long().check("One\r\nTwo") == long().check("One ") == untidy
    assert short().check("One\nTwo") == Refusal("Write it on one line, without extra spaces")


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({}, ""),
        ({"shortest": 2}, "Write at least 2 characters."),
        ({"longest": 1}, "Write at most 1 character."),
        ({"shortest": 2, "longest": 5}, "Write at least 2 and at most 5 characters."),
    ],
)
def test_lengths_are_said(settings, hint):
    assert short(**settings).hint() == hint


@pytest.mark.parametrize(
    ("settings", "good", "bad", "hint"),
    [
        ({"pattern": "letters"}, "Ana-María O’Neil", "R2D2", "Write letters only."),
        ({"pattern": "digits"}, "007", "7a", "Write digits only."),
        ({"pattern": "digits"}, "1", "٣", "Write digits only."),
        ({"pattern": "letters_digits"}, "R2D2", "a_b", "Write letters and digits only."),
        (
            {"pattern": "shape", "shape": "NL ## @@ **"},
            "NL 12 ab z9",
            "NL 12 a1 z9",
            "Write it as NL ## @@ **, where # is a digit, @ is a letter, * is a letter or a digit.",
        ),
        ({"pattern": "shape", "shape": "## | (a.b)"}, "(a.b)", "(axb)", None),
        ({"pattern": "shape", "shape": "yes"}, "yes", "no", "Write it as yes."),
        ({"pattern": "digits", "pattern_hint": "Your number."}, "1", "x", "Your number."),
    ],
)
def test_forms(settings, good, bad, hint):
    question = short(**settings)
    assert question.check(good) is None
    assert question.check(bad) == Refusal(hint or question.form)
    assert list(question.problems()) == []


@pytest.mark.parametrize("pattern", ["letters", "letters_digits", "shape"])
def test_no_text_keeps_a_form_busy(pattern):
    question = short(pattern=pattern, shape="|".join(["*" * 9] * 10), longest=20_000)
    start = thread_time()
    question.check("a" * 19_999 + "!")
    assert thread_time() - start < 1


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"shortest": 5, "longest": 2}, "asks for at least 5 and at most 2 characters"),
        ({"pattern": "shape"}, "has no shape, or one that is blank"),
        ({"pattern": "shape", "shape": "##|"}, "has no shape, or one that is blank"),
        (
            {"pattern": "shape", "shape": "##", "shortest": 3},
            "has a shape that does not fit the number of characters",
        ),
    ],
)
def test_what_stops_publishing(settings, problem):
    assert list(short(**settings).problems()) == [problem]


def test_a_first_empty_line_and_markup_are_given_back():
    page = draw(long(), Part({"": ["<b>\nhi"]}))
    assert page.find("b") == []
    assert page.texts("textarea") == ["<b> hi"]


def test_a_statement_is_read_and_not_numbered():
    page = draw(Statement(id="q1", title="Part two", body="*Now* <script>"))
    assert page.texts("h2") == ["Part two"]
    assert page.texts("em") == ["Now"]
    assert page.find("fieldset") == page.find("script") == []


def test_a_statement_without_words_stops_publishing():
    assert list(Statement(id="q1").problems()) == ["has no text"]
    assert list(Statement(id="q1", body="x").problems()) == []
    assert Statement(id="q1", body="x").summary() == "x"
    assert Statement(id="q1").from_form(Part()) is None
    assert Statement(id="q1").columns() == Statement(id="q1").cells(None) == []
    assert not Statement.settings().keys() & {"help", "required"}
