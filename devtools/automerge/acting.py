"""What a verdict does: an approval and auto-merge, or a comment and no auto-merge."""

import subprocess
from collections.abc import Mapping

from devtools.automerge.github import GitHub
from devtools.automerge.shape import text
from devtools.automerge.verdict import MARK, Verdict


def act(verdict: Verdict, github: GitHub, environment: Mapping[str, str]) -> str:
    """Carries a verdict out and tells in a sentence what was done.

    A pull request that was closed or moved on since is left alone: its next event is decided by
    itself. Raises Fault when GitHub refuses, CalledProcessError when `gh` does.
    """
    pull = github.one(f"pulls/{verdict.number}")
    if text(pull, "state") != "open":
        return "The pull request is no longer open: nothing was done."
    if not verdict.merge:
        _disarm(verdict, pull.get("auto_merge") is not None, environment)
        _tell(verdict, github, True)
        return "The pull request was told why it does not merge itself."
    if text(pull, "head", "sha") != verdict.head:
        return "The pull request has moved on: nothing was done."
    _arm(verdict, environment)
    _tell(verdict, github, False)
    return "The pull request was approved and merges itself when its checks are green."


def _arm(verdict: Verdict, environment: Mapping[str, str]) -> None:
    body = "The policy in .github/automerge.yml lets this update merge itself."
    _gh(["pr", "review", verdict.url, "--approve", "--body", body], environment)
    merge = ["pr", "merge", verdict.url, "--auto", "--squash", "--match-head-commit", verdict.head]
    _gh(merge, environment)


def _disarm(verdict: Verdict, armed: bool, environment: Mapping[str, str]) -> None:
    if armed:
        _gh(["pr", "merge", verdict.url, "--disable-auto"], environment)


def _gh(arguments: list[str], environment: Mapping[str, str]) -> None:
    subprocess.run(["gh", *arguments], check=True, env=environment)


def _tell(verdict: Verdict, github: GitHub, begin: bool) -> None:
    for path, said in github.comments(verdict.number):
        if said.startswith(MARK):
            github.write(path, verdict.comment())
            return
    if begin:
        github.add(verdict.number, verdict.comment())
