"""infra/ as Azure's JSON templates, for Checkov: it reads little Bicep, and not across modules.

`python -m devtools.checkov.template FOLDER` writes a template for each way to deploy, every module
followed and every parameter filled in; what only Azure knows stands there as its expression.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from devtools.bicep.azd import parameters
from devtools.bicep.plan import Part, parts
from devtools.bicep.tree import read
from devtools.bicep.values import Unknown

ROOT = Path(__file__).parents[2]
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "container-app": ("main.bicep", {}),
    "app-service": ("main.bicep", {"host": "appservice"}),
    "public-database": ("main.bicep", {"databaseAccess": "public"}),
    "front-door": ("main.bicep", {"frontDoor": True}),
    "web": ("web.bicep", {}),
}


def templates(infra: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the template of each way to deploy what the folder describes."""
    files = {path: read(path) for path in sorted(infra.rglob("*.bicep"))}
    for name, (main, chosen) in WAYS.items():
        file = files[infra / main]
        resources = [
            {"type": one.kind, "apiVersion": one.declared.kind.partition("@")[2]} | plain(one.body)
            for part in parts(files, Part(file, parameters(file) | chosen))
            for one in part.resources()
        ]
        yield name, {"$schema": SCHEMA, "contentVersion": "1.0.0.0", "resources": resources}


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
