"""The commands as the workflow runs them, from an event's file to what GitHub is told."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from devtools.automerge.command import run
from devtools.automerge.verdict import MARK
from tests.devtools.automerge.hub import REPOSITORY, Hub, noted, noting_gh
from tests.devtools.automerge.table import Row
from tests.devtools.automerge.table.row import POLICY, RULES
from tests.devtools.automerge.world import BASE, HEAD, URL, commit, payload

ROOT = Path(__file__).parents[3]
FORK = "f" * 40
ROW = Row("a plain update of Flask")
YES = f"{MARK}\nThis update merges itself as soon as its checks are green.\n\n"
NO = f"{MARK}\nThis update does not merge itself. A person decides, because:\n\n"


def _environment(hub: Hub, folder: Path, event: dict[str, Any]) -> dict[str, str]:
    (folder / "event.json").write_text(json.dumps(event))
    return {
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_API_URL": hub.api,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GH_TOKEN": "secret-token",
        **ROW.metadata,
    }


def _serve(hub: Hub) -> None:
    path, before, after = ROW.files[0]
    hub.documents |= {
        "pulls/2": {"state": "open", "auto_merge": None, "head": {"sha": HEAD}},
        "pulls/2/commits": [commit()],
        "pulls/2/files": [{"filename": path, "status": "modified"}],
        f"compare/{BASE}...{HEAD}": {"merge_base_commit": {"sha": FORK}},
        "rules/branches/master": RULES,
        "issues/2/comments": [],
    }
    hub.files |= {(path, FORK): before.encode(), (path, HEAD): after.encode()}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the base: its policy and its rules."""
    (tmp_path / "base/.github/rulesets").mkdir(parents=True)
    (tmp_path / "base/.github/automerge.yml").write_text(POLICY)
    (tmp_path / "base/.github/rulesets/main.json").write_text(json.dumps({"rules": RULES}))
    return tmp_path / "base"


def _output(folder: Path) -> dict[str, Any]:
    name, _, value = (folder / "output").read_text().rstrip("\n").partition("=")
    assert name == "verdict"
    found: dict[str, Any] = json.loads(value)
    return found


