"""The commands of the workflow: `decide`, `act`, and `policy` for a look at the policy alone."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools.automerge.acting import act
from devtools.automerge.fault import Fault
from devtools.automerge.github import GitHub
from devtools.automerge.pull_request import from_file
from devtools.automerge.verdict import Verdict, from_json, refusal

PATIENCE = 20.0
USAGE = "usage: python -m devtools.automerge decide|act|policy"
WARNING = (
    "::warning title=No GitHub App::The workflow's own token arms this merge, so the merge starts "
    "no workflow and no deployment. docs/dependencies.md tells how to make an App."
)


def run(arguments: Sequence[str], environment: Mapping[str, str], checkout: Path) -> int:
    """Runs one command in a checkout of the base branch and prints what came of it.

    Gives 0 when it did its work, whatever the verdict, 1 when it could not, 2 when misused.
    """
    commands = {"decide": _decide, "act": _act, "policy": _policy}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(USAGE)
        return 2
    try:
        commands[arguments[0]](environment, checkout)
    except Fault as fault:
        print(f"::error::{fault}")
        return 1
    return 0


def _decide(environment: Mapping[str, str], checkout: Path) -> None:
    # Only here: the job that acts has no reader of YAML, and needs none.
    from devtools.automerge.deciding import decide_event

    decide_event(environment, checkout, _github(environment))


def _act(environment: Mapping[str, str], _: Path) -> None:
    verdict = _handed_on(environment)
    if verdict.merge and environment["HAS_APP"] != "true":
        print(WARNING)
    print(act(verdict, _github(environment), environment))


def _handed_on(environment: Mapping[str, str]) -> Verdict:
    if environment["VERDICT"]:
        return from_json(environment["VERDICT"])
    # The other job failed: what an earlier run armed must not stay so.
    pull = from_file(environment["GITHUB_EVENT_PATH"])
    return refusal(pull, "The decision itself failed; the log of its run tells why.")


def _policy(_: Mapping[str, str], checkout: Path) -> None:
    from devtools.automerge.deciding import count_rules

    count = count_rules(checkout)
    print(f"The policy of dependency updates is well written: {count} ways to merge.")


def _github(environment: Mapping[str, str]) -> GitHub:
    return GitHub(
        api=environment["GITHUB_API_URL"],
        repository=environment["GITHUB_REPOSITORY"],
        token=environment["GH_TOKEN"],
        patience=PATIENCE,
    )
