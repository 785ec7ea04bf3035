"""Ids that are made in Python."""

from time import time_ns
from uuid import RFC_4122

from backend.models.ids import uuid7


def test_a_uuid7_says_its_version_and_its_moment() -> None:
    made = uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert abs((made.int >> 80) - time_ns() // 1_000_000) < 1_000


def test_no_two_are_the_same() -> None:
    assert len({uuid7() for _ in range(10_000)}) == 10_000
