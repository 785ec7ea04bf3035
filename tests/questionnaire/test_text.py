import pytest

from backend.questionnaire.text import is_leftward


@pytest.mark.parametrize(
    ("text", "leftward"),
    [("", False), ("1996", False), ("Study", False), ("1996: מחקר", True), ("استبيان A", True)],
)
def test_the_first_letter_says_which_way_a_text_runs(text, leftward):
    assert is_leftward(text) is leftward
