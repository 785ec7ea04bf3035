"""infra/ as Azure's JSON templates, for Checkov: it reads little Bicep, and not across modules.

`python -m devtools.checkov.template FOLDER` writes a template for each way to deploy, every module
followed and every parameter filled in; what only Azure knows stands there as its expression.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools.bicep.azd import parameters
from devtools.bicep.calls import Unknown
from devtools.bicep.plan import Part, Planned, parts
from devtools.bicep.tree import read

ROOT = Path(__file__).parents[2]
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
# As an organisation runs it for good; what is cheap to try, and to take down again, is less.
SAFE = {"purgeProtection": True, "zoneRedundant": True, "sku": "P1v3"}
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "container-app": ("main.bicep", SAFE),
    "app-service": ("main.bicep", SAFE | {"host": "appservice"}),
    "public-database": ("main.bicep", SAFE | {"databaseAccess": "public"}),
    "front-door": ("main.bicep", SAFE | {"frontDoor": True}),
    "web": ("web.bicep", {}),
}


def templates(infra: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the template of each way to deploy what the folder describes."""
    files = {path: read(path) for path in sorted(infra.rglob("*.bicep"))}
    for name, (main, chosen) in WAYS.items():
        file = files[infra / main]
        resources = [
            resource(one)
            for part in parts(files, Part(file, parameters(file) | chosen))
            for one in part.resources()
        ]
        yield name, {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": resources}


def resource(planned: Planned) -> dict[str, Any]:
    """A resource as such templates have it.

    Its name is a plain word: Checkov says nothing about a resource whose name is computed.
    """
    body = plain(planned.body)
    version = planned.declared.kind.partition("@")[2]
    name = re.sub(r"\W+", "-", str(body.get("name", planned.declared.name)))
    return body | {"type": planned.kind, "apiVersion": version, "name": name}


def plain(found: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(found, Unknown):
        return found.written
    if isinstance(found, dict):
        return {key: plain(inner) for key, inner in found.items()}
    if isinstance(found, list):
        return [plain(inner) for inner in found]
    return found


def write(folder: Path) -> None:
    """Write the templates of our infra/ into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, template in templates(ROOT / "infra"):
        (folder / f"{name}.json").write_text(json.dumps(template, indent=2))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
