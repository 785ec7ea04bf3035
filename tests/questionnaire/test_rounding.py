import pytest

from backend.questionnaire.result import Figure
from backend.questionnaire.rounding import percent, shown


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0625, "6.3"), (0.5505, "55.1"), (1 / 3, "33.3"), (0, "0.0"), (1, "100.0"), (2 / 3, "66.7")],
)
def test_a_share_is_rounded_to_a_tenth_of_a_per_cent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (4.1, 2, "4.1"),
        (2.675, 2, "2.68"),
        (36.0, 1, "36"),
        (-1.25, 1, "−1.3"),
        (-0.001, 1, "0"),
        (100, 0, "100"),
        (9999.5, 1, "9999.5"),
        (1234567.25, 1, "1\u202f234\u202f567.3"),
    ],
)
def test_a_number_is_shown_short(number, digits, text):
    assert shown(number, digits) == text


def test_a_figure_without_a_number_is_a_dash():
    assert Figure("Mean", None).text == "–"
    assert Figure("Mean", None).interval_text == ""
    assert Figure("Mean", 3.14159, digits=2, interval=(3.0, 3.301)).interval_text == "3 to 3.3"
