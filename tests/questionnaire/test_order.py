"""Random orders: worked out again from the seed, and each as likely as any other."""

from collections import Counter
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.document import Questionnaire
from backend.questionnaire.node import Choice
from backend.questionnaire.order import MOST, permuted, seed_of
from backend.questionnaire.types import CATALOGUE

SEEDS = st.text("0123456789abcdef", min_size=1, max_size=32)
LIMITS = {2: 10.83, 6: 20.52, 24: 49.73, 100: 148.23}
"""Chi-square that one fair draw in a thousand exceeds, by the number of cells."""


def choices(n):
    return tuple(Choice(id=f"c{number}", label=f"Choice {number}") for number in range(n))


def asked(n, kind="multiple_choice", **settings):
    return CATALOGUE[kind](id="q", title="T", choices=choices(n), **settings)


def chi_square(counts, cells, total):
    expected = total / cells
    found = [counts.get(cell, 0) for cell in range(cells)]
    return sum((n - expected) ** 2 / expected for n in found)


@given(st.lists(st.integers(), max_size=60), SEEDS, st.text(max_size=20))
def test_an_order_has_all_things_once_and_is_the_same_again(things, seed, name):
    once = permuted(things, seed, name)
    assert sorted(once) == sorted(things)
    assert permuted(things, seed, name) == once


@pytest.mark.parametrize("n", [2, 3, 4])
def test_every_order_is_as_likely_as_any_other(n):
    total = 6_000
    orders = Counter(tuple(permuted(range(n), seed_of(str(k)), "q")) for k in range(total))
    numbered = dict(enumerate(orders.values()))
    assert len(orders) == factorial(n)
    assert chi_square(numbered, factorial(n), total) < LIMITS[factorial(n)]


def test_every_thing_is_as_likely_in_every_place():
    total, places = 4_000, Counter()
    for k in range(total):
        places.update(10 * at + thing for at, thing in enumerate(permuted(range(10), str(k), "q")))
    assert chi_square(places, 100, 10 * total) < LIMITS[100]


def test_questions_of_one_page_are_shuffled_apart():
    total = 2_000
    same = sum(
        permuted("abc", seed_of(str(k)), "q1") == permuted("abc", seed_of(str(k)), "q2")
        for k in range(total)
    )
    assert abs(same - total / 6) < 4 * (total * 5 / 36) ** 0.5


def test_more_things_than_could_be_shuffled_fairly_are_refused():
    assert len(permuted(range(MOST), "0", "q")) == MOST
    with pytest.raises(ValueError, match="more than"):
        permuted(range(MOST + 1), "0", "q")


@given(SEEDS, st.integers(0, 12), st.booleans(), st.booleans())
def test_the_list_is_shuffled_and_what_stands_beside_it_stays_last(seed, n, pin, shuffle):
    question = asked(n, shuffle=shuffle, pin_last=pin, other=True, none=True)
    order = question.order(seed)
    ids = [choice.id for choice in question.choices]
    assert bool(order) == (shuffle and n - pin > 1)
    shown = question.in_order(order) if order else question
    assert sorted(choice.id for choice in shown.choices) == sorted(ids)
    assert list(shown.labels)[n:] == ["other", "none"]
    if pin and order:
        assert order[-1] == ids[-1]


def test_rows_are_shuffled_as_choices_are():
    matrix = CATALOGUE["matrix"](id="q", title="T", rows=choices(9), shuffle=True)
    orders = {tuple(matrix.order(seed)) for seed in "123"}
    assert len(orders) == 3
    for order in orders:
        assert list(matrix.in_order(list(order)).labels) == list(order)


def test_kinds_without_a_list_stay_as_they_are():
    number = CATALOGUE["number"](id="q", title="T")
    assert number.order("1") == []
    assert number.in_order([]) is number


def test_a_response_tells_the_orders_of_what_was_shown():
    shuffled, plain = asked(5, shuffle=True), asked(5)
    both = Questionnaire(
        title="T",
        sections=(
            {"id": "s1", "questions": [shuffled.model_dump()]},
            {"id": "s2", "questions": [{**plain.model_dump(), "id": "p", "choices": []}]},
        ),
    )
    assert both.shuffled == (shuffled,)
    shown = both.shown("key", {"q": None, "p": None})
    assert shown == {"seed": seed_of("key"), "orders": {"q": shuffled.order(seed_of("key"))}}
    assert both.shown("key", {"p": None}) is None
    assert Questionnaire(title="T").shown("key", {}) is None


def test_a_seed_does_not_tell_the_key():
    assert "key" not in seed_of("key")
    assert len(seed_of("key")) == 32
