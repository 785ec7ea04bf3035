"""Making GitHub do what the code says, and seeing whether it does."""

from collections.abc import Iterator
from typing import Any

from devtools.rulesets.code import Code, Json, faults
from devtools.rulesets.compare import differences, flat, settings
from devtools.rulesets.github import Repository

HIDDEN = "GitHub does not show this token who may go round it"


def apply(code: Code, repository: Repository) -> Iterator[str]:
    """Create or update what differs; gives a line for each change. Refused if GitHub refuses.

    Checks come first: auto-merge is never on while nothing is required.
    """
    there = {ruleset["name"]: ruleset for ruleset in repository.rulesets()}
    for ruleset in code.rulesets:
        name = ruleset["name"]
        if name not in there:
            repository.create_ruleset(ruleset)
            yield f"Created the ruleset “{name}”."
        elif list(_ruleset_differences(ruleset, there[name])):
            repository.update_ruleset(there[name]["id"], ruleset)
            yield f"Updated the ruleset “{name}”."
    if list(_settings_differences("Actions", code.actions, repository.actions())):
        repository.change_actions(code.actions)
        yield "Changed what workflows may do."
    if list(_settings_differences("Repository", code.repository, repository.settings())):
        repository.change_settings(code.repository)
        yield "Changed the repository's settings."


def verify(code: Code, repository: Repository) -> Iterator[str]:
    """A line for each way in which the default branch is not kept as the code says."""
    yield from faults(code)
    there = {ruleset["name"]: ruleset for ruleset in repository.rulesets()}
    for ruleset in code.rulesets:
        found = there.pop(ruleset["name"], None)
        if found is None:
            yield f"“{ruleset['name']}” is missing on GitHub: nothing is required there."
        else:
            yield from _ruleset_differences(ruleset, found)
    for name in there:
        yield f"“{name}” is a ruleset on GitHub, but not in the code."
    yield from _settings_differences("Repository", code.repository, repository.settings())
    yield from _settings_differences("Actions", code.actions, repository.actions())
    yield from repository.owner_faults()


def _ruleset_differences(wanted: Json, found: Json) -> Iterator[str]:
    about = f"“{wanted['name']}”"
    if "bypass_actors" not in found:
        yield f"{about}: {HIDDEN}."
        found = found | {"bypass_actors": wanted["bypass_actors"]}
    yield from differences(about, flat(wanted), flat(found))


def _settings_differences(about: str, wanted: Json, found: dict[str, Any]) -> Iterator[str]:
    yield from differences(about, *settings(wanted, found))
