"""One file that a pull request changes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangedFile:
    """A file's path, what became of it (`modified`, `added`, …), and its texts on both sides.

    The text before is that of the commit at which the branch left the base.
    """

    path: str
    status: str
    before: str
    after: str
