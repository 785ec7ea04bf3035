"""The workflows are held to our rules, and a breach of any of them is seen."""

import re
import shutil

import pytest

from devtools.workflow_check import ROOT, TOOLS, faults, starts


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A copy of what the check reads."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / ".github", root / ".github")
    shutil.copytree(ROOT / "script", root / "script")
    return root


@pytest.fixture
def break_(sound):
    """`break_(file, pattern, text)` rewrites the copy and gives its faults; undone at the end."""
    before = {}

    def broken(name, pattern, text):
        path = sound / ".github" / name
        before[path] = path.read_text()
        changed = re.sub(pattern, lambda _: text, before[path], count=1, flags=re.MULTILINE)
        assert changed != before[path]
        path.write_text(changed)
        return list(faults(sound))

    yield broken
    for path, text in before.items():
        path.write_text(text)


def test_our_own_workflows_have_no_faults():
    assert list(faults()) == []


CHECKS, DEPLOY = "workflows/checks.yml", "workflows/deploy.yml"
CODEQL, NIGHTLY = "workflows/codeql.yml", "workflows/nightly.yml"
IMAGE, RULES = "workflows/image.yml", "rulesets/default-branch.json"


@pytest.mark.parametrize(
    ("file", "pattern", "text", "fault"),
    [
        (CHECKS, r"^permissions: {}", "permissions: {contents: read}", "rights for all its jobs"),
        (CODEQL, r"^permissions: {}\n", "", "takes rights for all its jobs"),
        (NIGHTLY, r"^concurrency:\n.*\n.*\n", "", "has no concurrency group"),
        (CODEQL, r"pull_request:", "pull_request_target:", "gives strangers' changes our rights"),
        (NIGHTLY, r"schedule:", "workflow_run:\n  schedule:", "gives strangers' changes our"),
        (CHECKS, r"@[0-9a-f]{40} # v7.0.1", "@v7", "not pinned by a commit"),
        (CHECKS, r"@3d3c42e5", "@", "not pinned by a commit"),
        (CHECKS, r" # v7.0.1", "", "without its version in a comment"),
        (CHECKS, r" # v7.0.1", " # v7", "without its version in a comment"),
        (IMAGE, r"@3d3c42e5", "@00000000", "actions/checkout is pinned to several commits"),
        (
            CHECKS,
            r"workflows/image.yml",
            "workflows/picture.yml",
            "picture.yml, which is not there",
        ),
        (NIGHTLY, r"    permissions:\n.*\n    strategy:", "    strategy:", "which rights it needs"),
        (CODEQL, r"    timeout-minutes: 30\n", "", "may run for hours"),
        (CHECKS, r"persist-credentials: false", "persist-credentials: true", "its credentials in"),
        (NIGHTLY, r"        with:\n.*persist-credentials.*\n", "", "leaves its credentials in"),
        (
            CHECKS,
            r"run: script/test$",
            "run: script/tests",
            "runs script/tests, which is not there",
        ),
        (CHECKS, r"run: script/test$", "run: pytest", "neither a script of ours nor"),
        (CHECKS, r"run: script/test$", "run: script/test ${{ github.head_ref }}", "an expression"),
        (CHECKS, r"needs: \[tests, ", "needs: [", "the gate does not wait for tests"),
        (CHECKS, r"needs: \[.*, image,", "needs: [", "the gate does not wait for image"),
        (CHECKS, r"if: \$\{\{ always\(\) \}\}\n", "\n", "the gate is skipped"),
        (CHECKS, r'== "success"', '!= "failure"', "whether every job succeeded"),
        (CHECKS, r"needs: \[passed, publish\]", "needs: [publish]", "deploy does not wait for the"),
        (CHECKS, r"needs: \[passed\]", "needs: [tests]", "publish could deploy or publish before"),
        (CHECKS, r"'refs/heads/main' &&", "'' &&", "deploy does more than check, and not on main"),
        (CHECKS, r'"3.13", "3.14"\]', '"3.13"]', "not run on every Python and PostgreSQL"),
        (CHECKS, r"\[15, 18\]", "[18]", "not run on every Python and PostgreSQL"),
        (CHECKS, r"name: Checks passed", "name: All good", "no job is called “Checks passed”"),
        (CODEQL, r"python, java", "java", "no job is called “Analyse (python)”"),
        (CODEQL, r"pull_request:", "pull_request: {paths: [backend]}", "not run in every pull req"),
        (CODEQL, r"  pull_request:\n", "", "does not run in every pull request"),
        (RULES, r"Dependency review", "Review", "no job is called “Review”"),
    ],
)
def test_a_breach_is_seen(break_, file, pattern, text, fault):
    assert [found for found in break_(file, pattern, text) if fault in found]


def test_a_workflow_says_what_starts_it_in_three_ways():
    assert starts({True: "push"}) == starts({"on": ["push"]}) == starts({"on": {"push": None}})


def test_the_runners_tools_are_few():
    assert len(TOOLS) < 10


def test_a_deployment_hands_on_every_setting_of_infra():
    files = (ROOT / "infra").glob("*.parameters.json")
    asked = set(re.findall(r"\$\{(SURVEYS_\w+)=", "".join(path.read_text() for path in files)))
    told = set(re.findall(r"^output (\w+)", (ROOT / "infra/main.bicep").read_text(), re.MULTILINE))
    given = set(re.findall(r"vars\.(SURVEYS_\w+)", (ROOT / ".github" / DEPLOY).read_text()))
    assert given == asked - told
