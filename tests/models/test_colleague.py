"""Colleagues: who is found, and who never is."""

import pytest

from backend.models.colleague import FEW, is_known, search
from backend.models.ids import uuid7
from backend.models.user import CONSUMERS, User

HERE, ELSEWHERE = "t1", "t2"


def somebody(name, tid=HERE, author=True, email=None):
    claims = {"tid": tid, "oid": f"{tid}{name}", "name": name}
    claims["email"] = email or f"{name.split()[0].lower()}@example.org"
    return User.from_claims(claims, author=author)


@pytest.fixture
def carol(context):
    somebody("Carol Elsewhere", ELSEWHERE)
    somebody("Carol Answers", author=False)
    return somebody("Carol Chen")


def names(words, tid=HERE, but=()):
    return [one.name for one in search(words, tid, but).people]


@pytest.mark.parametrize(
    "words", ["carol", "CHEN", "chen car", "carol@example.org", "@exam", "ar", "carol@ chen"]
)
def test_a_colleague_is_found_by_words_of_name_or_address(carol, words):
    assert names(words) == ["Carol Chen"]


@pytest.mark.parametrize("words", ["", "c", "carol bob", "%", "%%", "__", "\\\\", "elsewhere"])
def test_others_are_not(carol, words):
    assert names(words) == []


def test_some_are_left_out(carol):
    assert names("carol", but=[carol.id]) == []


def test_only_the_first_few_are_shown(context):
    for n in range(FEW + 1):
        somebody(f"Carol {n}")
    found = search("carol", HERE, [])
    assert [one.name for one in found.people] == [f"Carol {n}" for n in range(FEW)]
    assert found.more
    assert not search("carol 0", HERE, []).more


def test_people_with_personal_accounts_are_no_colleagues(context):
    one, other = somebody("Carol", CONSUMERS), somebody("Alice", CONSUMERS)
    assert names("carol", CONSUMERS) == []
    assert not is_known(one.id, of=other.id)


def test_whom_a_search_could_find_is_known(carol):
    alice, erin = somebody("Alice Archer"), somebody("Erin Evans", ELSEWHERE)
    dan = somebody("Dan Diaz", author=False)
    assert is_known(carol.id, of=alice.id)
    assert not is_known(carol.id, of=erin.id)
    assert not is_known(dan.id, of=alice.id)
    assert not is_known(uuid7(), of=alice.id)


def test_who_has_once_come_to_write_stays_an_author(context):
    claims = {"tid": HERE, "oid": "o", "name": "Dan"}
    assert [User.from_claims(claims, author).author for author in (False, True, False)] == [
        False,
        True,
        True,
    ]
