from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.questionnaire.compare import compare
from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Choice
from backend.questionnaire.showing import shown
from backend.questionnaire.types.number import Number
from backend.questionnaire.types.rating import Rating
from backend.questionnaire.types.short_text import ShortText
from backend.questionnaire.types.single_choice import SingleChoice
from tests.questionnaire.documents import documents, later

RED, BLUE, GREEN = (
    Choice(id=f"c{n}", label=label) for n, label in enumerate(("Red", "Blue", "Green"))
)
COLOUR = SingleChoice(id="q1", title="Which colour?", choices=(RED, BLUE))
AGE = Number(id="q2", title="How old are you?")


def version(*questions, **more):
    return Questionnaire(title="Study", sections=(Section(id="s1", questions=questions),), **more)


def signed(pieces):
    signs = {"same": "{}", "added": "+{}+", "removed": "-{}-"}
    return "".join(signs[piece.op].format(piece.text) for piece in pieces)


def only(before, after):
    """The one question that differs."""
    comparison = compare(before, after)
    assert comparison.differs
    (section,) = comparison.sections
    (part,) = [part for part in section.questions if part.differs]
    return part


def test_what_is_the_same_does_not_differ():
    assert not compare(version(COLOUR, AGE), version(COLOUR, AGE)).differs


def test_texts_of_the_whole_differ_word_by_word():
    comparison = compare(version(), version().changed(title="My study", introduction="Hello"))
    assert (signed(comparison.title), comparison.differs) == ("-Study-+My study+", True)
    assert [(c.label, signed(c.pieces)) for c in comparison.changes] == [
        ("Introduction", "+Hello+")
    ]


def test_a_question_differs_by_its_words_settings_and_choices():
    part = only(
        version(COLOUR, AGE),
        version(COLOUR.changed(title="Which hue?", required=True, choices=(BLUE, GREEN)), AGE),
    )
    assert (part.mark, part.moved, part.number) == ("changed", False, 1)
    assert signed(part.title) == "Which -colour-+hue+?"
    assert [(c.label, signed(c.pieces)) for c in part.changes] == [
        ("An answer is required", "-No-+Yes+")
    ]
    ((label, lines),) = part.lists
    assert label == "Choices"
    assert [(line.mark, signed(line.label)) for line in lines] == [
        ("removed", "-Red-"),
        ("same", "Blue"),
        ("added", "+Green+"),
    ]


def test_choices_in_another_order_have_moved():
    part = only(version(COLOUR), version(COLOUR.changed(choices=(BLUE, RED))))
    assert sorted(line.moved for line in part.lists[0].lines) == [False, True]


def test_a_choice_with_another_label_has_changed():
    part = only(version(COLOUR), version(COLOUR.changed(choices=(RED.changed(label="Pink"), BLUE))))
    assert [line.mark for line in part.lists[0].lines] == ["changed", "same"]


def test_questions_that_came_or_went_are_shown_where_they_stand():
    came = only(version(AGE), version(AGE, COLOUR.changed(required=True)))
    assert (came.mark, signed(came.title), came.number) == ("added", "+Which colour?+", 2)
    assert [change.label for change in came.changes] == ["An answer is required"]
    assert [line.mark for line in came.lists[0].lines] == ["added", "added"]
    (section,) = compare(
        version(COLOUR, AGE, ShortText(id="q3", title="Why?")), version(AGE)
    ).sections
    assert [(part.id, part.mark, part.number) for part in section.questions] == [
        ("q1", "removed", 1),
        ("q2", "same", 1),
        ("q3", "removed", 3),
    ]


def test_a_question_that_moved_is_shown_where_it_stands_now():
    two = Section(id="s2", questions=(AGE,))
    before = version(COLOUR).changed(sections=(Section(id="s1", questions=(COLOUR, AGE)),))
    after = before.changed(sections=(Section(id="s1", questions=(COLOUR,)), two))
    comparison = compare(before, after)
    assert [[part.id for part in s.questions] for s in comparison.sections] == [["q1"], ["q2"]]
    assert comparison.sections[1].mark == "added"
    assert comparison.sections[1].questions[0].moved
    assert comparison.sections[0].differs is False


def test_another_kind_is_said():
    part = only(version(AGE), version(Rating(id="q2", title=AGE.title)))
    assert signed(part.kind) == "-Number-+Rating+"


def test_a_section_that_went_keeps_its_place_and_what_went_with_it():
    gone = Section(id="s0", title="First", questions=(COLOUR,))
    after = version(AGE)
    comparison = compare(after.changed(sections=(gone, *after.sections)), after)
    assert [(s.id, s.mark) for s in comparison.sections] == [("s0", "removed"), ("s1", "same")]
    assert [part.mark for part in comparison.sections[0].questions] == ["removed"]


def test_settings_are_shown_in_words():
    rating = Rating(id="q1", title="How?", shape="smileys", required=True, levels=3)
    assert [shown(rating, name) for name in ("shape", "required", "levels", "nothing")] == [
        "Smileys",
        "Yes",
        "3",
        "",
    ]
    assert shown(None, "title") == ""
    scale = COLOUR.changed(default="c1")
    assert shown(scale, "default") == "Blue"
    assert shown(COLOUR.changed(default={"x": 1}), "default") == '{"x": 1}'
    assert shown(COLOUR, "default") == ""


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_change_of_every_kind_can_be_shown(data):
    tree = data.draw(documents(most=2))
    before = Questionnaire.model_validate(tree)
    after = Questionnaire.model_validate(data.draw(later(tree)))
    comparison = compare(before, after)
    now = {part.id for section in comparison.sections for part in section.questions}
    assert now == {question.id for question in (*before.questions, *after.questions)}
    assert comparison.differs == (before != after)
    assert not compare(after, after).differs
