"""The decision: what is known of a pull request, held against the policy."""

from collections.abc import Iterator
from dataclasses import dataclass

from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.check import Check, unmet
from devtools.automerge.commit import Commit
from devtools.automerge.contents import Contents, examine
from devtools.automerge.fault import Fault
from devtools.automerge.metadata import Metadata
from devtools.automerge.origin import doubts
from devtools.automerge.policy import ECOSYSTEMS, Policy, objection
from devtools.automerge.pull_request import PullRequest
from devtools.automerge.update import Update
from devtools.automerge.verdict import Verdict

NOTHING = Contents((), ())


@dataclass(frozen=True)
class Facts:
    """All that a decision needs, read beforehand; a Fault stands for what could not be read."""

    pull_request: PullRequest
    commits: tuple[Commit, ...]
    files: tuple[ChangedFile, ...]
    metadata: Metadata | Fault
    policy: Policy | Fault
    asked: tuple[Check, ...] | Fault
    required: tuple[Check, ...]


def decide(facts: Facts) -> Verdict:
    """Whether the pull request merges itself: only when there is no reason against it."""
    pull, contents = facts.pull_request, _contents(facts)
    reasons = [
        *doubts(pull, facts.commits),
        *_about_checks(facts),
        *_about_policy(facts.policy),
        *_about_metadata(facts),
        *_about_files(facts),
        *contents.faults,
        *_about_updates(facts.policy, contents.updates),
    ]
    updates = tuple(str(update) for update in contents.updates)
    return Verdict(
        merge=not reasons,
        number=pull.number,
        url=pull.url,
        head=pull.head_sha,
        updates=updates,
        reasons=tuple(reasons),
    )


def _contents(facts: Facts) -> Contents:
    if isinstance(facts.metadata, Fault) or isinstance(facts.policy, Fault):
        return NOTHING
    if facts.metadata.ecosystem not in ECOSYSTEMS:
        return NOTHING
    return examine(facts.metadata, facts.files, facts.policy)


def _about_checks(facts: Facts) -> list[str]:
    if isinstance(facts.asked, Fault):
        return [str(facts.asked)]
    return unmet(facts.asked, facts.required)


def _about_policy(policy: Policy | Fault) -> list[str]:
    return [str(policy)] if isinstance(policy, Fault) else []


def _about_metadata(facts: Facts) -> Iterator[str]:
    if isinstance(facts.metadata, Fault):
        yield str(facts.metadata)
        return
    if facts.metadata.ecosystem not in ECOSYSTEMS:
        yield f"Nobody told how to read updates of {facts.metadata.ecosystem}."
    if facts.metadata.target_branch != facts.pull_request.base_ref:
        yield f"Its description speaks of another branch, {facts.metadata.target_branch}."
    if facts.metadata.maintainer_changes:
        yield "The maintainers of a package have changed since its last release."


def _about_files(facts: Facts) -> Iterator[str]:
    expected, found = facts.pull_request.changed_files, len(facts.files)
    if found != expected:
        yield f"GitHub lists {found} of its {expected} changed files."


def _about_updates(policy: Policy | Fault, updates: tuple[Update, ...]) -> Iterator[str]:
    if isinstance(policy, Fault):
        return
    for update in updates:
        if update.said and update.jump.said and update.said != update.jump.said:
            yield f"{update}: its description calls this a {update.said} update."
        if reason := objection(policy, update):
            yield reason
