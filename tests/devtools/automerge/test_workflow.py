"""The workflow around the decision: what it may, what it runs, and that nothing is left open."""

import re
from pathlib import Path
from typing import Any

import yaml

from devtools.automerge.origin import ACTIONS

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / ".github/workflows/automerge.yml").read_text()
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]
CHECKOUTS = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout@")]


def test_it_runs_for_pull_requests_of_dependabots_alone() -> None:
    # YAML 1.1 takes the key `on` for true.
    assert WORKFLOW[True] == {"pull_request": {"types": list(ACTIONS)}}
    assert JOBS["decide"]["if"] == "github.event.pull_request.user.login == 'dependabot[bot]'"
    assert JOBS["act"]["needs"] == "decide"
    assert JOBS["act"]["if"] == "${{ !cancelled() && needs.decide.result != 'skipped' }}"


def test_it_may_nothing_but_what_each_job_is_given() -> None:
    assert WORKFLOW["permissions"] == {}
    assert JOBS["decide"]["permissions"] == {"contents": "read", "pull-requests": "read"}
    assert JOBS["act"]["permissions"] == {"contents": "write", "pull-requests": "write"}


def test_decisions_queue_and_end() -> None:
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False
    assert all(job["timeout-minutes"] == 5 for job in JOBS.values())


def test_only_the_base_is_checked_out_and_no_token_left_behind() -> None:
    assert len(CHECKOUTS) == 2
    for step in CHECKOUTS:
        assert step["with"] == {
            "ref": "${{ github.event.pull_request.base.sha }}",
            "persist-credentials": False,
        }


def test_every_action_is_pinned_by_its_commit_with_its_version_beside_it() -> None:
    uses = re.findall(r"^ +(?:- )?uses: (.+)$", TEXT, re.MULTILINE)
    assert len(uses) == len([step for step in STEPS if "uses" in step])
    for line in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)


def test_nothing_of_the_event_is_written_into_a_command() -> None:
    assert not [step["run"] for step in STEPS if "${{" in step.get("run", "")]


def test_the_decision_gets_every_variable_it_reads() -> None:
    source = (ROOT / "devtools/automerge/metadata.py").read_text()
    read = set(re.findall(r"METADATA_[A-Z_]+", source))
    (decide,) = [step for step in STEPS if step.get("id") == "decide"]
    assert set(decide["env"]) == {"GH_TOKEN", *read}
    for name in read:
        output = name.removeprefix("METADATA_").lower().replace("_", "-")
        assert decide["env"][name] == f"${{{{ steps.metadata.outputs.{output} }}}}"


def test_the_reader_of_yaml_is_the_one_the_lock_pins_with_hashes() -> None:
    script = (ROOT / "script/automerge").read_text()
    assert "sed -n '/^pyyaml==/,/^    # via/p' requirements-dev.txt" in script
    assert "--require-hashes" in script
    assert "--only-binary :all:" in script
    lock = (ROOT / "requirements-dev.txt").read_text()
    assert re.search(
        r"^pyyaml==\S+ \\\n(    --hash=sha256:\w+( \\)?\n)+    # via", lock, re.MULTILINE
    )
