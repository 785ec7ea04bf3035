"""The names under which the workflows of the project report, as far as every pull request has them.

A required check that no workflow reports blocks every merge; one that a workflow may skip lets
everything through, as GitHub takes a skipped job for a passed one.
"""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Node = dict[str, Any]

FILTERS = ("paths", "paths-ignore", "branches-ignore")
MOMENTS = {"opened", "synchronize", "reopened"}
EXPRESSION = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")


def contexts(workflows: Path) -> set[str]:
    """The checks that every pull request to the default branch gets from these workflows."""
    found: set[str] = set()
    for path in sorted([*workflows.glob("*.yml"), *workflows.glob("*.yaml")]):
        workflow = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        if isinstance(workflow, dict) and _on_every_pull_request(workflow.get("on")):
            for key, job in workflow["jobs"].items():
                if _always_tells(job):
                    found.update(_names(key, job))
    return found


def _on_every_pull_request(on: object) -> bool:
    if not isinstance(on, dict):
        return on == "pull_request" or (isinstance(on, list) and "pull_request" in on)
    if "pull_request" not in on:
        return False
    event = on["pull_request"] or {}
    return (
        not any(name in event for name in FILTERS)
        and ("branches" not in event or "main" in event["branches"])
        and set(event.get("types", MOMENTS)) >= MOMENTS
    )


def _always_tells(job: Node) -> bool:
    """Whether a job can't be skipped: it waits for nothing, or looks at what it waited for."""
    condition = str(job.get("if", "")).strip().removeprefix("${{").removesuffix("}}").strip()
    if job.get("needs"):
        return condition == "always()"
    return condition in ("", "always()") and "uses" not in job


def _names(key: str, job: Node) -> Iterator[str]:
    name = str(job.get("name", key))
    rows = list(_rows(job.get("strategy", {}).get("matrix", {})))
    for row in rows or [{}]:
        if EXPRESSION.search(name) or not row:
            yield _filled(name, row)
        else:
            yield f"{name} ({', '.join(str(value) for value in row.values())})"


def _filled(name: str, row: Node) -> str:
    return EXPRESSION.sub(lambda match: str(row.get(match[1], "")), name)


def _rows(matrix: Node) -> Iterator[Node]:
    """The combinations of a matrix; `include` adds rows of its own, as ours use it no other way."""
    axes = {key: value for key, value in matrix.items() if key not in ("include", "exclude")}
    if axes:
        left_out = matrix.get("exclude", [])
        for values in itertools.product(*axes.values()):
            row = dict(zip(axes, values, strict=True))
            if not any(gone.items() <= row.items() for gone in left_out):
                yield row
    yield from matrix.get("include", [])
