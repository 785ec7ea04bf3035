"""The facts of a decision, gathered from the event, the environment, the checkout and GitHub."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from devtools.automerge import check, commit
from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.decision import Facts
from devtools.automerge.fault import Fault
from devtools.automerge.github import GitHub
from devtools.automerge.metadata import from_environment
from devtools.automerge.policy_file import read_policy
from devtools.automerge.pull_request import PullRequest
from devtools.automerge.shape import text

T = TypeVar("T")


def gather(
    pull: PullRequest, environment: Mapping[str, str], checkout: Path, github: GitHub
) -> Facts:
    """All facts of one pull request; raises Fault when GitHub does not tell its part."""
    pulls = f"pulls/{pull.number}"
    return Facts(
        pull_request=pull,
        commits=tuple(commit.from_api(entry) for entry in github.all(f"{pulls}/commits")),
        files=_files(pull, github),
        metadata=_or_fault(lambda: from_environment(environment)),
        policy=_or_fault(lambda: read_policy(checkout)),
        asked=_or_fault(lambda: check.from_code(checkout)),
        required=check.from_api(github.all(f"rules/branches/{quote(pull.base_ref, safe='')}")),
    )


def _files(pull: PullRequest, github: GitHub) -> tuple[ChangedFile, ...]:
    comparison = github.one(f"compare/{pull.base_sha}...{pull.head_sha}")
    fork = text(comparison, "merge_base_commit", "sha")
    listed = github.all(f"pulls/{pull.number}/files")
    return tuple(_file(entry, fork, pull.head_sha, github) for entry in listed)


def _file(entry: Any, before: str, after: str, github: GitHub) -> ChangedFile:
    path, status = text(entry, "filename"), text(entry, "status")
    if status != "modified":
        return ChangedFile(path, status, "", "")
    return ChangedFile(path, status, github.file(path, before), github.file(path, after))


def _or_fault(read: Callable[[], T]) -> T | Fault:
    try:
        return read()
    except Fault as fault:
        return fault
