"""Ids that are made in Python."""

from itertools import islice
from time import time_ns
from uuid import RFC_4122

from backend.models.ids import ALPHABET, link_key, short_id, short_ids, uuid7


def test_a_uuid7_says_its_version_and_its_moment() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) - time_ns() // 1_000_000) < 1_000


def test_no_two_are_the_same() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000


def test_keys_have_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("01oilOIL")
    assert len(link_key()) == 10
    for made in [link_key(), *islice(short_ids(), 100)]:
        assert set(made) <= set(ALPHABET)
    assert len(set(islice(short_ids(), 1_000))) == 1_000


def test_an_id_that_follows_from_the_same_is_the_same() -> None:
    made = [short_id("q1", 1, f"choices new-{number}") for number in range(1_000)]
    assert made == [short_id("q1", 1, f"choices new-{number}") for number in range(1_000)]
    assert len({*made, short_id("q1", 2, "choices new-0")}) == 1_001
    assert {len(id) for id in made} == {8}
    assert set("".join(made)) == set(ALPHABET)
