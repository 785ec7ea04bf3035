"""The small scripts with which workflows talk to GitHub, against a `gh` that writes down calls."""

import os
import subprocess

import pytest

from devtools.workflow_check import ROOT

RUN = "https://example.org/runs/1"


@pytest.fixture
def call(tmp_path):
    """`call(answer, script, …)` runs a script whose `gh` gives that answer; gives all it did."""
    gh = tmp_path / "gh"
    gh.write_text('#!/bin/sh\necho "$1 $2 $3" >>"$CALLS"\nprintf "%s" "$ANSWER"\n')
    gh.chmod(0o755)

    def called(answer, *command):
        done = subprocess.run(
            [ROOT / "script" / command[0], *command[1:]],
            env={
                "PATH": f"{tmp_path}:{os.environ['PATH']}",
                "CALLS": str(tmp_path / "calls"),
                "ANSWER": answer,
                "GITHUB_REPOSITORY": "Example/Surveys",
                "GITHUB_OUTPUT": str(tmp_path / "output"),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        calls = tmp_path / "calls"
        return done, calls.read_text().splitlines() if calls.exists() else []

    return called


@pytest.mark.parametrize(
    ("result", "open_issue", "calls"),
    [
        ("failure", "", ["label create nightly", "issue create --label"]),
        ("failure", "7", ["issue comment 7"]),
        ("success", "7", ["issue close 7"]),
        ("success", "", []),
        ("cancelled", "7", []),
    ],
)
def test_the_nightly_run_keeps_one_issue(call, result, open_issue, calls):
    done, called = call(open_issue, "nightly-issue", result, RUN)
    assert (done.returncode, called) == (0, ["issue list --label", *calls])


def test_a_commit_passed_when_its_gate_did(call):
    done, called = call("success", "commit-passed", "abc")
    assert done.returncode == 0
    assert called[0].startswith("api repos/Example/Surveys/commits/abc/check-runs?check_name=")


@pytest.mark.parametrize("said", ["", "failure", "failure, success", "unfinished", "skipped"])
def test_a_commit_whose_gate_did_not_succeed_is_refused(call, said):
    done, _ = call(said, "commit-passed", "abc")
    assert done.returncode == 1
    assert (said or "they never ran") in done.stderr


def test_an_images_name_is_lower_case(call, tmp_path):
    call("", "image-name")
    assert (tmp_path / "output").read_text() == "image=ghcr.io/example/surveys\n"
