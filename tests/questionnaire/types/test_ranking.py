from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from scipy import stats

from backend.questionnaire.form import Part, Refusal
from backend.questionnaire.node import Choice
from backend.questionnaire.types.ranking import Ranking
from tests.questionnaire.drawing import draw, draw_chart, rows_behind, tally_of

LABELS = ("Bread", "Soup", "Salad", "Cake")
IDS = [f"c{n}" for n in range(1, 5)]
FOUR = tuple(Choice(id=id, label=label) for id, label in zip(IDS, LABELS, strict=True))


def ranking(**settings):
    return Ranking(**{"id": "q1", "title": "Best?", "choices": FOUR} | settings)


def typed(**places):
    return Part({id: [place] for id, place in places.items()})


def lines(question, values):
    return {
        line.label: line for line in question.result(tally_of(question, values)).chart.axes[0].lines
    }


def test_each_choice_is_given_its_place():
    assert ranking().from_form(typed(c1="2", c2="1", c3="4", c4="3")) == ["c2", "c1", "c4", "c3"]
    assert ranking(top=2).from_form(typed(c3="1", c1="2")) == ["c3", "c1"]
    assert ranking().to_form(["c2", "c1", "c4", "c3"]) == typed(c2="1", c1="2", c4="3", c3="4")


@pytest.mark.parametrize(
    ("places", "message", "field"),
    [
        ({"c1": "1", "c2": "1"}, "“Bread” and “Soup” stand at the same place", "c2"),
        ({"c1": "1", "c2": "2", "c3": "3"}, "Nothing stands at place 4 yet", "c4"),
        ({"c1": "5"}, "Bread: choose a place from 1 to 4", "c1"),
        ({"c1": "first"}, "Bread: choose a place from 1 to 4", "c1"),
    ],
)
def test_ties_gaps_and_other_places_are_refused_beside_the_choice(places, message, field):
    value = ranking().from_form(typed(**places))
    assert ranking().check(value) == Refusal(message, field)


def test_more_than_the_first_few_are_refused():
    value = ranking(top=1).from_form(typed(c1="1", c2="2"))
    assert ranking(top=1).check(value) == Refusal("Soup: choose a place from 1 to 1", "c2")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "Put the choices of the list in order"),
        ("c1", "Put the choices of the list in order"),
        (["c1", "c2", "c3", "c9"], "Put the choices of the list in order"),
        (["c1", "c2", "c3", 4], "Put the choices of the list in order"),
        (["c1", "c2", "c3"], "Put 4 in order, each once"),
        (["c1", "c2", "c3", "c3"], "Put 4 in order, each once"),
        (dict(zip(IDS, "1234", strict=True)), "Nothing stands at place 1 yet"),
        ({"c1": 1}, "Bread: choose a place from 1 to 4"),
    ],
)
def test_other_json_is_refused(value, message):
    assert ranking().check(value).message == message


def test_a_link_names_choices_in_order():
    assert ranking(top=2).from_link(["Soup", "c1"]) == ["c2", "c1"]
    assert ranking().from_link([]) is None


@pytest.mark.parametrize(
    ("top", "hint", "summary"),
    [
        (None, "Put all in order: 1 is the first place.", "4 choices in order"),
        (1, "Choose the one that comes first.", "4 choices in order, the first 1"),
        (
            2,
            "Choose the first 2 and put them in order: 1 is the first place.",
            "4 choices in order, the first 2",
        ),
    ],
)
def test_it_says_what_to_do(top, hint, summary):
    assert (ranking(top=top).hint(), ranking(top=top).summary()) == (hint, summary)


def test_more_places_than_choices_stop_publishing():
    assert list(ranking(top=5).problems()) == ["asks for the first 5 of 4 choices"]


@trying(max_examples=40)
@given(st.lists(st.sampled_from(list(permutations(IDS))).map(list), min_size=2, max_size=40))
def test_mean_ranks_are_those_of_numpy(orders):
    found = lines(ranking(), orders)
    for id, label in zip(IDS, LABELS, strict=True):
        ranks = np.array([order.index(id) + 1 for order in orders])
        assert (found[label].n, found[label].mean) == (len(orders), pytest.approx(ranks.mean()))
        assert found[label].deviation == pytest.approx(ranks.std(ddof=1), abs=1e-9)
        first, borda = found[label].more
        assert first.value == pytest.approx(100 * np.mean(ranks == 1))
        assert borda.value == sum(4 - ranks)


@trying(max_examples=40)
@given(st.lists(st.sampled_from(list(permutations(IDS, 2))).map(list), min_size=1, max_size=40))
def test_what_is_left_unplaced_stands_at_the_mid_rank_of_scipy(orders):
    found = lines(ranking(top=2), orders)
    for id, label in zip(IDS, LABELS, strict=True):
        places = [[order.index(one) if one in order else 9 for one in IDS] for order in orders]
        ranks = np.array([stats.rankdata(row)[IDS.index(id)] for row in places])
        assert found[label].mean == pytest.approx(ranks.mean())
        assert found[label].more[1].value == pytest.approx(sum(4 - ranks))


def test_the_best_stands_first_and_who_was_never_asked_last():
    question = ranking()
    tally = tally_of(question, [["c3", "c1", "c2", "c4"]] * 2)
    wider = ranking(choices=(Choice(id="c9", label="New"), *FOUR))
    drawn = wider.result(tally)
    axis = drawn.chart.axes[0]
    assert [line.label for line in axis.lines] == ["Salad", "Bread", "Soup", "Cake", "New"]
    assert [line.n for line in axis.lines] == [2, 2, 2, 2, 0]
    assert rows_behind(draw_chart(wider, drawn))[-1] == ["New", "–", "–", "–", "0", "–", "0"]


def test_places_become_cells_and_words():
    assert ranking(top=2).cells(["c4", "c1"]) == [2, None, None, 1]
    assert ranking(top=2).text(["c4", "c1"]) == "1. Cake; 2. Bread"
    assert ranking().text(["c9"]) == "1. c9"


def test_without_a_script_each_choice_has_a_list_of_places():
    page = draw(ranking(top=2), typed(c1="2"))
    assert [select["name"] for select in page.find("select")] == [f"q1.{id}" for id in IDS]
    assert page.texts("option", selected="") == ["2"]
    assert len(page.find("option")) == 4 * 3


def test_a_refused_place_is_marked():
    page = draw(ranking(), typed(c1="1"), Refusal("No", "c2"))
    (select,) = page.find("select", id="q-q1-c2")
    assert (select["aria-invalid"], select["aria-describedby"]) == ("true", "q-q1-error")
