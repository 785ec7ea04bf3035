"""Which line of a list that was written anew is which of those there were."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from itertools import groupby


def matched(before: Sequence[str], lines: Sequence[str]) -> list[int | None]:
    """For each line its place in the list before; `None` for a new one.

    A line that stood there is the same wherever it stands now. Others are the same, written
    otherwise, where just as many stood between the same two; else nobody can tell.
    """
    places = defaultdict[str, deque[int]](deque)
    for place, label in enumerate(before):
        places[label].append(place)
    found = [places[line].popleft() if places[line] else None for line in lines]
    free = {place for rest in places.values() for place in rest}
    bounded = [-1, *found, len(before)]
    for start, end in _gaps(bounded):
        between = range((bounded[start - 1] or 0) + 1, bounded[end] or 0)
        if len(between) == end - start and free.issuperset(between):
            bounded[start:end] = between
    return bounded[1:-1]


def _gaps(found: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Where lines that were not there stand: from the first to behind the last of each run."""
    for new, run in groupby(range(len(found)), lambda number: found[number] is None):
        numbers = list(run)
        if new:
            yield numbers[0], numbers[-1] + 1
