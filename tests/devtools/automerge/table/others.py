"""Actions, images and features."""

from typing import Any

from tests.devtools.automerge.table.row import POLICY, Row
from tests.devtools.automerge.world import (
    described,
    package,
)

OLD, NEW = "a" * 40, "b" * 40
DIGESTS = "@sha256:" + "a" * 64, "@sha256:" + "b" * 64


def action(before: str, after: str, path: str = ".github/workflows/checks.yml") -> dict[str, Any]:
    """The metadata and the workflow of an action's update, each given as `ref # version`."""
    step = "      - uses: actions/checkout@{}\n        with:\n          fetch-depth: 1\n"
    told = package("actions/checkout", "6.0.1", "6.0.2", "patch", packageEcosystem="github_actions")
    return {
        "metadata": described(told),
        "files": ((path, step.format(before), step.format(after)),),
    }


def image(before: str, after: str, told: dict[str, Any]) -> dict[str, Any]:
    """The metadata and the Dockerfile of an image's update."""
    text = "FROM python:{} AS build\nRUN pip --version\n"
    return {
        "metadata": described({**told, "packageEcosystem": "docker"}),
        "files": (("Dockerfile", text.format(before), text.format(after)),),
    }


def feature(before: str, after: str) -> dict[str, Any]:
    """The metadata and the file of a dev container feature's update."""
    name = "ghcr.io/devcontainers/features/azure-cli"
    text = '{{\n  "features": {{\n    "' + name + ':{}": {{}}\n  }}\n}}\n'
    told = package(name, before, after, "patch", packageEcosystem="devcontainers")
    files = ((".devcontainer/devcontainer.json", text.format(before), text.format(after)),)
    return {"metadata": described(told), "files": files}


