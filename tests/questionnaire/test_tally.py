from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.tally import Tally

TALLIES = st.dictionaries(st.sampled_from("abc"), st.integers(), max_size=3).map(Tally)


@given(TALLIES, TALLIES, TALLIES)
def test_tallies_are_a_commutative_group(one, two, three):
    assert (one + two) + three == one + (two + three)
    assert one + two == two + one
    assert one + Tally() == one
    assert one - one == Tally()


def test_a_count_of_zero_is_forgotten():
    tally = Tally([("a", 1), ("a", -1), ("b", 0), ("c", 2)])
    assert tally.counts == {"c": 2}
    assert tally["a"] == 0
    assert repr(tally) == "Tally({'c': 2})"
    assert tally != {"c": 2}


def test_counts_are_found_under_their_prefix():
    tally = Tally({"answered": 3, "skipped": 1, "choice:c1": 2})
    assert tally.under("choice:") == {"c1": 2}
    assert (tally.answered, tally.skipped) == (3, 1)
