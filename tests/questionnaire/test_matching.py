"""Lines that were written anew are told from those that are new."""

import pytest

from backend.questionnaire.matching import matched

CASES = [
    ("abc", "abc", [0, 1, 2]),
    ("abc", "cab", [2, 0, 1]),
    ("abc", "abXc", [0, 1, None, 2]),
    ("abc", "aXc", [0, 1, 2]),
    ("abc", "Xbc", [0, 1, 2]),
    ("abc", "abX", [0, 1, 2]),
    ("abcd", "aXYd", [0, 1, 2, 3]),
    ("abcd", "aXYZd", [0, None, None, None, 3]),
    ("abcd", "aXd", [0, None, 3]),
    ("abcd", "dXa", [3, None, 0]),
    ("abcd", "aXdc", [0, None, 3, 2]),
    ("aab", "aXb", [0, 1, 2]),
    ("aab", "aaab", [0, 1, None, 2]),
    ("abc", "", []),
    ("", "ab", [None, None]),
    ("abc", "XYZ", [0, 1, 2]),
]


@pytest.mark.parametrize(("before", "now", "places"), CASES)
def test_a_line_is_the_same_where_that_can_be_told(before, now, places):
    assert matched(before, now) == places


def test_no_line_is_taken_for_two():
    before = [f"line {n % 700}" for n in range(2000)]
    now = [*before[1000:], "new", *before[:500], "other"] * 2
    kept = [place for place in matched(before, now) if place is not None]
    assert len(set(kept)) == len(kept) == 2000
