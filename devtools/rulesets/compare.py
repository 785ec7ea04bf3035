"""Where GitHub and the code part: one sentence a difference."""

import json
from collections.abc import Iterator

from devtools.rulesets.code import Json

MISSING = "missing"


def differences(about: str, wanted: dict[str, object], found: dict[str, object]) -> Iterator[str]:
    """One sentence for each entry that differs; of what only GitHub knows, what is not off."""
    for key in wanted | found:
        here, there = wanted.get(key, MISSING), found.get(key, MISSING)
        idle = key not in wanted and there in (None, False, 0, "", "[]", "{}")
        if here != there and not idle:
            yield f"{about}: {key} is {_word(there)} on GitHub, {_word(here)} in the code."


def flat(ruleset: Json) -> dict[str, object]:
    """A ruleset as entries to compare: what is said of it, each rule, each required check."""
    entries: dict[str, object] = {key: ruleset.get(key) for key in ("target", "enforcement")}
    if "bypass_actors" in ruleset:
        entries["the list of who may go round it"] = _plain(ruleset["bypass_actors"])
    for key, value in ruleset.get("conditions", {}).get("ref_name", {}).items():
        entries[f"ref_name.{key}"] = _plain(value)
    for rule in ruleset.get("rules", []):
        entries[f"the rule {rule['type']}"] = "there"
        entries |= dict(_parameters(rule["type"], rule.get("parameters") or {}))
    return entries


def settings(wanted: Json, found: Json) -> tuple[dict[str, object], dict[str, object]]:
    """Settings to compare: those that the code names, of all that GitHub tells."""
    return dict(wanted), {key: found[key] for key in wanted if key in found}


def _parameters(kind: str, values: Json) -> Iterator[tuple[str, object]]:
    for key, value in values.items():
        if key == "required_status_checks":
            for check in value:
                who = check.get("integration_id")
                yield (
                    f"the required check “{check['context']}”",
                    f"bound to integration {who}" if who else "open to any reporter",
                )
        else:
            yield f"{kind}.{key}", _plain(value)


def _plain(value: object) -> object:
    """A value that is equal when it means the same: the order of a list means nothing here."""
    if isinstance(value, list):
        return f"[{', '.join(sorted(json.dumps(item, sort_keys=True) for item in value))}]"
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
