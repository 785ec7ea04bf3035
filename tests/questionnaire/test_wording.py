from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.wording import Piece, _shortest, compared, words

TEXTS = st.text(alphabet="ab .,\n é語ไ\u0301", max_size=20)


def shown(before, after):
    signs = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(signs[piece.op].format(piece.text) for piece in compared(before, after))


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.op != "added") == before
    assert "".join(piece.text for piece in pieces if piece.op != "removed") == after
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert compared(text, text) == ((Piece("same", text),) if text else ())


@given(TEXTS)
def test_words_are_all_of_a_text(text):
    assert "".join(words(text)) == text


def test_words_are_never_torn_apart():
    assert shown("How old are you?", "How young are you?") == "How -old-+young+ are you?"
    assert shown("Which colour?", "Which colours?") == "Which -colour-+colours+?"
    assert shown("", "New") == "+New+"
    assert shown("Old", "") == "-Old-"


def test_a_space_between_two_changes_belongs_to_them():
    assert shown("the red car", "the blue bus") == "the -red car-+blue bus+"
    assert shown("the red\ncar", "the blue\nbus") == "the -red-+blue+\n-car-+bus+"


def test_marks_stay_with_their_letters_and_unspaced_scripts_go_by_character():
    assert words("e\u0301te\u0301 là") == ["e\u0301te\u0301", " ", "là"]
    assert words("\u0301a") == ["\u0301", "a"]
    assert shown("何色が好き", "何歳が好き") == "何-色-+歳+が好き"
    assert words("ไม่ใช่") == ["ไ", "ม่", "ใ", "ช่"]


def test_texts_that_differ_in_nearly_everything_are_shown_one_after_the_other():
    some = " ".join(str(number) for number in range(2400))
    back = " ".join(str(number) for number in reversed(range(2400)))
    other = some.replace("1", "x").replace("2", "y").replace("3", "z")
    for changed in (back, other):
        pieces = compared(f"Well. {some} End", f"Well. {changed} End")
        assert [piece.op for piece in pieces] == ["same", "removed", "added", "same"]


@given(TEXTS, TEXTS)
def test_the_least_possible_differs(before, after):
    """As many words as the longest common subsequence leaves over."""
    old, new = words(before), words(after)
    row = [0] * (len(new) + 1)
    for one in old:
        last = row[:]
        for n, other in enumerate(new):
            row[n + 1] = last[n] + 1 if one == other else max(last[n + 1], row[n])
    changed = [piece for piece in _shortest(old, new) if piece.op != "same"]
    assert len(changed) == len(old) + len(new) - 2 * row[-1]
