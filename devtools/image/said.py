"""What a run says: one line a step with its seconds, and why it failed."""

import contextlib
import time
from collections.abc import Iterator

MEGABYTE = 1_000_000


class Failed(Exception):
    """Something does not hold; the message says what."""


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Name what is being done, and afterwards for how long it was."""
    print(f"{what} …", end=" ", flush=True)
    begun = time.monotonic()
    yield
    print(f"{time.monotonic() - begun:.1f} s", flush=True)


def expect(holds: object, what: str) -> None:
    """Raise Failed unless this holds."""
    if not holds:
        raise Failed(f"This does not hold: {what}.")
