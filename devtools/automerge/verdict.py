"""What becomes of a pull request, and the words that tell it."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from devtools.automerge.fault import Fault
from devtools.automerge.pull_request import PullRequest
from devtools.automerge.shape import entries, flag, number, text

MARK = "<!-- surveys: may this update merge itself? -->"
"""What the one comment is found by; people do not see it."""


@dataclass(frozen=True)
class Verdict:
    """Whether a pull request, as it is at `head`, merges itself; if not, every reason why.

    Reasons quote names and paths that others chose: each is written in one line of its own, so
    that none of them passes for a command of the workflow.
    """

    merge: bool
    number: int
    url: str
    head: str
    updates: tuple[str, ...]
    reasons: tuple[str, ...]

    def comment(self) -> str:
        """What the pull request is told, in Markdown."""
        if self.merge:
            opening = "This update merges itself as soon as its checks are green."
        else:
            opening = "This update does not merge itself. A person decides, because:"
        lines = self.updates if self.merge else self.reasons
        return "\n".join([MARK, opening, "", *(f"- {' '.join(line.split())}" for line in lines)])

    def to_json(self) -> str:
        """The verdict in one line, for the job that acts on it."""
        return json.dumps(asdict(self))


def refusal(pull: PullRequest, reason: str) -> Verdict:
    """The verdict on a pull request that could not be decided on."""
    return Verdict(False, pull.number, pull.url, pull.head_sha, (), (reason,))


def from_json(document: str) -> Verdict:
    """A verdict from the line that another job wrote; raises Fault."""
    try:
        verdict: Any = json.loads(document)
    except ValueError as error:
        raise Fault("There is no verdict to act on.") from error
    return Verdict(
        merge=flag(verdict, "merge"),
        number=number(verdict, "number"),
        url=text(verdict, "url"),
        head=text(verdict, "head"),
        updates=_texts(verdict, "updates"),
        reasons=_texts(verdict, "reasons"),
    )


def _texts(verdict: Any, key: str) -> tuple[str, ...]:
    return tuple(text(line) for line in entries(verdict, key))
