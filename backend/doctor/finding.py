"""What was found, in one sentence: all is good, or what to do."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Whether something is to be done."""

    GOOD = "good"
    CONSIDER = "consider"
    MEND = "mend"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """What was found about one thing; never a secret."""

    state: State
    sentence: str


def good(sentence: str) -> Finding:
    """Nothing has to be done."""
    return Finding(State.GOOD, sentence)


def consider(sentence: str) -> Finding:
    """Something could be better, and may be as it is on purpose."""
    return Finding(State.CONSIDER, sentence)


def mend(sentence: str) -> Finding:
    """Something has to be done."""
    return Finding(State.MEND, sentence)


def unknown(sentence: str) -> Finding:
    """It could not be looked at."""
    return Finding(State.UNKNOWN, sentence)
