"""A decision from an event's file to the verdict's places: the log, the summary, the output."""

from collections.abc import Mapping
from pathlib import Path

from devtools.automerge.decision import decide
from devtools.automerge.fault import Fault
from devtools.automerge.github import GitHub
from devtools.automerge.policy_file import read_policy
from devtools.automerge.pull_request import PullRequest, from_file
from devtools.automerge.reading import gather
from devtools.automerge.verdict import Verdict, refusal


def decide_event(environment: Mapping[str, str], checkout: Path, github: GitHub) -> None:
    """Decides on the pull request of the event; raises Fault when the event cannot be read."""
    pull = from_file(environment["GITHUB_EVENT_PATH"])
    verdict = _verdict(pull, environment, checkout, github)
    print(verdict.comment())
    _append(environment["GITHUB_STEP_SUMMARY"], verdict.comment())
    _append(environment["GITHUB_OUTPUT"], f"verdict={verdict.to_json()}")


def count_rules(checkout: Path) -> int:
    """How many entries a checkout's allow-list has; raises Fault when its policy is wrong."""
    return len(read_policy(checkout).rules)


def _verdict(
    pull: PullRequest, environment: Mapping[str, str], checkout: Path, github: GitHub
) -> Verdict:
    try:
        return decide(gather(pull, environment, checkout, github))
    except Fault as fault:
        return refusal(pull, str(fault))


def _append(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{line}\n")
