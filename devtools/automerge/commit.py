"""The commits of a pull request."""

from dataclasses import dataclass
from typing import Any

from devtools.automerge.pull_request import Account
from devtools.automerge.shape import flag, text

NOBODY = Account("", "")
"""A commit whose address belongs to no account."""


@dataclass(frozen=True)
class Commit:
    """A commit, and whom GitHub takes for its author and its committer."""

    sha: str
    author: Account
    committer: Account
    verified: bool


def from_api(entry: Any) -> Commit:
    """A commit as GitHub's list of a pull request's commits gives it; raises Fault."""
    return Commit(
        sha=text(entry, "sha"),
        author=_account(entry, "author"),
        committer=_account(entry, "committer"),
        verified=flag(entry, "commit", "verification", "verified"),
    )


def _account(entry: Any, role: str) -> Account:
    if not entry.get(role):
        return NOBODY
    return Account(text(entry, role, "login"), text(entry, role, "type"))
