"""Authors' forms come from the annotations of the settings alone."""

from itertools import count
from typing import Annotated, ClassVar, Literal

import pytest
from werkzeug.datastructures import MultiDict

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Setting, Text
from backend.questionnaire.types import CATALOGUE
from backend.surveys.forms import FORMS, _form, form_of
from tests.surveys.drafting import sample


def fresh():
    numbers = count()
    return lambda line: f"new{next(numbers)}"


def submitted(app, part, id_of=None, **values):
    with app.test_request_context():
        form = form_of(part)(MultiDict(values), part, "x", 0)
        return form.submitted(id_of or fresh()), form


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_setting_of_every_kind_has_its_field(kind):
    assert list(FORMS[kind].marks) == list(CATALOGUE[kind].settings())


def test_the_questionnaire_and_its_sections_have_forms():
    whole, section = Questionnaire(), Section(id="s1")
    assert list(form_of(whole.model_dump()).marks) == ["title", "introduction", "closing"]
    assert list(form_of(section.model_dump()).marks) == ["title", "introduction"]


def test_an_annotation_without_a_field_fails():
    class Colour(Setting):
        pass

    class Paint(Question):
        label: ClassVar[str] = "Paint"
        kind: Literal["paint"] = "paint"
        colour: Annotated[str, Colour("Colour")] = ""

    with pytest.raises(TypeError, match="Paint: no field for the settings"):
        _form(Paint)


def test_a_setting_that_would_hide_a_part_of_the_form_fails():
    class Odd(Question):
        label: ClassVar[str] = "Odd"
        kind: Literal["odd"] = "odd"
        errors: Annotated[str, Text("Errors")] = ""

    with pytest.raises(TypeError, match="'errors'"):
        _form(Odd)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_what_is_not_sent_stays(app, kind):
    part = sample(kind) | ({} if kind == "statement" else {"required": False})
    switches = {name: False for name, value in part.items() if value is True}
    after, _ = submitted(app, part, title="Another")
    assert after == part | {"title": "Another"} | switches


@pytest.mark.parametrize("kind", CATALOGUE)
def test_whatever_is_emptied_is_taken_or_refused_in_words(app, kind):
    for name in CATALOGUE[kind].settings():
        after, form = submitted(app, sample(kind), **{name: ""})
        assert after or form[name].errors


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        ("number", "least", "much", "Write a number, such as 2.5."),
        ("number", "least", "nan", "Write a number, such as 2.5."),
        ("number", "least", "1e999", "Write a number, such as 2.5."),
        ("number", "least", "1_0", "Write a number, such as 2.5."),
        ("number", "least", "1e13", "Write a number of 1e+12 or less."),
        ("number", "decimals", "2.5", "Write a whole number, such as 20."),
        ("number", "decimals", "9" * 5000, "Write a whole number, such as 20."),
        ("number", "decimals", "7", "Write a number of 6 or less."),
        ("number", "decimals", "-1", "Write a number of 0 or more."),
        ("number", "decimals", " ", "Write a whole number."),
        ("rating", "shape", "hearts", "Choose one of the list."),
        ("yes_no", "title", "x" * 501, "Write at most 500 characters."),
        ("yes_no", "title", "a\0b", "Remove the characters that cannot be stored."),
        ("statement", "body", "x" * 5001, "Write at most 5000 characters."),
    ],
)
def test_a_refusal_says_what_to_do(app, kind, field, typed, said):
    after, form = submitted(app, sample(kind), **{field: typed})
    assert after is None
    assert form[field].errors == [said]
    assert form[field]._value() == typed


@pytest.mark.parametrize(
    ("typed", "kept"), [("2,5", 2.5), ("-3", -3), ("", None), (" 7 ", 7), ("1e3", 1000)]
)
def test_numbers_are_read_as_people_write_them(app, typed, kept):
    after, _ = submitted(app, sample("number"), least=typed)
    assert after["least"] == kept


def test_a_number_is_shown_as_people_write_it(app):
    with app.test_request_context():
        form = form_of(sample("number"))(None, sample("number") | {"least": 1000.0}, "x", 7)
    assert form.least._value() == "1000"
    assert form.most._value() == ""
    assert form.revision._value() == "7"


