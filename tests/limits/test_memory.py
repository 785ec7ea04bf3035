"""Buckets in memory: what fits in, when there is room again, and that they stay few."""

from threading import Thread

import pytest

from backend.limits import memory
from backend.limits.memory import SECONDS, WORTH_SHARING, Memory

AT = 1_800_000_000.0
ONE, OTHER = b"one", b"other"


def test_ten_minutes_worth_fits_in_and_then_as_much_as_leaks_away() -> None:
    kept = Memory()
    assert [kept.spend(ONE, 60, AT) for _ in range(10)] == [0.0] * 10
    assert kept.spend(ONE, 60, AT) == 60
    assert kept.spend(OTHER, 60, AT) == 0
    assert kept.spend(ONE, 60, AT + 59) == 1
    assert kept.spend(ONE, 60, AT + 60) == 0
    assert kept.spend(ONE, 60, AT + 60) == 60
    assert kept.spend(ONE, 60, AT + 60 + SECONDS) == 0


def test_what_is_refused_costs_nothing() -> None:
    kept = Memory()
    for _ in range(100):
        kept.spend(ONE, 60, AT)
    assert kept.spend(ONE, 60, AT + 60) == 0
    assert kept.take() == {ONE: 11 * 60}


def test_only_those_who_do_much_are_told_of_and_once() -> None:
    kept = Memory()
    kept.spend(ONE, WORTH_SHARING, AT)
    kept.spend(OTHER, WORTH_SHARING - 0.1, AT)
    assert kept.take() == {ONE: WORTH_SHARING}
    kept.spend(OTHER, 0.1, AT)
    assert kept.take() == {}


def test_what_others_let_pass_counts_and_what_came_since_is_not_lost() -> None:
    kept = Memory()
    kept.spend(ONE, 60, AT)
    kept.take()
    kept.spend(ONE, 60, AT)
    kept.learn({ONE: AT + 500, OTHER: AT + 600})
    assert kept.spend(ONE, 60, AT) == 20
    assert kept.spend(ONE, 40, AT) == 0
    assert kept.spend(OTHER, 1, AT) == 1
    kept.learn({OTHER: AT})
    assert kept.spend(OTHER, 1, AT) == 1


def test_there_are_never_more_than_so_many_and_the_emptiest_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "KEPT", 10)
    kept = Memory()
    kept.spend(ONE, 600, AT)
    for number in range(1000):
        kept.spend(str(number).encode(), 30, AT)
        assert len(kept) <= 10
    assert kept.spend(ONE, 1, AT) == 1
    for number in range(memory.KEPT - len(kept)):
        kept.spend(f"late {number}".encode(), 30, AT + 3600)
    kept.spend(b"a full house", 1, AT + 7200)
    assert len(kept) == 1


def test_threads_lose_nothing() -> None:
    kept = Memory()

    def spend() -> None:
        for _ in range(1000):
            kept.spend(ONE, 0.1, AT)

    threads = [Thread(target=spend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept.take()[ONE] == pytest.approx(400)
