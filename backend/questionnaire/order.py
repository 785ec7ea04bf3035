"""Random orders that can be worked out again: each follows from a seed, and from nothing else."""

import hashlib
from collections.abc import Iterator, Sequence
from struct import unpack
from typing import TypeVar

T = TypeVar("T")

SIXTEEN_BITS = 1 << 16
MOST = 1 << 12
"""How many things are put in order at the most: far fewer than numbers are drawn from."""


def seed_of(key: str) -> str:
    """The seed that a submission key gives; it cannot be turned back."""
    return hashlib.sha256(b"order " + key.encode()).hexdigest()[:32]


def permuted(things: Sequence[T], seed: str, name: str) -> list[T]:
    """The things in one of all their orders, each as likely as any other, for a seed and a name.

    The shuffle of R. Fisher and F. Yates in R. Durstenfeld's form (Communications of the ACM 7,
    1964), drawing from SHA-256 of seed, name and a counter. Raises `ValueError` for too many.
    """
    if len(things) > MOST:
        raise ValueError(f"more than {MOST} things")
    ordered = list(things)
    numbers = _numbers(seed, name)
    for last in range(len(ordered) - 1, 0, -1):
        other = _below(last + 1, numbers)
        ordered[last], ordered[other] = ordered[other], ordered[last]
    return ordered


def _below(limit: int, numbers: Iterator[int]) -> int:
    """A whole number from 0 to below the limit, none more likely than another."""
    fair = SIXTEEN_BITS - SIXTEEN_BITS % limit
    return next(number for number in numbers if number < fair) % limit


def _numbers(seed: str, name: str) -> Iterator[int]:
    begun = hashlib.sha256(f"{seed} {name} ".encode())
    block = 0
    while True:
        hashed = begun.copy()
        hashed.update(b"%d" % block)
        yield from unpack(">16H", hashed.digest())
        block += 1