def lines(*pairs):
    return {
        "choices": "on",
        "choices-id": [k for k, _ in pairs],
        "choices-label": [v for _, v in pairs],
    }


def labels(after):
    return [(choice["id"], choice["label"]) for choice in after["choices"]]


COLOURS = ("q1-1", "Red"), ("q1-2", "Blue")


def test_new_lines_get_ids_and_blank_new_ones_drop(app):
    part = sample("single_choice")
    sent = lines(
        *COLOURS, ("new-1", "Green"), ("new-2", "  "), ("new-blank", ""), ("new-blank", "Tan")
    )
    after, form = submitted(app, part, **sent)
    assert labels(after) == [*COLOURS, ("new0", "Green"), ("new1", "Tan")]
    assert form.fresh["x-choices-new-1"] == ("choices", "new0")


def test_a_line_is_told_from_others_by_its_key_or_its_place_and_text(app):
    told, numbered = [], fresh()
    sent = lines(("new-71", "Green"), ("new-71", "Tan"), ("new-blank", "Teal"))
    pasted = {"choices-paste": "Pink"}
    submitted(
        app,
        sample("single_choice"),
        lambda line: told.append(line) or numbered(line),
        **sent,
        **pasted,
    )
    assert told == [
        "choices new-71",
        "choices new-01 Tan",
        "choices new-02 Teal",
        "choices new-000 Pink",
    ]


def test_a_blank_line_that_was_there_stays(app):
    after, _ = submitted(app, sample("single_choice"), **lines(("q1-1", ""), COLOURS[1]))
    assert labels(after) == [("q1-1", ""), ("q1-2", "Blue")]


def test_ids_of_elsewhere_and_doubled_ones_are_not_taken(app):
    sent = lines(*COLOURS, ("q1-1", "Again"), ("other", "Foreign"), ('new-"><b>', "Odd"))
    after, form = submitted(app, sample("single_choice"), **sent)
    assert labels(after) == [*COLOURS, ("new0", "Again"), ("new1", "Foreign"), ("new2", "Odd")]
    assert all(row.key.replace("-", "").isalnum() for row in form.choices.rows)


def test_a_pasted_list_becomes_lines(app):
    sent = lines(*COLOURS) | {"choices-paste": "Green\r\n\r\n  Tan \n"}
    after, _ = submitted(app, sample("single_choice"), **sent)
    assert [choice["label"] for choice in after["choices"]] == ["Red", "Blue", "Green", "Tan"]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ({"choices-up": "q1-2"}, ["Blue", "Red"]),
        ({"choices-down": "q1-1"}, ["Blue", "Red"]),
        ({"choices-up": "q1-1"}, ["Red", "Blue"]),
        ({"choices-down": "q1-2"}, ["Red", "Blue"]),
        ({"choices-remove": "q1-1"}, ["Blue"]),
        ({"choices-remove": "gone"}, ["Red", "Blue"]),
    ],
)
def test_a_button_moves_or_removes_a_line(app, button, order):
    after, _ = submitted(app, sample("single_choice"), **lines(*COLOURS), **button)
    assert [choice["label"] for choice in after["choices"]] == order


def test_all_lines_can_go(app):
    after, _ = submitted(app, sample("single_choice"), choices="on")
    assert after["choices"] == []


def test_levels_are_lines_without_ids(app):
    sent = {"scale": "on", "scale-id": ["1", "0", "new-1", "new-2"]}
    sent["scale-label"] = ["Often", "", "Always", " "]
    after, form = submitted(app, sample("likert"), **sent)
    assert after["scale"] == ["Often", "", "Always"]
    assert form.fresh == {}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("new-1", "x")] * 501, "Keep to 500 at most: there are 501."),
        ([("q1-1", "x" * 501)], "Line 1: write at most 500 characters."),
        ([("q1-1", "a"), ("q1-2", "\x1b")], "Line 2: remove the characters that cannot be stored."),
    ],
)
def test_a_list_says_which_line_is_wrong(app, pairs, said):
    after, form = submitted(app, sample("single_choice"), **lines(*pairs))
    assert after is None
    assert form.choices.errors == [said]
