"""What every kind of question keeps to. A new kind in the catalogue is held to it at once."""

import json
from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire.bounds import DayBound
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.form import BLANK, Part, Refusal
from backend.questionnaire.prefill import carried, prefilled
from backend.questionnaire.result import Result
from backend.questionnaire.settings import Setting
from backend.questionnaire.submission import MalformedForm, read
from backend.questionnaire.tally import Tally
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.drawing import ANY_JSON, ANY_TEXT, draw, draw_chart, is_plain, tally_of

KINDS = list(CATALOGUE.values())
SAMPLES = [sample for kind in KINDS for sample in kind.samples()]
QUESTIONS = [question for question, _ in SAMPLES]
ASKED = [sample for sample in SAMPLES if sample[0].asks]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SEEN = [question for question, _ in ASKED if question.visible]
ANSWERS = [(question, value) for question, values in ASKED for value in values]


def named(thing):
    return thing.kind if hasattr(thing, "kind") else None


def ids():
    return (f"n{number}" for number in count())


def in_a_form(part, question):
    return [
        (f"{question.id}.{name}" if name else question.id, vs) for name, vs in part.fields.items()
    ]


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_kind_is_called_as_its_file(kind):
    assert CATALOGUE[kind].model_fields["kind"].default == kind
    assert CATALOGUE[kind].label


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_setting_is_one_of_the_closed_set(kind):
    offered = CATALOGUE[kind].settings()
    homes = {Setting.__module__, DayBound.__module__}
    assert {type(mark).__module__ for mark in offered.values()} <= homes
    assert all(mark.label for mark in offered.values())
    assert CATALOGUE[kind].fixed <= offered.keys()


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_new_question_is_drawn_and_lists_what_it_lacks(kind):
    question = CATALOGUE[kind].new(ids())
    assert any(question.problems())
    assert draw(question).elements


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_a_question_survives_its_document(question):
    section = {"id": "s1", "questions": [question.model_dump()]}
    document = Questionnaire.model_validate({"title": "T", "sections": [section]})
    again = Questionnaire.model_validate_json(document.model_dump_json())
    assert again.questions == (question,)
    assert not [problem for problem in again.problems() if problem.target_id == question.id]
    assert isinstance(question.summary(), str)


@pytest.mark.parametrize(("question", "value"), ANSWERS, ids=named)
def test_an_answer_survives_form_and_json_and_has_words_and_cells(question, value):
    stored = json.loads(json.dumps(value))
    submission = read([question], in_a_form(question.to_form(stored), question), frozenset(), NOON)
    assert submission.refusals == {}
    assert submission.answers == {question.id: value}
    assert question.text(value)
    assert len(question.cells(value)) == len(question.columns())
    assert any(cell is not None for cell in question.cells(value))


@pytest.mark.parametrize(("question", "value"), ANSWERS, ids=named)
def test_what_was_typed_is_given_back(question, value):
    part = question.to_form(value)
    page = draw(question, part)
    form = {}
    for control in page.find():
        for typed in page._value(control) if control["name"] else ():
            form.setdefault(control["name"], []).append(typed)
    sent = {name: values for name, values in form.items() if values != [""]}
    assert sent == dict(in_a_form(part, question))


@pytest.mark.parametrize("question", QUESTIONS, ids=named)
def test_every_control_has_a_name_and_a_field_of_the_question(question):
    page = draw(question)
    controls = [element for element in page.elements if element["name"]]
    fields = {f"{question.id}.{name}" if name else question.id for name in question.fields()}
    assert {control["name"] for control in controls} == fields
    groups = (
        page.find("fieldset") if question.grouped else page.find("label", for_=f"q-{question.id}")
    )
    assert len(groups) == (1 if question.asks and question.visible else 0)


@pytest.mark.parametrize("question", SEEN, ids=named)
def test_a_refusal_stands_beside_the_field_that_it_leads_to(question):
    for field in question.fields():
        page = draw(question, BLANK, Refusal("That will not do", field))
        anchor = f"q-{question.id}-{field}" if field else f"q-{question.id}"
        assert [e.tag for e in page.elements if e["id"] == anchor] in (
            ["input"],
            ["textarea"],
            ["select"],
        )
        assert page.find("p", id=f"q-{question.id}-error")[0].text == "Error: That will not do"
        assert any(f"q-{question.id}-error" in e["aria-describedby"] for e in page.elements)


@pytest.mark.parametrize("question", [question for question, _ in ASKED], ids=named)
def test_nothing_typed_is_a_skipped_answer_or_a_missing_one(question):
    assert question.from_form(BLANK) is None
    missing = question.changed(required=True).refusal(None)
    assert missing is not None
    assert missing.field in question.fields()
    assert question.changed(required=False).refusal(None) is None
    assert question.to_form(None) == BLANK
    assert question.cells(None) == [None] * len(question.columns())
    assert question.text(None) == ""


@pytest.mark.parametrize(("question", "value"), ANSWERS, ids=named)
def test_a_default_answer_is_typed_there_at_the_start(question, value):
    preset = (
        Questionnaire.model_validate_json(
            Questionnaire(
                sections=[{"id": "s", "questions": [{**question.model_dump(), "default": value}]}]
            ).model_dump_json()
        ).questions[0]
        if question.presettable and question.visible
        else question
    )
    assert (preset.preset == question.to_form(value)) == (preset is not question)
    assert draw(preset, preset.preset).elements
    assert list(preset.preset_problems()) == []


