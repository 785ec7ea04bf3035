"""What a verdict does to a pull request: the calls of `gh`, and the one comment."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from devtools.automerge.acting import act
from devtools.automerge.verdict import MARK, Verdict
from tests.devtools.automerge.hub import Hub, noted, noting_gh
from tests.devtools.automerge.world import HEAD, URL

YES = Verdict(True, 2, URL, HEAD, ("`flask` 3.1.0 → 3.2.0 (minor)",), ())
NO = Verdict(False, 2, URL, HEAD, (), ("It is a draft.",))
SAID = f"{MARK}\nThis update does not merge itself. A person decides, because:\n\n- It is a draft."
GREEN = (
    f"{MARK}\nThis update merges itself as soon as its checks are green.\n\n"
    "- `flask` 3.1.0 → 3.2.0 (minor)"
)
APPROVE = [
    "app-token",
    "pr",
    "review",
    URL,
    "--approve",
    "--body",
    "The policy in .github/automerge.yml lets this update merge itself.",
]
MERGE = [
    "app-token",
    "pr",
    "merge",
    URL,
    "--auto",
    "--squash",
    "--match-head-commit",
    HEAD,
]
DISARM = ["app-token", "pr", "merge", URL, "--disable-auto"]
EARLIER = [
    {"id": 6, "body": "Superseded by #9.", "user": {"login": "dependabot[bot]", "type": "Bot"}},
    {"id": 7, "body": f"{MARK}\nI quote", "user": {"login": "mallory", "type": "User"}},
    {"id": 8, "body": f"{MARK}\nOld", "user": {"login": "surveys[bot]", "type": "Bot"}},
    {"id": 9, "body": f"{MARK}\nOlder", "user": {"login": "github-actions[bot]", "type": "Bot"}},
]


def _act(hub: Hub, verdict: Verdict, folder: Path, code: int = 0, **pull: Any) -> tuple[str, Any]:
    bin_, notes = noting_gh(folder, code)
    hub.documents["pulls/2"] = {
        "state": "open",
        "auto_merge": None,
        "head": {"sha": HEAD},
        **pull,
    }
    hub.documents.setdefault("issues/2/comments", [])
    path = f"{bin_}:{os.environ['PATH']}"
    told = act(verdict, hub.client(), {"PATH": path, "GH_TOKEN": "app-token"})
    return told, noted(notes)


def test_an_update_that_may_is_approved_and_armed_at_its_very_commit(
    hub: Hub, tmp_path: Path
) -> None:
    told, calls = _act(hub, YES, tmp_path)
    assert told == "The pull request was approved and merges itself when its checks are green."
    assert calls == [APPROVE, MERGE]
    assert hub.written == []


def test_an_earlier_refusal_is_taken_back(hub: Hub, tmp_path: Path) -> None:
    hub.documents["issues/2/comments"] = EARLIER
    _act(hub, YES, tmp_path)
    assert hub.written == [("PATCH", "issues/comments/8", {"body": GREEN})]


def test_an_update_that_may_not_is_told_why(hub: Hub, tmp_path: Path) -> None:
    told, calls = _act(hub, NO, tmp_path)
    assert told == "The pull request was told why it does not merge itself."
    assert calls == []
    assert hub.written == [("POST", "issues/2/comments", {"body": SAID})]


def test_a_second_refusal_replaces_the_first(hub: Hub, tmp_path: Path) -> None:
    hub.documents["issues/2/comments"] = EARLIER
    _act(hub, NO, tmp_path)
    assert hub.written == [("PATCH", "issues/comments/8", {"body": SAID})]


def test_what_an_earlier_run_armed_is_disarmed(hub: Hub, tmp_path: Path) -> None:
    _, calls = _act(hub, NO, tmp_path, auto_merge={"merge_method": "squash"})
    assert calls == [DISARM]


def test_what_has_moved_on_is_not_armed(hub: Hub, tmp_path: Path) -> None:
    told, calls = _act(hub, YES, tmp_path, head={"sha": "e" * 40})
    assert told == "The pull request has moved on: nothing was done."
    assert (calls, hub.written) == ([], [])


def test_what_has_moved_on_is_disarmed_all_the_same(hub: Hub, tmp_path: Path) -> None:
    _, calls = _act(hub, NO, tmp_path, head={"sha": "e" * 40}, auto_merge={})
    assert calls == [DISARM]


@pytest.mark.parametrize("verdict", [YES, NO])
def test_what_is_closed_is_left_alone(hub: Hub, tmp_path: Path, verdict: Verdict) -> None:
    told, calls = _act(hub, verdict, tmp_path, state="closed", auto_merge={})
    assert told == "The pull request is no longer open: nothing was done."
    assert (calls, hub.written) == ([], [])


def test_a_refusal_of_gh_is_not_passed_over(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        _act(hub, YES, tmp_path, code=1)
    assert noted(tmp_path / "gh.txt") == [APPROVE]
