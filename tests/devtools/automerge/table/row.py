"""One row of the decision table, and what a row has when it says nothing."""

from dataclasses import dataclass, field
from typing import Any

from tests.devtools.automerge.world import (
    commit,
    described,
    locked,
    package,
)

POLICY = """
merge:
  - packages: ["*"]
    ecosystems: [pip]
    dependency-types: [production, development, indirect]
    update-types: [patch, minor]
    largest-jump: 5
  - packages: [certifi]
    ecosystems: [pip]
    dependency-types: [production]
    update-types: [major]
    largest-jump: 1
  - packages: [gunicorn]
    ecosystems: [pip]
    dependency-types: [production]
    update-types: [major]
    security: true
  - packages: ["actions/*"]
    ecosystems: [github-actions]
    dependency-types: [production]
    update-types: [patch, minor]
  - packages: ["*"]
    ecosystems: [docker, devcontainers]
    dependency-types: [production]
    update-types: [digest, patch]
never: [identity]
protected-files: [.github/workflows/automerge.yml]
"""
RULES = [
    {"type": "deletion"},
    {
        "type": "required_status_checks",
        "parameters": {
            "required_status_checks": [
                {"context": "Checks passed", "integration_id": 15368},
                {"context": "Dependency review"},
            ]
        },
    },
]
FLASK = package("flask", "3.1.0", "3.2.0")
TO_FLASK = ("requirements.txt", locked(), locked(flask="3.2.0"))
MISSING = "Dependabot's description of its update could not be read"
BEYOND = "changes, and the update neither names nor needs it."
CHECK = "GitHub does not require the check “{}” that .github/rulesets asks for."


@dataclass(frozen=True)
class Row:
    """One pull request and its verdict."""

    name: str
    reasons: tuple[str, ...] = ()
    updates: tuple[str, ...] | None = None
    event: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=lambda: described(FLASK))
    commits: tuple[dict[str, Any], ...] = (commit(),)
    files: tuple[tuple[str, ...], ...] = (TO_FLASK,)
    policy: dict[str, str] = field(default_factory=lambda: {"automerge.yml": POLICY})
    asked: list[Any] = field(default_factory=lambda: RULES)
    required: list[Any] = field(default_factory=lambda: RULES)


def moved(*packages: dict[str, Any], **pins: str) -> dict[str, Any]:
    """The metadata and the lock of packages that move."""
    return {
        "metadata": described(*packages),
        "files": (("requirements.txt", locked(), locked(**pins)),),
    }