def test_a_decision_is_printed_summed_up_and_handed_on(
    hub: Hub, tmp_path: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _serve(hub)
    assert run(["decide"], _environment(hub, tmp_path, payload({})), checkout) == 0
    assert capsys.readouterr().out == f"{YES}- `flask` 3.1.0 → 3.2.0 (minor)\n"
    assert (tmp_path / "summary.md").read_text() == f"{YES}- `flask` 3.1.0 → 3.2.0 (minor)\n"
    assert _output(tmp_path) == {
        "merge": True,
        "number": 2,
        "url": URL,
        "head": HEAD,
        "updates": ["`flask` 3.1.0 → 3.2.0 (minor)"],
        "reasons": [],
    }
    assert all(asked.startswith("GET ") for asked in hub.asked)


def test_what_is_there_already_is_kept_when_the_decision_is_handed_on(
    hub: Hub, tmp_path: Path, checkout: Path
) -> None:
    _serve(hub)
    (tmp_path / "summary.md").write_text("Before\n")
    run(["decide"], _environment(hub, tmp_path, payload({})), checkout)
    assert (tmp_path / "summary.md").read_text().startswith("Before\n" + MARK)


def test_the_files_are_compared_from_where_the_branch_left_the_base(
    hub: Hub, tmp_path: Path, checkout: Path
) -> None:
    _serve(hub)
    run(["decide"], _environment(hub, tmp_path, payload({})), checkout)
    start = f"GET /repos/{REPOSITORY}/contents/requirements.txt?ref="
    assert f"{start}{FORK}" in hub.asked
    assert f"{start}{HEAD}" in hub.asked


def test_the_rules_of_a_branch_with_a_slash_are_asked_for(
    hub: Hub, tmp_path: Path, checkout: Path
) -> None:
    _serve(hub)
    hub.documents["rules/branches/release/1"] = RULES
    event = payload({"pull_request.base.ref": "release/1"})
    run(["decide"], _environment(hub, tmp_path, event), checkout)
    assert hub.asked[-1].startswith(f"GET /repos/{REPOSITORY}/rules/branches/release%2F1?")


def test_a_file_that_is_added_is_not_read(hub: Hub, tmp_path: Path, checkout: Path) -> None:
    _serve(hub)
    hub.documents["pulls/2/files"] = [{"filename": "new.txt", "status": "added"}]
    run(["decide"], _environment(hub, tmp_path, payload({})), checkout)
    assert "new.txt: is added, and updates only change files." in _output(tmp_path)["reasons"]
    assert not any("contents" in asked for asked in hub.asked)


def test_what_github_does_not_tell_makes_the_update_wait(
    hub: Hub, tmp_path: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _serve(hub)
    hub.faults["rules/branches/master"] = [403]
    assert run(["decide"], _environment(hub, tmp_path, payload({})), checkout) == 0
    asked = "GET rules/branches/master?per_page=100&page=1"
    assert capsys.readouterr().out == f"{NO}- GitHub answered {asked} with 403.\n"
    assert _output(tmp_path) == {
        "merge": False,
        "number": 2,
        "url": URL,
        "head": HEAD,
        "updates": [],
        "reasons": [f"GitHub answered {asked} with 403."],
    }


def test_what_the_checkout_and_the_description_lack_is_told_together(
    hub: Hub, tmp_path: Path
) -> None:
    _serve(hub)
    environment = _environment(hub, tmp_path, payload({}))
    environment["METADATA_UPDATED_DEPENDENCIES_JSON"] = ""
    (tmp_path / ".github/rulesets").mkdir(parents=True)
    (tmp_path / ".github/rulesets/broken.json").write_text("{}")
    run(["decide"], environment, tmp_path)
    assert _output(tmp_path)["reasons"] == [
        ".github/rulesets/broken.json is no ruleset.",
        "There is no policy: .github/automerge.yml does not exist.",
        "Dependabot's description of its update could not be read: there is none.",
    ]


def test_an_event_of_something_else_is_an_error(
    hub: Hub, tmp_path: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["decide"], _environment(hub, tmp_path, {"action": "created"}), checkout) == 1
    assert capsys.readouterr().out == "::error::repository.full_name is not a text.\n"


def _act(hub: Hub, folder: Path, merge: bool, app: str) -> tuple[int, list[list[str]]]:
    bin_, notes = noting_gh(folder)
    verdict = {"merge": merge, "number": 2, "url": URL, "head": HEAD}
    environment = {
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "VERDICT": json.dumps({**verdict, "updates": ["Flask"], "reasons": ["It is a draft."]}),
        "HAS_APP": app,
        "GITHUB_API_URL": hub.api,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GH_TOKEN": "secret-token",
    }
    return run(["act"], environment, folder), noted(notes)


def test_a_merge_armed_by_the_app_needs_no_warning(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _serve(hub)
    code, calls = _act(hub, tmp_path, True, "true")
    assert (code, len(calls)) == (0, 2)
    assert capsys.readouterr().out == (
        "The pull request was approved and merges itself when its checks are green.\n"
    )


def test_a_merge_armed_by_the_workflow_warns_that_it_deploys_nothing(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _serve(hub)
    _act(hub, tmp_path, True, "false")
    assert capsys.readouterr().out.splitlines()[0] == (
        "::warning title=No GitHub App::The workflow's own token arms this merge, so the merge "
        "starts no workflow and no deployment. docs/dependencies.md tells how to make an App."
    )


def test_a_refusal_warns_of_no_app(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _serve(hub)
    assert _act(hub, tmp_path, False, "false") == (0, [])
    assert capsys.readouterr().out == "The pull request was told why it does not merge itself.\n"
    assert hub.written[0][2] == {"body": f"{NO}- It is a draft."}


def test_a_verdict_that_cannot_be_read_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["act"], {"VERDICT": "yes"}, tmp_path) == 1
    assert capsys.readouterr().out == "::error::There is no verdict to act on.\n"


def test_a_decision_that_failed_disarms_what_was_armed(hub: Hub, tmp_path: Path) -> None:
    _serve(hub)
    hub.documents["pulls/2"] |= {"auto_merge": {"merge_method": "squash"}}
    bin_, notes = noting_gh(tmp_path)
    environment = _environment(hub, tmp_path, payload({}))
    environment |= {"PATH": f"{bin_}:{os.environ['PATH']}", "VERDICT": "", "HAS_APP": "true"}
    assert run(["act"], environment, tmp_path) == 0
    assert noted(notes) == [["secret-token", "pr", "merge", URL, "--disable-auto"]]
    reason = "The decision itself failed; the log of its run tells why."
    assert hub.written == [("POST", "issues/2/comments", {"body": f"{NO}- {reason}"})]


@pytest.mark.parametrize("arguments", [[], ["merge"], ["decide", "act"]])
def test_another_command_is_explained(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, {}, tmp_path) == 2
    expected = "usage: python -m devtools.automerge decide|act|policy\n"
    assert capsys.readouterr().out == expected


def test_the_policy_can_be_looked_at_alone(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy"], {}, checkout) == 0
    assert capsys.readouterr().out == (
        "The policy of dependency updates is well written: 5 ways to merge.\n"
    )


def test_the_projects_own_policy_is_well_written() -> None:
    assert run(["policy"], {}, ROOT) == 0


def test_the_two_jobs_work_as_programs_of_their_own(
    hub: Hub, tmp_path: Path, checkout: Path
) -> None:
    _serve(hub)
    bin_, notes = noting_gh(tmp_path)
    environment = _environment(hub, tmp_path, payload({}))
    environment |= {"PATH": f"{bin_}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    decide = [sys.executable, "-m", "devtools.automerge", "decide"]
    subprocess.run(decide, cwd=checkout, env=environment, check=True, capture_output=True)
    environment |= {"VERDICT": json.dumps(_output(tmp_path)), "HAS_APP": "true"}
    # The job that acts installs nothing: -S leaves out whatever is installed.
    act = [sys.executable, "-S", "-m", "devtools.automerge", "act"]
    done = subprocess.run(act, cwd=checkout, env=environment, check=True, capture_output=True)
    assert done.stdout.decode() == (
        "The pull request was approved and merges itself when its checks are green.\n"
    )
    assert [call[1:3] for call in noted(notes)] == [["pr", "review"], ["pr", "merge"]]


def test_the_module_runs_the_command_it_is_given_where_it_stands(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(sys, "argv", ["automerge", "policy"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("devtools.automerge", run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.endswith("5 ways to merge.\n")
