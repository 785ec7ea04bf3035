"""What the code says: the rulesets, the repository's settings, and what would make them a lie."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.rulesets.contexts import contexts

ACTIONS = 15368
"""GitHub's id of GitHub Actions as an integration: only its jobs may report a required check."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Code:
    """The rulesets of `.github/rulesets/` in GitHub's own format, and `.github/repository.json`."""

    root: Path
    rulesets: tuple[Json, ...]
    repository: Json
    actions: Json


def read(root: Path) -> Code:
    """The code of the project at this root; ValueError when a file is no JSON."""
    github = root / ".github"
    settings = _load(github / "repository.json")
    rulesets = tuple(_load(path) for path in sorted((github / "rulesets").glob("*.json")))
    return Code(root, rulesets, settings["repository"], settings["actions"])


def parameters(ruleset: Json, kind: str) -> Json:
    """The parameters of a ruleset's rule of this kind; empty when it has none."""
    found = (rule.get("parameters") for rule in ruleset.get("rules", []) if rule["type"] == kind)
    return next(found, None) or {}


def required_checks(ruleset: Json) -> list[Json]:
    """The checks that a ruleset requires, each with `context` and `integration_id`."""
    checks = parameters(ruleset, "required_status_checks").get("required_status_checks", [])
    return list(checks)


def faults(code: Code) -> Iterator[str]:
    """Why the code would not keep the default branch, even if GitHub did all that it says."""
    checks = [check for ruleset in code.rulesets for check in required_checks(ruleset)]
    if not checks:
        yield "The code requires no check: zero checks would pass for green."
    there = contexts(code.root / ".github" / "workflows")
    for check in checks:
        name = check["context"]
        if name not in there:
            yield f"“{name}” is required, but no workflow reports it on every pull request."
        if check.get("integration_id") != ACTIONS:
            yield f"“{name}” may be reported by others than GitHub Actions."
    if not code.repository.get("allow_auto_merge"):
        yield "Auto-merge is off in the code: what was approved would wait for a person."
    for ruleset in code.rulesets:
        if ruleset.get("bypass_actors"):
            yield f"“{ruleset['name']}” lets somebody go round it."
    yield from _without_approver(code)


def _without_approver(code: Code) -> Iterator[str]:
    rules = [parameters(ruleset, "pull_request") for ruleset in code.rulesets]
    if not any(rule.get("required_approving_review_count") for rule in rules):
        yield "The code requires nobody's approval."
    if not any(rule.get("require_code_owner_review") for rule in rules):
        yield "The code does not say who may approve: require_code_owner_review is off."
    owners = code.root / ".github" / "CODEOWNERS"
    lines = owners.read_text(encoding="utf-8").splitlines() if owners.exists() else []
    if not any(line.startswith("* @") for line in lines):
        yield "CODEOWNERS names nobody for “*”: nobody in particular would have to approve."


def _load(path: Path) -> Json:
    try:
        document: Json = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path.name} is no JSON: {error}") from error
    return document
