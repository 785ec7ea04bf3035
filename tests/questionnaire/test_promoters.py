import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from backend.questionnaire.promoters import figures, promoters, score_interval
from backend.questionnaire.types.nps import Nps
from tests.questionnaire.drawing import draw, draw_chart, rows_behind, tally_of

NPS = Nps(id="q1", title="How likely are you to recommend us?")


@settings(max_examples=40)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=80))
def test_the_score_is_the_mean_of_plus_and_minus_one(values):
    found = {f.label: f.value for f in NPS.result(tally_of(NPS, values)).figures}
    signs = np.where(np.array(values) > 8, 1, np.where(np.array(values) < 7, -1, 0))
    assert found["Score"] == pytest.approx(100 * signs.mean(), abs=1e-9)
    assert found["Mean"] == pytest.approx(np.mean(values))
    assert found["Promoters"] + found["Passives"] + found["Detractors"] == pytest.approx(100)


@settings(max_examples=40)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_the_interval_is_that_of_the_three_pseudo_answers_worked_out_by_weights(down, even, up):
    weights = np.array([down + 0.75, even + 1.5, up + 0.75])
    signs = np.array([-1, 0, 1])
    mean = np.average(signs, weights=weights)
    spread = np.sqrt(np.average((signs - mean) ** 2, weights=weights) / weights.sum())
    known = np.clip(100 * np.array(stats.norm.interval(0.95, mean, spread)), -100, 100)
    assert score_interval(down, up, down + even + up) == pytest.approx(known, abs=1e-9)


def test_the_interval_covers_the_true_score_of_most_samples():
    chance = np.random.default_rng(7)
    drawn = chance.multinomial(40, [0.2, 0.3, 0.5], size=4000)
    ends = np.array([score_interval(down, up, 40) for down, _, up in drawn])
    assert np.mean((ends[:, 0] <= 30) & (ends[:, 1] >= 30)) == pytest.approx(0.95, abs=0.015)


def test_a_few_who_agree_are_not_certain():
    low, high = score_interval(0, 1, 1)
    assert (low < 50, high > 80) == (True, True)
    assert score_interval(0, 0, 0) is None


def test_nobody_has_no_score():
    assert next(figure.text for figure in figures(promoters({}, 0), 0)) == "–"


def test_zero_is_an_answer_of_a_detractor():
    result = NPS.result(tally_of(NPS, [0, 0, 10, None]))
    assert (result.answered, result.skipped) == (3, 1)
    assert [(group.n, group.percent) for group in result.chart.groups] == [
        (2, "66.7"),
        (0, "0.0"),
        (1, "33.3"),
    ]
    rows = rows_behind(draw_chart(NPS, result))
    assert rows[1][:3] == ["Detractors, 0 to 6", "2", "66.7"]
    assert rows[4][:3] == ["0", "2", "66.7"]
    assert len(rows) == 1 + 3 + 11


@pytest.mark.parametrize("value", [-1, 11, 10.0, True, "5", None, [5]])
def test_what_it_refuses(value):
    assert NPS.changed(required=True).refusal(value).message == "Choose a number from 0 to 10"


def test_the_ends_are_named_where_they_are_heard():
    names = draw(NPS).texts("small")
    assert (names[0], names[10]) == ("0 of 10, Not at all likely", "10 of 10, Extremely likely")
    assert names[5] == "5 of 10"
    assert NPS.summary() == "0 to 10, Not at all likely to Extremely likely"
