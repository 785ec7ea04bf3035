import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.effects import Counted, effects
from backend.questionnaire.effects import given as naming
from backend.questionnaire.merge import merged
from backend.questionnaire.node import Choice
from backend.questionnaire.replacing import replaced
from backend.questionnaire.tally import Tally
from backend.questionnaire.types.likert import Likert
from backend.questionnaire.types.matrix import Matrix
from backend.questionnaire.types.multiple_choice import MultipleChoice
from backend.questionnaire.types.number import Number
from backend.questionnaire.types.rating import Rating
from backend.questionnaire.types.single_choice import SingleChoice
from backend.questionnaire.types.statement import Statement
from tests.questionnaire.documents import documents, later

RED, BLUE, GREEN = (
    Choice(id=f"c{n}", label=label) for n, label in enumerate(("Red", "Blue", "Green"))
)
COLOUR = SingleChoice(id="q1", title="Colour?", choices=(RED, BLUE))
AGE = Number(id="q2", title="Age?")
WARM = Likert(id="q3", title="Warm enough?")
COUNTS = Counted(
    1200,
    {
        "q1": Tally({"answered": 1000, "skipped": 200, "choice:c0": 400, "choice:c1": 600}),
        "q3": Tally({"answered": 7}),
    },
)


def version(*questions):
    return Questionnaire(title="Study", sections=(Section(id="s1", questions=questions),))


def said(before, after, so_far=COUNTS, earlier=()):
    newest = version(*before)
    asked = merged([newest, *earlier])
    return [
        (effect.question.id, effect.fate, [plain(said) for said in effect.sentences])
        for effect in effects(asked, newest, version(*after), so_far)
    ]


def plain(sentence):
    """Without the signs that keep the direction of quoted texts to themselves."""
    return sentence.replace("\u2068", "").replace("\u2069", "")


def kept(**changes):
    ((id, fate, sentences),) = said([COLOUR], [COLOUR.changed(**changes)])
    assert (id, fate) == ("q1", "kept")
    return sentences


def test_what_stays_is_not_spoken_of():
    assert said([COLOUR, AGE], [COLOUR, AGE]) == []
    texts = [Statement(id="t", title="Hello"), COLOUR]
    assert said([COLOUR], texts) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"title": "Which?"},
            "The wording is changed. Answers so far (1,000) and new ones are kept together.",
        ),
        (
            {"choices": (BLUE,)},
            "The choice “Red” is removed. Answers so far (400) stay in the results, after what is "
            "still offered.",
        ),
        (
            {"choices": (RED.changed(label="Crimson"), BLUE)},
            "The choice “Red” is now called “Crimson”. Answers so far (400) are counted under the "
            "new name.",
        ),
        (
            {"choices": (RED, BLUE, GREEN)},
            "The choice “Green” is new. Responses so far (1,200) came without it.",
        ),
        (
            {"choices": (BLUE, RED)},
            "The choices stand in another order. Results are kept together.",
        ),
        ({"required": True}, "An answer is required now. Left out so far: 200."),
        (
            {"other": True},
            "Newly set: “Offer “Other” with a text field”. Responses so far (1,200) came without "
            "it.",
        ),
        ({"help": "Just one."}, "“Help text” is changed. Results are kept together."),
    ],
)
def test_what_is_changed_is_said_with_numbers(changes, sentence):
    assert kept(**changes) == [sentence]


def test_several_changes_are_said_one_after_the_other():
    assert len(kept(title="Which?", help="x", required=True, choices=(BLUE, GREEN))) == 5
    before = COLOUR.changed(required=True, other=True)
    ((_, _, sentences),) = said([before], [COLOUR])
    assert sentences == [
        "An answer is not required any more.",
        "No longer set: “Offer “Other” with a text field”. What was answered so far stays in the "
        "results.",
    ]


def test_limits_do_not_refuse_what_was_answered():
    many = MultipleChoice(id="q1", title="Which?", choices=(RED, BLUE))
    ((_, _, sentences),) = said([many], [many.changed(fewest=1, most=2)])
    assert sentences == [
        "“Choose at least”, “Choose at most” are changed. Answers so far stay, also where they "
        "would be refused now."
    ]


