"""Buckets in the memory of one process, as `models/limit.py` has them for all; seconds since 1970.

What was let pass since the last time is remembered beside, so that it can be shared.
"""

from collections.abc import Mapping
from threading import Lock

from backend.models.limit import MOST

KEPT = 20_000
"""Buckets that are kept; in all some five megabytes."""
WORTH_SHARING = 5.0
"""Seconds that somebody has to spend within a minute before the others are told: a twelfth of what
is theirs. Nobody who simply answers a survey comes that far, so they never leave the process."""

SECONDS = MOST.total_seconds()


class Memory:
    """The buckets; to be asked by several threads at once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[bytes, tuple[float, float]] = {}
        self._lock = Lock()

    def spend(self, id: bytes, cost: float, at: float) -> float:
        """Pour a deed in; gives 0, or for how many seconds nothing more fits into the bucket."""
        with self._lock:
            empty_at, spent = self._kept.get(id) or self._new(at)
            after = (empty_at if empty_at > at else at) + cost
            if after > at + SECONDS:
                return after - at - SECONDS
            self._kept[id] = after, spent + cost
            return 0.0

    def take(self) -> dict[bytes, float]:
        """The seconds spent since the last time, by those who spent much."""
        with self._lock:
            taken = {id: spent for id, (_, spent) in self._kept.items() if spent >= WORTH_SHARING}
            self._kept = {id: (empty_at, 0.0) for id, (empty_at, _) in self._kept.items()}
        return taken

    def learn(self, empty: Mapping[bytes, float]) -> None:
        """Take over what all processes have let pass, as far as it is more than is known here."""
        with self._lock:
            for id, theirs in empty.items():
                empty_at, spent = self._kept.get(id, (0.0, 0.0))
                self._kept[id] = max(empty_at, theirs + spent), spent

    def __len__(self) -> int:
        """How many buckets are kept."""
        return len(self._kept)

    def _new(self, at: float) -> tuple[float, float]:
        if len(self._kept) >= KEPT:
            self._evict(at)
        return at, 0.0

    def _evict(self, at: float) -> None:
        """Forget the empty, and of the others the emptiest, until there is room for many."""
        fullest = sorted(self._kept.items(), key=lambda item: item[1], reverse=True)[: KEPT // 2]
        self._kept = {id: kept for id, kept in fullest if kept[0] > at}
