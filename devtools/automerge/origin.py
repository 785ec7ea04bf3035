"""Whether a pull request is Dependabot's own, untouched, and one that GitHub may merge."""

from collections.abc import Iterator

from devtools.automerge.commit import Commit
from devtools.automerge.pull_request import DEPENDABOT, Account, PullRequest

ACTIONS = ("opened", "synchronize", "reopened", "ready_for_review")
WEB = Account("web-flow", "User")
"""GitHub itself, which commits and signs on behalf of its own applications."""


def doubts(pull: PullRequest, commits: tuple[Commit, ...]) -> Iterator[str]:
    """Every doubt about where a pull request comes from and where it goes, a sentence each."""
    yield from _about_its_author(pull)
    yield from _about_its_state(pull)
    yield from _about_its_commits(pull, commits)


def _about_its_author(pull: PullRequest) -> Iterator[str]:
    if pull.author != DEPENDABOT:
        yield f"Its author is {pull.author.login} ({pull.author.kind}), not Dependabot."
    if pull.actor != DEPENDABOT:
        yield f"{pull.actor.login} ({pull.actor.kind}) touched it last, not Dependabot."
    if pull.head_repository != pull.repository:
        yield "Its branch is in a fork, where Dependabot never works."
    if not pull.head_ref.startswith("dependabot/"):
        yield f"Its branch {pull.head_ref} is not named as Dependabot names its own."


def _about_its_state(pull: PullRequest) -> Iterator[str]:
    if pull.action not in ACTIONS:
        yield f"Nothing is decided when a pull request is {pull.action}."
    if pull.state != "open":
        yield f"It is {pull.state}."
    if pull.draft:
        yield "It is a draft."
    if pull.base_ref != pull.default_branch:
        yield f"It goes to {pull.base_ref} instead of {pull.default_branch}."
    if not pull.auto_merge_allowed:
        yield "The repository does not allow auto-merge."
    if not pull.squash_allowed:
        yield "The repository does not allow squash merges."


def _about_its_commits(pull: PullRequest, commits: tuple[Commit, ...]) -> Iterator[str]:
    if len(commits) != pull.commits:
        yield f"GitHub lists {len(commits)} of its {pull.commits} commits."
    if not commits or commits[-1].sha != pull.head_sha:
        yield "Its commits do not end where the pull request ends."
    for commit in commits:
        yield from _about_a_commit(commit)


def _about_a_commit(commit: Commit) -> Iterator[str]:
    name = commit.sha[:7]
    if commit.author != DEPENDABOT:
        yield f"Commit {name} is by {_called(commit.author)}, not by Dependabot."
    if commit.committer not in (DEPENDABOT, WEB):
        yield f"Commit {name} was committed by {_called(commit.committer)}, not by Dependabot."
    if not commit.verified:
        yield f"Commit {name} has no signature that GitHub could verify."


def _called(account: Account) -> str:
    return account.login or "somebody unknown"
