from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from backend.questionnaire.statistics import (
    bar,
    bins,
    item,
    mean_interval,
    moments,
    quantile,
    t95,
    wilson,
)

SOME = st.lists(st.integers(-1000, 1000), min_size=1, max_size=60)


def counted(numbers):
    return [(value, numbers.count(value)) for value in sorted(set(numbers))]


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_is_that_of_scipy(n, more):
    of = n + more
    known = stats.binomtest(n, of).proportion_ci(method="wilson")
    assert wilson(n, of) == pytest.approx((known.low, known.high), abs=1e-12)


def test_wilson_of_nobody_is_everything():
    assert wilson(0, 0) == (0.0, 1.0)
    assert bar("Red", 0, 0).share == 0.0


@given(SOME)
def test_mean_and_deviation_are_those_of_numpy(numbers):
    mean, deviation = moments(len(numbers), sum(numbers), sum(n * n for n in numbers), 10)
    assert mean == pytest.approx(np.mean(numbers) / 10, abs=1e-9)
    if len(numbers) == 1:
        assert deviation is None
    else:
        assert deviation == pytest.approx(np.std(numbers, ddof=1) / 10, abs=1e-9)


def test_sums_of_large_numbers_lose_nothing():
    numbers = [10**15 + 1, 10**15 + 2, 10**15 + 3]
    assert moments(3, sum(numbers), sum(n * n for n in numbers)) == (10**15 + 2, 1.0)


def test_nobody_has_no_mean():
    assert moments(0, 0, 0) == (None, None)
    assert mean_interval(0, None, None) is None
    assert mean_interval(1, 3.0, None) is None


@pytest.mark.parametrize("freedom", [*range(1, 60), 100, 1000, 10**6])
def test_student_is_that_of_scipy(freedom):
    assert t95(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-6)


@given(st.lists(st.integers(1, 7), min_size=2, max_size=80).filter(lambda x: len(set(x)) > 1))
def test_the_interval_of_a_mean_is_that_of_scipy(numbers):
    mean, deviation = moments(len(numbers), sum(numbers), sum(n * n for n in numbers))
    known = stats.t.interval(0.95, len(numbers) - 1, np.mean(numbers), stats.sem(numbers))
    assert mean_interval(len(numbers), mean, deviation) == pytest.approx(known, rel=1e-5)


@given(SOME, st.integers(0, 4))
def test_quantiles_are_those_of_numpy(numbers, quarter):
    ours = quantile(counted(numbers), Fraction(quarter, 4))
    assert float(ours) == pytest.approx(np.percentile(numbers, 25 * quarter))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=80) | SOME)
def test_bins_hold_every_number_once(numbers):
    found = bins(counted(numbers))
    assert len(found) <= 32
    assert sum(n for _, _, n in found) == len(numbers)
    for low, high, n in found:
        assert n == sum(low <= number < high or number == low == high for number in numbers)
    assert all(one[1] == two[0] or one[0] == one[1] for one, two in pairwise(found))


def test_few_whole_numbers_have_a_bin_each():
    assert bins([(0, 5), (3, 1)]) == [(0, 0, 5), (1, 1, 0), (2, 2, 0), (3, 3, 1)]


def test_bins_are_wide_where_half_of_the_numbers_are_the_same():
    assert bins([(0, 100), (1000, 1)])[0] == (0, 100, 100)


@given(st.lists(st.integers(1, 5), max_size=60))
def test_an_item_is_that_of_numpy(levels):
    line = item("Bread", {str(n): levels.count(n) for n in set(levels)} | {"na": 2}, 5)
    assert (line.answered, line.not_applicable) == (len(levels), 2)
    assert sum(line.counts) == len(levels)
    if levels:
        assert line.mean == pytest.approx(np.mean(levels))
        assert line.median == np.median(levels)
        assert line.top_two == pytest.approx(np.mean(np.array(levels) > 3))
        assert sum(line.shares) == pytest.approx(1)
    else:
        assert (line.mean, line.median, line.top_two, line.interval) == (None,) * 4


def test_a_scale_of_three_has_no_top_two():
    assert item("", {"1": 4}, 3).top_two is None
