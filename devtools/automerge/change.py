"""What a file's new text does to one package."""

from dataclasses import dataclass
from typing import Literal

from devtools.automerge.fault import Fault


@dataclass(frozen=True)
class Change:
    """What becomes of one package in a file.

    It is `moved`, `added` or `removed`; `digest` says that its tag stays and the image behind it
    changes, `bounds` that only what is asked for changes. A version is empty where the file does
    not tell it.
    """

    name: str
    before: str
    after: str
    kind: Literal["moved", "added", "removed", "digest", "bounds"]


class Beyond(Fault):
    """A file changes more than versions; its text goes on from the file's name."""
