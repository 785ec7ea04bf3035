import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.questionnaire.diff import whole_diff
from backend.questionnaire.edit import Insert, Move, Set, apply, move, removal
from backend.questionnaire.story import names, stories, told
from backend.questionnaire.tree import ROOT, Place, find
from tests.questionnaire.documents import documents, later


def tree():
    return {
        "title": "Study",
        "introduction": "",
        "closing": "",
        "sections": [
            {
                "id": "s1",
                "title": "",
                "introduction": "",
                "questions": [
                    {"id": "t", "kind": "statement", "title": "Hello", "body": ""},
                    {
                        "id": "q1",
                        "kind": "single_choice",
                        "title": "Which {} colour?",
                        "choices": [{"id": "c1", "label": "Red"}, {"id": "c2", "label": ""}],
                    },
                    {"id": "q2", "kind": "rating", "title": "", "levels": 5},
                    {
                        "id": "q3",
                        "kind": "matrix",
                        "title": "M",
                        "rows": [{"id": "r1", "label": "A"}],
                    },
                ],
            },
            {"id": "s2", "title": "Two", "introduction": "", "questions": []},
        ],
    }


def said(*edits):
    after = apply(tree(), list(edits))
    return plain(told(edits, names(tree()), names(after)))


def plain(sentences):
    """The sentences without the signs that keep the direction of quoted texts to themselves."""
    return [sentence.replace("\u2068", "").replace("\u2069", "") for sentence in sentences]


def put(item, into="q1", name="choices", after="c1"):
    return Insert(item, Place(into, name, after))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Set(ROOT, "title", "Study", "New"), "changed the title"),
        (Set(ROOT, "closing", "", "Bye"), "changed the closing text"),
        (Set("s2", "title", "Two", "2"), "changed the title of section 2 “2”"),
        (Set("s1", "introduction", "", "x"), "changed the introduction of section 1"),
        (Set("q1", "title", "Which {} colour?", "Why?"), "changed the text of question 1 “Why?”"),
        (Set("q2", "help", None, "x"), "changed the help text of question 2"),
        (Set("q2", "required", None, True), "changed “An answer is required” of question 2"),
        (Set("t", "body", "", "x"), "changed the text of the statement “Hello”"),
        (
            Set("c1", "label", "Red", "Pink"),
            "changed the choice “Red” to “Pink” of question 1 “Which {} colour?”",
        ),
        (
            Set("c1", "label", "Red", ""),
            "changed the choice “Red” to an empty one of question 1 “Which {} colour?”",
        ),
        (
            put({"id": "c9", "label": "Blue"}),
            "added the choice “Blue” to question 1 “Which {} colour?”",
        ),
        (removal(tree(), "r1"), "deleted the row “A” of question 3 “M”"),
        (removal(tree(), "q2"), "deleted question 2"),
        (removal(tree(), "s2"), "deleted section 2 “Two”"),
        (
            Insert({**find(tree(), "s2"), "id": "s3"}, Place(ROOT, "sections", None)),
            "added section 1 “Two”",
        ),
        (move(tree(), "s2", Place(ROOT, "sections", None)), "moved section 1 “Two”"),
        (move(tree(), "q3", Place("s2", "questions", None)), "moved question 3 “M”"),
        (
            Move("c2", Place("q1", "choices", "c1"), Place("q1", "choices", None)),
            "moved the choice of question 1 “Which {} colour?”",
        ),
    ],
)
def test_an_edit_has_words(edit, words):
    assert said(edit) == [words]


def test_alike_edits_are_counted():
    many = [put({"id": f"n{n}", "label": f"N{n}"}) for n in range(3)]
    assert said(*many) == ["added 3 choices to question 1 “Which {} colour?”"]
    twice = [Set("q2", "help", None, "a"), Set("q2", "help", "a", "b")]
    assert said(*twice) == ["changed the help text of question 2"]


def test_long_texts_are_cut():
    (sentence,) = said(Set("q2", "title", "", "x" * 300))
    assert sentence == f"changed the text of question 2 “{'x' * 59}…”"


def test_what_respondents_do_not_see_has_no_number():
    document = tree()
    hidden = {"id": "h", "kind": "hidden", "title": "Source", "name": "source"}
    document["sections"][0]["questions"].insert(0, hidden)
    told_of = names(document)
    assert plain([told_of["h"].name]) == ["the hidden value “Source”"]
    assert told_of["q2"].name == "question 2"


def test_images_of_choices_are_told():
    document = tree()
    shown = Set("c1", "image", {"id": "i", "alt": ""}, {"id": "i", "alt": "A rose"})
    now = names(document)
    assert plain(told([shown], now, now)) == [
        "changed the image of the choice “Red” of question 1 “Which {} colour?”"
    ]


def test_another_id_is_nothing_that_one_sees():
    both = [Set("q2", "levels", 5, 7), Set("q2", "id", "q2", "q9")]
    assert said(*both) == ["changed the levels of question 2"]


def test_what_came_and_went_at_once_is_not_told():
    new = {"id": "c9", "label": "Blue"}
    gone = removal(apply(tree(), [put(new)]), "c9")
    assert (
        said(put(new), Set("c9", "label", "Blue", "x"), Set("c9", "label", "x", "Blue"), gone) == []
    )


def test_the_stories_of_revisions_are_told_backwards():
    first, second = [Set("q1", "title", "Which {} colour?", "One")], [removal(tree(), "q2")]
    newest = apply(tree(), [*first, *second])
    assert list(map(plain, stories(newest, [second, first]))) == [
        ["deleted question 2"],
        ["changed the text of question 1 “One”"],
    ]
    assert len(newest["sections"][0]["questions"]) == 3


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_change_of_every_kind_has_words(data):
    before = data.draw(documents(most=2))
    after = data.draw(later(before))
    changes = whole_diff(before, after)
    (sentences,) = stories(after, [changes])
    assert bool(sentences) == bool(changes)
    assert all(sentence[0].islower() for sentence in sentences)
