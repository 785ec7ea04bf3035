import math
from collections.abc import Iterator
from typing import Annotated, Literal

import pytest
from pydantic import JsonValue, ValidationError

from backend.questionnaire.form import Part
from backend.questionnaire.node import Choice, Node
from backend.questionnaire.question import Question
from backend.questionnaire.result import Chart
from backend.questionnaire.settings import (
    Choices,
    Decimal,
    Default,
    LongText,
    Parameter,
    Scale,
    Text,
    Whole,
    YesNo,
)
from backend.questionnaire.tally import Tally


class Sample(Node):
    line: Annotated[str, Text("Line", longest=8)] = ""
    lines: Annotated[str, LongText("Lines", longest=20)] = ""
    whole: Annotated[int | None, Whole("Whole", least=1, most=5)] = None
    decimal: Annotated[float | None, Decimal("Decimal")] = None
    switch: Annotated[bool, YesNo("Switch")] = False
    choices: Annotated[tuple[Choice, ...], Choices("Choices", most=2)] = ()
    scale: Annotated[tuple[str, ...], Scale("Scale", most=2)] = ()
    default: Annotated[JsonValue, Default("Default", longest=9)] = None
    parameter: Annotated[str, Parameter("Parameter")] = ""


def test_text_is_mended():
    sample = Sample(line=" a \n b ", lines=" a\r\nb ")
    assert (sample.line, sample.lines) == ("a b", "a\nb")


@pytest.mark.parametrize(
    "fields",
    [
        {"line": "x" * 9},
        {"line": "\0"},
        {"lines": "\x1b"},
        {"line": "\ud800"},
        {"whole": 0},
        {"whole": 6},
        {"decimal": math.nan},
        {"decimal": 2e12},
        {"choices": [{"id": str(n)} for n in range(3)]},
        {"choices": [{"id": "c1", "label": "\0"}]},
        {"scale": ["a", "b", "c"]},
        {"default": "a\0"},
        {"default": {"a": ["\x07"]}},
        {"default": math.nan},
        {"default": {"a": math.inf}},
        {"default": "x" * 8},
        {"default": object()},
        {"parameter": "Team"},
        {"parameter": "a b"},
        {"parameter": "a\n"},
        {"parameter": "x" * 33},
    ],
)
def test_what_is_beyond_a_limit_is_refused(fields):
    with pytest.raises(ValidationError):
        Sample(**fields)


def test_a_part_cannot_be_changed_but_gives_a_changed_one():
    sample = Sample(line="a")
    with pytest.raises(ValidationError):
        sample.line = "b"
    assert sample.changed(line="b") == Sample(line="b")


def test_a_type_with_a_field_that_no_form_could_show_fails_at_import():
    with pytest.raises(TypeError, match="Bare: not settings, without annotation: \\['colour'\\]"):

        class Bare(Question):
            kind: Literal["bare"] = "bare"
            colour: str = "red"


def test_a_type_must_give_samples():
    class Silent(Question):
        label = "Silent"
        kind: Literal["silent"] = "silent"

    with pytest.raises(TypeError, match="Silent gives no samples"):
        Silent.samples()


def test_the_defaults_suit_a_type_of_one_text_field():
    class Plain(Question):
        label = "Plain"
        kind: Literal["plain"] = "plain"

    def ids() -> Iterator[str]:
        yield "q1"

    plain = Plain.new(ids())
    assert (plain.summary(), plain.hint(), plain.first_field()) == ("", "", "")
    assert list(plain.choosable()) == []
    assert plain.from_form(Part({"": [" a "]})) == "a"
    assert plain.to_form("a") == Part({"": ["a"]})
    assert plain.refusal("a") is None
    assert (plain.columns(), plain.cells("a"), plain.text("a")) == ([""], ["a"], "a")
    assert plain.tally_of("a") == Tally({"answered": 1})
    assert plain.sketch(Tally()) is None
    assert plain.result(Tally()).chart == Chart()


def test_a_default_answer_is_any_json_that_is_short_enough():
    for value in (None, 0, False, "x" * 7, [1, "é"], {"a": 1}, {"na": 1}):
        assert Sample(default=value).default == value
    assert Sample(parameter="utm_source-1").parameter == "utm_source-1"
