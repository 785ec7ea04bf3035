"""The pull request an event tells of."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.automerge.shape import flag, number, text


@dataclass(frozen=True)
class Account:
    """Who did something on GitHub: the login, and whether it is a `User` or a `Bot`."""

    login: str
    kind: str


DEPENDABOT = Account("dependabot[bot]", "Bot")


@dataclass(frozen=True)
class PullRequest:
    """What a `pull_request` event says of its pull request and of the one who caused the event."""

    action: str
    number: int
    url: str
    state: str
    draft: bool
    author: Account
    actor: Account
    repository: str
    head_repository: str
    head_ref: str
    head_sha: str
    base_ref: str
    base_sha: str
    default_branch: str
    commits: int
    changed_files: int
    auto_merge_allowed: bool
    squash_allowed: bool


def from_event(event: Any) -> PullRequest:
    """The pull request of a webhook's payload.

    A repository's settings are left out of some payloads: what is not said counts as off. A
    deleted fork has no repository: its name is then empty. Raises Fault.
    """
    pull = event.get("pull_request") if isinstance(event, dict) else None
    repository = text(event, "repository", "full_name")
    return PullRequest(
        action=text(event, "action"),
        number=number(pull, "number"),
        url=text(pull, "html_url"),
        state=text(pull, "state"),
        draft=flag(pull, "draft"),
        author=_account(pull, "user"),
        actor=_account(event, "sender"),
        repository=repository,
        head_repository=_head_repository(pull),
        head_ref=text(pull, "head", "ref"),
        head_sha=text(pull, "head", "sha"),
        base_ref=text(pull, "base", "ref"),
        base_sha=text(pull, "base", "sha"),
        default_branch=text(event, "repository", "default_branch"),
        commits=number(pull, "commits"),
        changed_files=number(pull, "changed_files"),
        auto_merge_allowed=_allowed(pull, "allow_auto_merge"),
        squash_allowed=_allowed(pull, "allow_squash_merge"),
    )


def from_file(path: str) -> PullRequest:
    """The pull request of the event that a run of a workflow finds in a file; raises Fault."""
    return from_event(json.loads(Path(path).read_bytes()))


def _account(document: Any, key: str) -> Account:
    return Account(text(document, key, "login"), text(document, key, "type"))


def _head_repository(pull: Any) -> str:
    return text(pull, "head", "repo", "full_name") if pull["head"]["repo"] else ""


def _allowed(pull: Any, setting: str) -> bool:
    return pull["base"]["repo"].get(setting) is True
