"""All checks of a folder of Bicep files, in every way in which it is meant to be deployed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools.bicep import azd, names, rules
from devtools.bicep.plan import Part, parts
from devtools.bicep.tree import File, Finding, disagreement, read

SCENARIOS: dict[str, dict[str, Any]] = {
    "default": {},
    "public": {"databaseAccess": "public"},
    "appservice": {"host": "appservice"},
    "elasticCluster": {"database": "elasticCluster"},
    "secret": {"signIn": "secret", "principalId": "somebody"},
    "everything": {
        "frontDoor": True, "watch": True, "alertEmail": "operator@example.org",
        "purgeProtection": True, "highAvailability": True, "zoneRedundant": True,
    },
}  # fmt: skip


def check(folder: Path, twice: bool = True) -> list[Finding]:
    """The faults of main.bicep, web.bicep, their modules, and azure.yaml beside the folder.

    `twice`: both parsers read the files (the other one is the slower).
    """
    files = {path.resolve(): read(path.resolve()) for path in sorted(folder.rglob("*.bicep"))}
    found = list(names.check(files))
    if twice:
        found += [one for file in files.values() for one in disagreement(file)]
    if not any(one.check == "syntax" for one in found):
        main, web = (files[(folder / name).resolve()] for name in ("main.bicep", "web.bicep"))
        found += _deployed(files, main, web)
    return sorted(set(found), key=lambda one: (one.path, one.line, one.check, one.text))


def _deployed(files: dict[Path, File], main: File, web: File) -> Iterator[Finding]:
    root = main.path.parent.parent
    yield from azd.check_yaml(root)
    yield from azd.check_outputs(main, root)
    for file in (main, web):
        yield from azd.check_parameters(file, main)
    ours = azd.parameters(main)
    bare = {name: ours.get(name) for name, one in main.parameters.items() if one.value is None}
    for scenario, chosen in {"bare": None, **SCENARIOS}.items():
        given = bare if chosen is None else ours | chosen
        deployed = list(parts(files, Part(main, given)))
        planned = [one for part in deployed for one in part.resources()]
        yield from names.check_handed(deployed)
        yield from rules.check(planned, scenario)
        yield from azd.check_tags(planned, "site" if scenario == "appservice" else "")
    planned = list(Part(web, azd.parameters(web)).resources())
    yield from rules.check(planned, "web")
    yield from azd.check_tags(planned, "web")