OTHERS = [
    Row(
        "an action pinned by its commit merges",
        updates=("`actions/checkout` 6.0.1 → 6.0.2 (patch)",),
        **action(f"{OLD} # v6.0.1", f"{NEW} # v6.0.2"),
    ),
    Row(
        "an action whose comment tells less merges by its description",
        updates=("`actions/checkout` 6.0.1 → 6.0.2 (patch)",),
        **action(f"{OLD} # v6", f"{NEW} # v6"),
    ),
    Row(
        "an action without a comment merges by its description",
        updates=("`actions/checkout` 6.0.1 → 6.0.2 (patch)",),
        **action(OLD, NEW),
    ),
    Row("an action pinned by its tag merges", **action("v6.0.1", "v6.0.2")),
    Row(
        "an action of a folder merges",
        **action(f"{OLD} # v6.0.1", f"{NEW} # v6.0.2", ".github/actions/set/up/action.yml"),
    ),
    Row(
        "a description may write a v where the file has none",
        metadata=described(
            package(
                "actions/checkout",
                "v6.0.1",
                "v6.0.2",
                "patch",
                packageEcosystem="github_actions",
            )
        ),
        files=(
            (
                ".github/workflows/checks.yml",
                f"uses: actions/checkout@{OLD} # 6.0.1\n",
                f"uses: actions/checkout@{NEW} # 6.0.2\n",
            ),
        ),
    ),
    Row(
        "an action that loses its commit waits",
        (
            ".github/workflows/checks.yml: `actions/checkout` is no longer pinned by a commit.",
            "`actions/checkout` is named, and no file changes it.",
        ),
        **action(f"{OLD} # v6.0.1", "v6.0.2"),
    ),
    Row(
        "an action of another version than described waits",
        (
            ".github/workflows/checks.yml: `actions/checkout` goes from v6.0.1 to v7.0.0, and the "
            "description says from 6.0.1 to 6.0.2.",
        ),
        **action(f"{OLD} # v6.0.1", f"{NEW} # v7.0.0"),
    ),
    Row(
        "a step edited beside the action waits",
        (
            ".github/workflows/checks.yml: line 2 changes more than a version.",
            "`actions/checkout` is named, and no file changes it.",
        ),
        **action(f"{OLD} # v6.0.1", f"{NEW} # v6.0.2\n        env: {{}}"),
    ),
    Row(
        "another action in its place waits",
        (
            ".github/workflows/checks.yml: line 1 changes more than a version.",
            "`actions/checkout` is named, and no file changes it.",
        ),
        metadata=action(OLD, NEW)["metadata"],
        files=(
            (
                ".github/workflows/checks.yml",
                f"  - uses: actions/checkout@{OLD}\n",
                f"  - uses: mallory/checkout@{NEW}\n",
            ),
        ),
    ),
    Row(
        "the workflow that decides is left to people",
        (".github/workflows/automerge.yml: the policy leaves this file to people.",),
        **action(OLD, NEW, ".github/workflows/automerge.yml"),
    ),
    Row(
        "an action of somebody else waits",
        ("`mallory/checkout` may not merge itself as an update of github-actions.",),
        metadata=described(
            package(
                "mallory/checkout", "1.0.0", "1.0.1", "patch", packageEcosystem="github_actions"
            )
        ),
        files=(
            (
                ".github/workflows/checks.yml",
                f"uses: mallory/checkout@{OLD}\n",
                f"uses: mallory/checkout@{NEW}\n",
            ),
        ),
    ),
    Row(
        "an image built again merges",
        updates=("`python` 3.13.1-slim → 3.13.1-slim (digest)",),
        **image(
            f"3.13.1-slim{DIGESTS[0]}",
            f"3.13.1-slim{DIGESTS[1]}",
            package("python", "", "3.13.1-slim", ""),
        ),
    ),
    Row(
        "an image built again merges when the description tells its digests",
        updates=("`python` 3.13.1-slim → 3.13.1-slim (digest)",),
        **image(
            f"3.13.1-slim{DIGESTS[0]}",
            f"3.13.1-slim{DIGESTS[1]}",
            package("python", "aaaaaaa", "bbbbbbb", ""),
        ),
    ),
    Row(
        "an image used in two versions merges when both are described",
        updates=(
            "`python` 3.12.1 → 3.12.2 (patch)",
            "`python` 3.13.1 → 3.13.2 (patch)",
        ),
        metadata=described(
            package("python", "3.12.1", "3.12.2", "patch", packageEcosystem="docker"),
            package("python", "3.13.1", "3.13.2", "patch", packageEcosystem="docker"),
        ),
        files=(
            (
                "Dockerfile",
                "FROM python:3.12.1\nFROM python:3.13.1\n",
                "FROM python:3.12.2\nFROM python:3.13.2\n",
            ),
        ),
    ),
    Row(
        "an image's patch merges",
        **image(
            f"3.13.1-slim{DIGESTS[0]}",
            f"3.13.2-slim{DIGESTS[1]}",
            package("python", "3.13.1-slim", "3.13.2-slim", "patch"),
        ),
    ),
    Row(
        "an image's minor update waits where only patches may merge",
        ("`python` 3.13-slim → 3.14-slim (minor): an update of this size waits for a person.",),
        **image("3.13-slim", "3.14-slim", package("python", "3.13-slim", "3.14-slim")),
    ),
    Row(
        "another variant of an image waits",
        (
            "`python` 3.13.1-slim → 3.13.2-alpine (incomparable): nobody can tell how far apart "
            "these two are.",
        ),
        **image(
            "3.13.1-slim", "3.13.2-alpine", package("python", "3.13.1-slim", "3.13.2-alpine", "")
        ),
    ),
    Row(
        "an image that loses its digest waits",
        (
            "Dockerfile: `python` is no longer pinned by a digest.",
            "`python` is named, and no file changes it.",
        ),
        **image(
            f"3.13.1-slim{DIGESTS[0]}",
            "3.13.2-slim",
            package("python", "3.13.1-slim", "3.13.2-slim", "patch"),
        ),
    ),
    Row("a feature of the dev container merges", **feature("1.2.3", "1.2.4")),
    Row(
        "a package allowed for one ecosystem only waits in another",
        ("`actions/checkout` may not merge itself as an update of docker.",),
        policy={"automerge.yml": POLICY.replace('["*"]', "[certifi]")},
        metadata=described(
            package("actions/checkout", "1.0.0", "1.0.1", "patch", packageEcosystem="docker")
        ),
        files=(("Dockerfile", "FROM actions/checkout:1.0.0\n", "FROM actions/checkout:1.0.1\n"),),
    ),
]