def test_rows_are_spoken_of_as_rows():
    rows = Choice(id="r1", label="Bread"), Choice(id="r2", label="Soup")
    table = Matrix(id="q1", title="How?", rows=rows)
    so_far = Counted(9, {"q1": Tally({"answered": 9, "level:r1:4": 3, "level:r1:na": 2})})
    ((_, _, sentences),) = said([table], [table.changed(rows=rows[1:])], so_far)
    assert sentences[0].startswith("The row “Bread” is removed. Answers so far (5) stay")
    new = tuple(Choice(id=f"n{n}", label=f"N{n}") for n in range(2))
    ((_, _, sentences),) = said([table], [table.changed(rows=rows + new)], so_far)
    assert sentences[0].startswith("The rows “N0”, “N1” are new.")


def test_new_removed_and_moved_questions_are_told_apart():
    assert said([AGE], [AGE, COLOUR]) == [
        ("q1", "new", ["A new question. Responses so far (1,200) came without it."])
    ]
    gone = "Asked no more. Answers so far (7) stay in the results, under “No longer asked”"
    assert said([AGE, WARM], [AGE]) == [("q3", "gone", [f"{gone}, and in exports."])]
    assert said([AGE, WARM], [WARM, AGE])[0][1:] == (
        "kept",
        ["Moved. Nothing changes in its results."],
    )


def test_what_was_asked_once_is_asked_again():
    again = said([AGE], [AGE, COLOUR], earlier=[version(COLOUR)])
    assert again == [
        ("q1", "kept", ["Asked again. Answers so far (1,000) and new ones are kept together."])
    ]


def test_another_scale_is_a_new_question():
    other = WARM.changed(id="q9", scale=("No", "Yes"))
    stay = "Answers so far (7) stay in the results, under “No longer asked”."
    because = "Counted as a new question, because"
    assert said([WARM], [other]) == [("q9", "apart", [f"{because} “Scale” is changed. {stay}"])]
    stars = Rating(id="q9", title=WARM.title)
    assert said([WARM], [stars]) == [
        ("q9", "apart", [f"{because} the kind of question is changed. {stay}"])
    ]
    renamed = other.changed(title="Quite warm?")
    assert [fate for _, fate, _ in said([AGE, WARM], [AGE, renamed])] == ["apart"]


def test_what_is_only_alike_replaces_nothing():
    assert replaced(version(WARM), version(WARM.changed(id="q9"))) == {}
    elsewhere = WARM.changed(id="q9", title="Cold?", scale=("No", "Yes"))
    assert replaced(version(WARM, AGE), version(AGE, elsewhere)) == {}
    twice = [WARM.changed(id=f"n{n}", scale=("No", "Yes")) for n in range(2)]
    assert list(replaced(version(WARM), version(*twice))) == ["n0"]


def test_an_answer_is_counted_once_however_many_keys_it_has():
    ranks = {"rank:c1:1": 3, "rank:c1:2": 4, "first:c1": 3, "rank:c2:1": 8}
    counts = Tally({"answered": 9, **ranks, "sum:c1": 5, "points:c1": 30})
    assert naming(COLOUR, counts)["c1"] == 7
    assert naming(COLOUR, Tally({"answered": 9}))["c1"] == 0


def test_of_a_table_no_number_is_told():
    counts = Tally({"answered": 9, "n:c0:c1": 5})
    assert set(naming(COLOUR, counts).values()) == {None}
    ((_, _, sentences),) = said(
        [COLOUR], [COLOUR.changed(choices=(BLUE,))], Counted(9, {"q1": counts})
    )
    assert sentences[0].startswith(
        "The choice “Red” is removed. Answers so far stay in the results"
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_change_of_every_kind_can_be_told(data):
    before = data.draw(documents(most=2))
    after = data.draw(later(before))
    newest, draft = Questionnaire.model_validate(before), Questionnaire.model_validate(after)
    told = effects(newest, newest, draft, Counted(3, {}))
    assert all(effect.sentences for effect in told)
    spoken = {effect.question.id for effect in told}
    assert {q.id for q in draft.asked if newest.question(q.id) is None} <= spoken
