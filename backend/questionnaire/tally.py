"""The mergeable counts behind a result."""

from collections.abc import Iterable, Mapping

ANSWERED, SKIPPED = "answered", "skipped"


class Tally:
    """Counts by key, of one question. A commutative group: `+`, `-`, and `Tally()` as zero.

    `answered` and `skipped` are kept for every question; what a type counts beside them has a
    colon in its key (`choice:c1`). Counts are whole numbers of any size, never floats, so that
    the order in which responses are added says nothing.
    """

    __slots__ = ("counts",)

    def __init__(self, counts: Mapping[str, int] | Iterable[tuple[str, int]] = ()) -> None:
        self.counts: dict[str, int] = {}
        for key, n in counts.items() if isinstance(counts, Mapping) else counts:
            self.add(key, n)

    def add(self, key: str, n: int = 1) -> None:
        """Count `n` more of a key; a count that comes to zero is forgotten."""
        total = self.counts.get(key, 0) + n
        if total:
            self.counts[key] = total
        else:
            self.counts.pop(key, None)

    def __getitem__(self, key: str) -> int:
        return self.counts.get(key, 0)

    def __add__(self, other: "Tally") -> "Tally":
        merged = Tally()
        merged.counts = dict(self.counts)
        for key, n in other.counts.items():
            merged.add(key, n)
        return merged

    def __neg__(self) -> "Tally":
        return Tally({key: -n for key, n in self.counts.items()})

    def __sub__(self, other: "Tally") -> "Tally":
        return self + -other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.counts == other.counts

    def __repr__(self) -> str:
        return f"Tally({self.counts!r})"

    @property
    def answered(self) -> int:
        """How many answered: the base of every share of this question."""
        return self[ANSWERED]

    @property
    def skipped(self) -> int:
        """How many saw the question and left it empty."""
        return self[SKIPPED]

    def under(self, prefix: str) -> dict[str, int]:
        """The counts whose key begins with the prefix, by the rest of their key."""
        start = len(prefix)
        return {key[start:]: n for key, n in self.counts.items() if key.startswith(prefix)}
