from backend.questionnaire.types import CATALOGUE


def words(kind):
    return [question.words(value) for question, values in kind.samples() for value in values]


def test_words_of_ones_own_are_found_in_every_kind_that_may_hold_them():
    for kind in CATALOGUE.values():
        assert any(words(kind)) == kind.may_hold_words(), kind


def test_other_is_the_only_part_of_a_choice_in_ones_own_words():
    assert words(CATALOGUE["single_choice"]) == ["", "", "", "Teal"]
    assert words(CATALOGUE["multiple_choice"]) == ["", "", "", "Teal", ""]
