"""A hidden value: plain text of one line, told apart in the results."""

import pytest

from backend.questionnaire.form import Part
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.hidden import CROWDED, LONGEST, SHOWN, Hidden

SOURCE = Hidden(id="q1", title="Where", parameter="source")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (" a \n b ", "a b"),
        ("x" * 300, "x" * LONGEST),
        ("x" * 199 + "  y", "x" * 199),
        ("", None),
        (" \t", None),
        ("a\0b", None),
        ("\ud800", None),
    ],
)
def test_what_can_be_kept_of_a_value_is_kept(said, kept):
    assert SOURCE.from_form(Part({"": [said]})) == kept
    assert SOURCE.from_link([said]) == kept


@pytest.mark.parametrize("value", ["", " a", "a\nb", "x" * 201, 1, True, ["a"], {"a": "b"}])
def test_other_values_are_none(value):
    assert SOURCE.check(value)


def test_the_most_frequent_values_have_bars_and_the_rest_one_together():
    tally = Tally([("answered", 232), ("skipped", 3)])
    for n in range(1, 22):
        tally.add(f"value:v{n:02}", n)
    tally.add("value:a", 1)
    result = SOURCE.result(tally)
    assert [bar.label for bar in result.chart.bars[:2]] == ["v21", "v20"]
    assert (result.chart.bars[-1].label, result.chart.bars[-1].n) == ("All other values", 2)
    assert len(result.chart.bars) == SHOWN + 1
    assert (result.answered, result.skipped) == (232, 3)


def test_very_many_values_are_shown_by_a_sketch():
    many = Tally([("answered", 2 * CROWDED), *((f"value:{n}", 1) for n in range(CROWDED + 1))])
    sketch = SOURCE.sketch(many)
    assert len(sketch["first"]) == SHOWN
    shown = SOURCE.result(Tally([("answered", 2 * CROWDED)]), sketch).chart.bars
    assert shown[-1].n == 2 * CROWDED - SHOWN
    assert SOURCE.sketch(Tally([("answered", 1), ("value:a", 1)])) is None


def test_it_lists_what_it_lacks_and_shows_its_name():
    assert list(Hidden(id="q").problems()) == ["has no text", "has no name in the link"]
    assert Hidden(id="q").summary() == ""
    assert SOURCE.summary() == "?source=…"
    assert Hidden.settings().keys() == {"title", "parameter"}
