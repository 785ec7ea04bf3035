"""Checks what we hold our workflows to, beyond what the linters know.

Run as `python -m devtools.workflow_check`; says what is wrong, a line each. A workflow has no
rights but those a job names; every action is pinned by its commit, with its version beside it;
every command is a script of ours, which runs on any machine, or a tool of GitHub's runners.
"""

import functools
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
TOOLS = {"az", "azd", "bicep", "docker", "gh", "jq", "sudo"}  # the runners'
GATE = "passed"  # the job of checks.yml that the rules of the main branch ask for
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
USES = re.compile(r"^\s*(?:- )?uses:\s*(\S+)(.*)$", re.MULTILINE)
VERSION = re.compile(r"\s+# v\d+\.\d+\.\d+\s*")
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
POSTGRESQLS = [15, 18]

Job = dict[Any, Any]


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the workflows of the project in `root`, a sentence each."""
    paths = sorted((root / ".github/workflows").glob("*.y*ml"))
    workflows = {path.name: _parsed(path.read_text()) for path in paths}
    for path in paths:
        name, workflow = path.name, workflows[path.name]
        yield from (f"{name}: {fault}" for fault in _of_workflow(workflow))
        yield from (f"{name}: {fault}" for fault in _of_pins(path.read_text(), root))
        for key, job in workflow["jobs"].items():
            yield from (f"{name}: {key} {fault}" for fault in _of_job(job, root))
    yield from (f"checks.yml: {fault}" for fault in _of_gate(workflows["checks.yml"]["jobs"]))
    yield from _of_rules(workflows, root)
    yield from _of_shas("\n".join(path.read_text() for path in paths))


def starts(workflow: Job) -> dict[str, Any]:
    """The events that start a workflow, with their filters (YAML reads the key `on` as true)."""
    on: Any = workflow.get("on", workflow.get(True))
    named = [on] if isinstance(on, str) else on
    return dict.fromkeys(named) if isinstance(named, list) else dict(named)


@functools.cache
def _parsed(text: str) -> Job:
    return dict(yaml.load(text, yaml.CSafeLoader))


def _of_workflow(workflow: Job) -> Iterator[str]:
    if workflow.get("permissions") != {}:
        yield "takes rights for all its jobs: write `permissions: {}`."
    if set(starts(workflow)) != {"workflow_call"} and "group" not in workflow.get(
        "concurrency", {}
    ):
        yield "has no concurrency group."
    for event in starts(workflow).keys() & {"pull_request_target", "workflow_run"}:
        yield f"starts on {event}, which gives strangers' changes our rights."


def _of_pins(text: str, root: Path) -> Iterator[str]:
    for action, rest in USES.findall(text):
        if action.startswith("$/"):
            if not (root / action.removeprefix("$/")).exists():
                yield f"uses {action}, which is not there."
        elif not PINNED.fullmatch(action):
            yield f"uses {action}, which is not pinned by a commit."
        elif not VERSION.fullmatch(rest):
            yield f"uses {action} without its version in a comment."


def _of_job(job: Job, root: Path) -> Iterator[str]:
    if "permissions" not in job:
        yield "does not say which rights it needs."
    if "uses" not in job and "timeout-minutes" not in job:
        yield "may run for hours: it has no timeout-minutes."
    for step in job.get("steps", []):
        checkout = "actions/checkout@" in step.get("uses", "")
        if checkout and step.get("with", {}).get("persist-credentials") is not False:
            yield "leaves its credentials in the checkout."
        if "run" in step:
            yield from _of_command(step["run"], root)


def _of_command(command: str, root: Path) -> Iterator[str]:
    if "${{" in command:
        yield "puts an expression into a command: give it an environment variable."
    for line in command.replace("\\\n", " ").splitlines():
        program = shlex.split(line, comments=True)[:1]
        script = bool(program) and program[0].startswith("script/")
        if script and not os.access(root / program[0], os.X_OK):
            yield f"runs {program[0]}, which is not there."
        elif program and not script and program[0] not in TOOLS:
            yield f"runs {program[0]}, which is neither a script of ours nor a runner's tool."


def _of_gate(jobs: dict[str, Job]) -> Iterator[str]:
    gate = jobs.get(GATE, {})
    after = {key for key, job in jobs.items() if GATE in _needs(job)}
    if unneeded := jobs.keys() - {GATE} - after - set(_needs(gate)):
        yield f"the gate does not wait for {', '.join(sorted(unneeded))}."
    if "always()" not in str(gate.get("if")):
        yield "the gate is skipped, which counts as green, when a job before it fails."
    said = " ".join(step.get("run", "") for step in gate.get("steps", []))
    if "all(" not in said or '.result == "success"' not in said:
        yield "the gate does not look whether every job succeeded."
    for key in after:
        if "refs/heads/main" not in str(jobs[key].get("if")):
            yield f"{key} does more than check, and not on main only."
    for key, job in jobs.items():
        if key not in after and set(job.get("permissions", {})) & {"id-token", "packages"}:
            yield f"{key} could deploy or publish before the gate."
        if re.search(r"(deploy|publish)\.yml$", job.get("uses", "")) and key not in after:
            yield f"{key} does not wait for the gate."
    matrix = jobs.get("tests", {}).get("strategy", {}).get("matrix", {})
    if matrix.get("python") != PYTHONS or matrix.get("postgresql") != POSTGRESQLS:
        yield "the tests do not run on every Python and PostgreSQL that we support."


def _of_rules(workflows: dict[str, Job], root: Path) -> Iterator[str]:
    """Each check that a branch rule asks for is a job that runs in every pull request."""
    given = dict(_checks(workflows))
    for path in sorted((root / ".github/rulesets").glob("*.json")):
        for context in _required(json.loads(path.read_text())):
            if context not in given:
                yield f"{path.name}: no job is called “{context}”."
            elif starts(given[context]).get("pull_request", "no") is not None:
                yield f"{path.name}: “{context}” does not run in every pull request."


def _checks(workflows: dict[str, Job]) -> Iterator[tuple[str, Job]]:
    for workflow in workflows.values():
        for key, job in workflow["jobs"].items():
            names = [job.get("name", key)]
            for axis, values in job.get("strategy", {}).get("matrix", {}).items():
                hole = f"${{{{ matrix.{axis} }}}}"
                names = [name.replace(hole, str(value)) for name in names for value in values]
            yield from ((name, workflow) for name in names)


def _required(ruleset: Job) -> Iterator[str]:
    for rule in ruleset["rules"]:
        if rule["type"] == "required_status_checks":
            yield from (one["context"] for one in rule["parameters"]["required_status_checks"])


def _of_shas(text: str) -> Iterator[str]:
    pins: dict[str, set[str]] = {}
    for action, _ in USES.findall(text):
        owner, _, sha = action.partition("@")
        pins.setdefault("/".join(owner.split("/")[:2]), set()).add(sha)
    yield from (f"{name} is pinned to several commits." for name in pins if len(pins[name]) > 1)


def _needs(job: Job) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else needs


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or "The workflows are as they should be.")
    sys.exit(bool(found))