@pytest.mark.parametrize(("question", "value"), ANSWERS, ids=named)
def test_what_a_link_says_is_typed_there_if_the_question_takes_it(question, value):
    asked = one(question.changed(parameter="p"))
    link = carried(asked, {"p": in_a_link(question, value), "other": ["x"]})
    simple = question.presettable and question.linkable and not isinstance(value, dict | list)
    assert link.keys() == {"p"} or not simple
    typed = {question.id: question.to_form(value)}
    assert prefilled(asked.asked, link) == (typed if link else {})


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_kind_may_be_filled_in_from_the_link_if_any_answer_can(kind):
    filled = [
        carried(one(question.changed(parameter="p")), {"p": in_a_link(question, value)})
        for question, values in CATALOGUE[kind].samples()
        for value in values
    ]
    may = "parameter" in CATALOGUE[kind].settings()
    assert any(filled) == may
    problems = [] if may else ["cannot be filled in from the link"]
    assert list(CATALOGUE[kind](id="q", parameter="p").preset_problems()) == problems


def in_a_link(question, value):
    typed = question.to_form(value).all()
    return typed or (value if isinstance(value, list) else [str(value)])


@given(st.data())
def test_any_link_is_read_and_gives_nothing_but_answers(data):
    question, values = data.draw(st.sampled_from(ASKED))
    said = data.draw(st.lists(ANY_TEXT | near(question, values).map(str), max_size=4))
    asked = one(question.changed(parameter="p"))
    link = carried(asked, {"p": said})
    for part in prefilled(asked.asked, link).values():
        answer = question.from_form(part)
        assert answer is not None
        assert question.refusal(answer) is None
        assert is_plain(link)


def one(question):
    return Questionnaire.model_construct(sections=(Section.model_construct(
        id="s", questions=(question,)
    ),))  # fmt: skip


@pytest.mark.parametrize("question", [question for question, _ in ASKED if not question.visible])
@given(st.text(st.characters(exclude_categories=())))
def test_what_respondents_do_not_see_refuses_nothing(question, typed):
    assert question.refusal(question.from_form(Part({"": [typed]}))) is None


@pytest.mark.parametrize(("question", "values"), ASKED, ids=named)
def test_tallies_are_a_commutative_group(question, values):
    one, two = tally_of(question, values), tally_of(question, [None, *values[:1]])
    assert one + two == two + one
    assert one + Tally() == one
    assert one - one == Tally()
    assert (one + two) - two == one
    assert tally_of(question, [*values, None, *values[:1]]) == one + two
    assert one.answered == len(values)
    assert two.skipped == 1
    own = one.counts.keys() - {"answered", "skipped"}
    assert all(":" in key for key in own)


@pytest.mark.parametrize(("question", "values"), ASKED, ids=named)
def test_a_result_is_drawn_with_answers_and_without(question, values):
    for tally in (Tally(), tally_of(question, [None]), tally_of(question, values)):
        result = question.result(tally)
        assert isinstance(result, Result)
        assert (result.answered, result.skipped) == (tally.answered, tally.skipped)
        assert all(isinstance(figure.text, str) for figure in result.figures)
        page = draw_chart(question, result, texts=["<b>"])
        assert (page.find("p", class_="waiting") == []) == bool(tally.answered)
    assert question.sketch(tally_of(question, values)) is None


@given(st.data())
def test_any_json_is_judged_and_what_is_taken_survives(data):
    question, values = data.draw(st.sampled_from(ASKED))
    value = data.draw(ANY_JSON | st.sampled_from(values) | near(question, values))
    if question.refusal(value) is None and value is not None:
        assert is_plain(value)
        assert question.from_form(question.to_form(value)) == value
        assert len(question.cells(value)) == len(question.columns())
        assert question.text(value)
        assert question.tally_of(value).answered == 1


def near(question, values):
    pieces = [*question.fields(), *(choice.id for choice in question.choosable()), 0, 1, "other"]
    leaf = st.sampled_from([*pieces, *values, "none", None, True, 1.0, {"na": True}, {"na": 1}])
    words = st.fixed_dictionaries({"choice": leaf, "text": ANY_TEXT})
    keyed = st.dictionaries(st.sampled_from([str(piece) for piece in pieces]), leaf)
    return st.lists(leaf | words, max_size=4) | keyed | words | leaf


@pytest.mark.parametrize("question", [question for question, _ in ASKED], ids=named)
def test_a_number_too_long_to_be_written_is_refused(question):
    for huge in (10**5000, -(10**5000), [10**5000], {"na": 10**5000}, {"r1": 10**5000, "r2": 1}):
        assert question.check(huge) is not None


@given(st.data())
def test_any_form_is_read_or_malformed(data):
    question, _ = data.draw(st.sampled_from(ASKED))
    names = [f"{question.id}.{name}" if name else question.id for name in question.fields()]
    known = st.sampled_from([*names, "own"])
    form = data.draw(st.dictionaries(known | ANY_TEXT, st.lists(ANY_TEXT | st.just("other"))))
    try:
        submission = read([question], list(form.items()), frozenset({"own"}), NOON)
    except MalformedForm:
        return
    value = submission.answers[question.id]
    if value is not None and question.id not in submission.refusals:
        assert is_plain(value)
