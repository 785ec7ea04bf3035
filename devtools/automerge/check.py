"""The checks that a branch requires before anything is merged into it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.automerge.fault import Fault
from devtools.automerge.shape import entries, number, text

RULESETS = ".github/rulesets"


@dataclass(frozen=True)
class Check:
    """A required check's name, and the one application whose word counts; None for anyone's."""

    name: str
    application: int | None


def from_code(root: Path) -> tuple[Check, ...]:
    """The checks that a checkout's rulesets ask for; raises Fault when one cannot be read."""
    checks: list[Check] = []
    for path in sorted((root / RULESETS).glob("*.json")):
        try:
            checks += _checks(json.loads(path.read_bytes())["rules"])
        except (ValueError, LookupError, TypeError, Fault) as error:
            raise Fault(f"{RULESETS}/{path.name} is no ruleset.") from error
    return tuple(checks)


def from_api(rules: list[Any]) -> tuple[Check, ...]:
    """The checks among the rules that GitHub holds a branch to; raises Fault."""
    return tuple(_checks(rules))


def unmet(asked: tuple[Check, ...], required: tuple[Check, ...]) -> list[str]:
    """What is wrong with the checks GitHub requires, held against those the code asks for."""
    if not asked:
        return [f"{RULESETS} asks for no check at all, and no check at all is not green."]
    if not required:
        return ["GitHub requires no check on this branch, and no check at all is not green."]
    return [
        f"GitHub does not require the check “{check.name}” that {RULESETS} asks for."
        for check in asked
        if not any(_as_strict(held, check) for held in required)
    ]


def _as_strict(held: Check, asked: Check) -> bool:
    return held.name == asked.name and asked.application in (None, held.application)


def _checks(rules: Any) -> Iterator[Check]:
    for rule in entries(rules):
        if text(rule, "type") == "required_status_checks":
            for check in entries(rule, "parameters", "required_status_checks"):
                yield Check(text(check, "context"), _application(check))


def _application(check: Any) -> int | None:
    named = check.get("integration_id") is not None
    return number(check, "integration_id") if named else None
