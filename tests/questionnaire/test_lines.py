"""A pasted list loses what stood before its entries elsewhere, and nothing of the entries."""

import pytest
from hypothesis import given

from backend.questionnaire.lines import barred, entries, parts
from tests.questionnaire.drawing import ANY_TEXT


@pytest.mark.parametrize(
    "pasted",
    [
        "Red\nBlue",
        "\r\n  Red \r\n\r\nBlue\r\n",
        "• Red\n•\tBlue",
        "- Red\n* Blue",
        "1. Red\n2. Blue",
        "1)Red\n2) Blue",
        "a) Red\nb) Blue",
        "[ ] Red\n☐Blue",
        "( ) Red\n○ Blue",
        "Red\tBlue",
        "Red\nBlue\nred\nRed",
        "o\tRed\no\tBlue",
        "\ufeffRed\u200b\nBlue\x00",
    ],
)
def test_a_list_is_pasted_clean(pasted):
    assert entries(pasted) == ["Red", "Blue"]


def test_numbers_stay_where_not_every_line_has_one():
    assert entries("1. FC Kaiserslautern\nHertha") == ["1. FC Kaiserslautern", "Hertha"]
    assert entries("1. FC") == ["1. FC"]
    assert entries("1.5 litres\n2.5 litres") == ["1.5 litres", "2.5 litres"]
    assert entries("-5\n+5\n(a lot)") == ["-5", "+5", "(a lot)"]


@given(ANY_TEXT)
def test_any_text_is_a_list(text):
    assert all(entries(text))
    assert parts(barred(entries(text))) == entries(text) or "\\" in text
