"""Questionnaires at random, over every kind of the catalogue, and edits of them.

A new kind comes in by itself, with the samples that it gives.
"""

from hypothesis import strategies as st
from pydantic import ValidationError

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.edit import Insert, Set, move, removal
from backend.questionnaire.settings import Choices, LongText, Text, YesNo
from backend.questionnaire.tree import ROOT, Place, find, lists, place
from backend.questionnaire.types import CATALOGUE

WORDS = st.text(alphabet="abc é語\u0301", max_size=6).map(lambda text: " ".join(text.split()))


@st.composite
def questions(draw, question_id, kind=None):
    """A question as stored: a sample of its kind with a few settings as they may be otherwise."""
    type_ = CATALOGUE[kind or draw(st.sampled_from(sorted(CATALOGUE)))]
    others = [own(question, question_id) for question, _ in type_.samples()]
    tree, marks = draw(st.sampled_from(others)), type_.settings()
    varied = draw(st.lists(st.sampled_from(sorted(marks)), max_size=3, unique=True))
    return fitting(type_, tree, {n: draw(values(marks[n], n, tree, others)) for n in varied})


def own(question, question_id):
    """A question as stored, with ids that are like no other's, wherever they stand in it."""
    names = {part.id: f"{question_id}-{part.id}" for part in question.choosable()}
    return renamed(question.model_dump(mode="json"), names) | {"id": question_id}


def renamed(value, names):
    """The same JSON with other ids."""
    if isinstance(value, dict):
        return {key: renamed(it, names) for key, it in value.items()}
    if isinstance(value, list):
        return [renamed(it, names) for it in value]
    return names.get(value, value) if isinstance(value, str) else value


def values(mark, name, tree, others):
    """What a setting may be instead."""
    if isinstance(mark, (Text, LongText)) and isinstance(tree[name], str):
        return WORDS
    if isinstance(mark, Choices):
        return st.permutations(tree[name]).flatmap(
            lambda order: st.integers(0, len(order)).map(lambda n: order[:n])
        )
    return st.booleans() if isinstance(mark, YesNo) else st.sampled_from([q[name] for q in others])


def fitting(type_, tree, changes):
    """The question with other settings, where the rest allows that."""
    try:
        return type_.model_validate(tree | changes).model_dump(mode="json") if changes else tree
    except ValidationError:
        return tree


@st.composite
def documents(draw, sections=("s1", "s2", "s3"), most=3, least=0):
    """A questionnaire as stored, of these sections; questions have the ids `q…`."""
    number = 0
    made = []
    for section_id in sections:
        asked = []
        for _ in range(draw(st.integers(least, most))):
            number += 1
            asked.append(draw(questions(f"q{number}")))
        made.append(Section(id=section_id, title=draw(WORDS)).model_dump() | {"questions": asked})
    tree = {"title": draw(WORDS), "introduction": draw(WORDS), "sections": made}
    return Questionnaire.model_validate(tree).model_dump(mode="json")


@st.composite
def later(draw, tree):
    """The document after a night of work: parts gone, added, changed and moved about."""
    numbers = [number for number in range(len(tree["sections"])) if draw(st.booleans())]
    ids = [tree["sections"][number]["id"] for number in numbers] + ["new-section"]
    asked = [q for section in tree["sections"] for q in section["questions"] if draw(st.booleans())]
    asked = [draw(questions(q["id"], q["kind"])) if draw(st.booleans()) else q for q in asked]
    asked.append(draw(questions("new-question")))
    made = {id: Section(id=id, title=draw(WORDS)).model_dump() | {"questions": []} for id in ids}
    for question in draw(st.permutations(asked)):
        made[draw(st.sampled_from(ids))]["questions"].append(question)
    after = {"title": draw(WORDS), "sections": [made[id] for id in draw(st.permutations(ids))]}
    return Questionnaire.model_validate(after).model_dump(mode="json")


def ids_of_questions(tree):
    """The ids of all questions, in order."""
    return [question["id"] for section in tree["sections"] for question in section["questions"]]


@st.composite
def settings_of(draw, tree, question_id):
    """An edit that gives a setting of a question another value, or the same."""
    question = find(tree, question_id)
    other = draw(questions(question_id, question["kind"]))
    name = draw(st.sampled_from(sorted(question.keys() - {"id", "kind"})))
    return Set(question_id, name, question[name], other[name])


@st.composite
def lines_of(draw, tree, question_id):
    """An edit of a choice or a row of a question; of its title, where it has none."""
    question = find(tree, question_id)
    found = {name: items for name, items in lists(question).items() if items}
    if not found:
        return Set(question_id, "title", question.get("title"), draw(WORDS))
    name = draw(st.sampled_from(sorted(found)))
    ids = [item["id"] for item in found[name]]
    id = draw(st.sampled_from(ids))
    others = [None, *(other for other in ids if other != id)]
    where = Place(question_id, name, draw(st.sampled_from(others)))
    return draw(
        st.sampled_from(
            [
                Set(id, "label", find(tree, id)["label"], draw(WORDS)),
                Insert({**find(tree, id), "id": f"{question_id}-new"}, where),
                removal(tree, id),
                move(tree, id, where),
            ]
        )
    )


@st.composite
def edits_of(draw, tree, question_id, apart_from=None, anchor=0):
    """Any edit of one question; none that goes by the place of the question `apart_from`.

    Two with different anchors put nothing behind the same neighbour: what stands first there
    would say which of them came last.
    """
    others = [None, *(id for id in ids_of_questions(tree) if id not in (question_id, apart_from))]
    behind = draw(st.sampled_from(others[anchor::2] or [None]))
    into = place(tree, behind).into if behind else tree["sections"][anchor]["id"]
    where = Place(into, "questions", behind)
    new = draw(questions(f"new-{question_id}"))
    kinds = [
        settings_of(tree, question_id),
        lines_of(tree, question_id),
        st.just(removal(tree, question_id)),
        st.just(move(tree, question_id, where)),
        st.just(Insert(new, where)),
    ]
    return draw(st.one_of(kinds))


@st.composite
def edits(draw, tree):
    """Any edit of anything in a document that has questions."""
    section = draw(st.sampled_from(tree["sections"]))
    others = [None, *(s["id"] for s in tree["sections"] if s is not section)]
    behind = Place(ROOT, "sections", draw(st.sampled_from(others)))
    kinds = [
        edits_of(tree, draw(st.sampled_from(ids_of_questions(tree)))),
        st.builds(Set, st.just(ROOT), st.just("title"), st.just(tree["title"]), WORDS),
        st.builds(Set, st.just(section["id"]), st.just("title"), st.just(section["title"]), WORDS),
        st.just(removal(tree, section["id"])),
        st.just(move(tree, section["id"], behind)),
        st.just(Insert({**section, "id": "s9", "questions": []}, behind)),
    ]
    return draw(st.one_of(kinds))
