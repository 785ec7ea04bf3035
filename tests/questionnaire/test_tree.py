import pytest

from backend.questionnaire.tree import (
    ROOT,
    PartGone,
    Place,
    find,
    is_parts,
    is_there,
    parts,
    place,
    put,
    take,
)


def tree():
    return {
        "title": "Study",
        "sections": [
            {"id": "s1", "questions": [{"id": "q1", "choices": [{"id": "c1"}, {"id": "c2"}]}]},
            {"id": "s2", "questions": []},
        ],
    }


def test_parts_are_found_depth_first():
    assert [part["id"] for part in parts(tree())] == ["s1", "q1", "c1", "c2", "s2"]


def test_the_root_is_found_by_its_own_address():
    assert find(tree(), ROOT)["title"] == "Study"


def test_a_part_that_is_not_there_is_gone():
    with pytest.raises(PartGone, match="nothing"):
        find(tree(), "nothing")
    with pytest.raises(PartGone):
        place(tree(), "nothing")


@pytest.mark.parametrize(("part_id", "there"), [(ROOT, True), ("q1", True), ("gone", False)])
def test_a_part_is_there_or_not(part_id, there):
    assert is_there(tree(), part_id) is there


def test_a_place_names_list_and_neighbour():
    assert place(tree(), "s1") == Place(ROOT, "sections", None)
    assert place(tree(), "c2") == Place("q1", "choices", "c1")


def test_a_part_put_behind_a_neighbour_that_is_gone_comes_last():
    document = tree()
    put(document, {"id": "c3"}, Place("q1", "choices", "gone"))
    assert [choice["id"] for choice in find(document, "q1")["choices"]] == ["c1", "c2", "c3"]


def test_a_part_put_behind_nobody_comes_first_in_a_list_made_for_it():
    document = tree()
    put(document, {"id": "r1"}, Place("q1", "rows", None))
    assert find(document, "q1")["rows"] == [{"id": "r1"}]


def test_taking_a_part_takes_what_is_in_it():
    document = tree()
    assert take(document, "q1")["choices"][0]["id"] == "c1"
    assert [part["id"] for part in parts(document)] == ["s1", "s2"]


def test_a_list_of_words_is_no_list_of_parts():
    assert not is_parts(["a"])
    assert not is_parts([{"label": "a"}])
    assert not is_parts("ab")
    assert is_parts([])
