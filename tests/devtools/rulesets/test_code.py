"""Our rules hold by themselves, and a project whose rules do not is told why."""

import json
import re

import pytest

from devtools.rulesets.code import faults, read, required_checks
from tests.devtools.rulesets.conftest import ROOT

REQUIRED = {
    "Checks passed",
    "Dependency review",
    "Analyse (python)",
    "Analyse (javascript-typescript)",
    "Analyse (actions)",
}
RULES = {"deletion", "non_fast_forward", "required_linear_history", "pull_request"}


def test_our_own_rules_have_no_faults():
    assert list(faults(read(ROOT))) == []


def test_our_own_rules_require_what_we_promise():
    (ruleset,) = read(ROOT).rulesets
    assert {check["context"] for check in required_checks(ruleset)} == REQUIRED
    assert {rule["type"] for rule in ruleset["rules"]} >= RULES
    assert ruleset["enforcement"] == "active"


def test_only_the_locks_may_be_approved_by_the_workflow():
    lines = (ROOT / ".github" / "CODEOWNERS").read_text().splitlines()
    free = [line for line in lines if line and not line.startswith("#") and "@" not in line]
    assert free == [f"/requirements{part}" for part in (".in", ".txt", "-dev.in", "-dev.txt")]


def test_a_sound_project_has_no_faults(project):
    assert list(faults(read(project))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("workflows/checks.yml", "Dependency review", "Reviewed", "“Dependency review” is requ"),
        ("workflows/checks.yml", "  pull_request:", "  pull_request: {paths: [a]}", "“Checks p"),
        ("workflows/checks.yml", "always()", "!cancelled()", "“Checks passed” is required, but"),
        ("workflows/checks.yml", ", actions]", "]", "“Analyse (actions)” is required, but no"),
        ("repository.json", '"allow_auto_merge": true', '"allow_auto_merge": false', "Auto-merge"),
        ("rulesets/default-branch.json", "15368", "99", "by others than GitHub Actions"),
        ("rulesets/default-branch.json", '"required_status_checks",', '"x",', "zero checks"),
        ("rulesets/default-branch.json", '"bypass_actors": []', '"bypass_actors": [1]', "round"),
        ("rulesets/default-branch.json", "review_count\": 1", "review_count\": 0", "nobody's"),
        ("rulesets/default-branch.json", "owner_review\": true", "owner_review\": false", "who"),
        ("CODEOWNERS", "* @", "/docs @", "CODEOWNERS names nobody"),
    ],
)  # fmt: skip
def test_a_project_that_would_let_all_through_is_told(project, file, old, new, fault):
    path = project / ".github" / file
    changed = re.sub(re.escape(old), lambda _: new, path.read_text())
    assert changed != path.read_text()
    path.write_text(changed)
    assert any(fault in found for found in faults(read(project)))


def test_a_project_without_code_owners_is_told(project):
    (project / ".github" / "CODEOWNERS").unlink()
    assert any("CODEOWNERS" in found for found in faults(read(project)))


def test_a_project_without_rulesets_requires_nothing(project):
    (project / ".github" / "rulesets" / "default-branch.json").unlink()
    found = list(faults(read(project)))
    assert any("requires no check" in fault for fault in found)
    assert any("nobody's approval" in fault for fault in found)


def test_the_files_are_as_github_exports_them():
    for path in (ROOT / ".github" / "rulesets").glob("*.json"):
        assert set(json.loads(path.read_text())) == {
            "name", "target", "enforcement", "bypass_actors", "conditions", "rules",
        }  # fmt: skip
