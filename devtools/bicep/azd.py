"""What azd needs to find its way: tags, outputs, parameters files, and azure.yaml."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from devtools.bicep.names import misfits
from devtools.bicep.plan import Planned
from devtools.bicep.tree import File, Finding

GIVEN = {  # what azd knows by itself
    "AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_PRINCIPAL_ID", "AZURE_SUBSCRIPTION_ID",
    "SERVICE_WEB_IMAGE_NAME",
}  # fmt: skip
NEEDED = {"AZURE_RESOURCE_GROUP", "AZURE_TENANT_ID", "AZURE_CONTAINER_REGISTRY_ENDPOINT"}
TAGS = {"azd-env-name", "azd-service-name"}
HOSTS = {"containerapp": "docker", "appservice": "py"}
SERVICES = {"web": "Microsoft.App/containerApps", "site": "Microsoft.Web/sites"}
VARIABLE = re.compile(r"\$\{(\w+)(=[^}]*)?\}")


def parameters(file: File) -> dict[str, Any]:
    """What the parameters file beside a Bicep file gives in an environment that has no settings."""
    written = VARIABLE.sub(_filled, _beside(file))
    given = json.loads(written)["parameters"]
    return {name: _typed(file, name, one["value"]) for name, one in given.items()}


def _filled(found: re.Match[str]) -> str:
    always = found[1].startswith("AZURE_") or found[2] is None
    return found[1].lower() if always else found[2][1:]


def _beside(file: File) -> str:
    return file.path.with_suffix(".parameters.json").read_text()


def _typed(file: File, name: str, found: Any) -> Any:
    """The text of a setting as azd hands it on: as what the parameter is."""
    kind = file.parameters[name].type if name in file.parameters else "string"
    if isinstance(found, str) and kind == "bool":
        return {"true": True, "false": False}.get(found, found)
    return int(found) if isinstance(found, str) and kind == "int" and found.isdecimal() else found


def check_parameters(file: File, main: File) -> Iterator[Finding]:
    """Whether a parameters file fits its Bicep file, and its settings are there."""
    given = parameters(file)
    for name, found in given.items():
        if name not in file.parameters:
            yield file.finding("parameters-file", file.root, f"there is no parameter {name}.")
        else:
            at = file.parameters[name]
            yield from misfits(file, at, at, found, name)
    for name, declared in file.parameters.items():
        if declared.value is None and name not in given:
            yield file.finding("parameters-file", declared, f"{name} is not given.")
    for variable, default in VARIABLE.findall(_beside(file)):
        if not default and variable not in GIVEN | set(main.outputs):
            yield main.finding("azd-output", main.root, f"there is no output {variable}.")


def check_outputs(main: File, root: Path) -> Iterator[Finding]:
    """Whether main.bicep tells azd, and the hooks, what they ask for."""
    asked = set(NEEDED)
    for hook in sorted((main.path.parent / "hooks").glob("*.sh")):
        asked |= set(re.findall(r"\$\{(\w+):\?", hook.read_text()))
    for service in _yaml(root)["services"].values():
        asked |= {name for name, _ in VARIABLE.findall(str(service.get("condition", "")))}
    for name in sorted(asked - GIVEN - set(main.outputs)):
        yield main.finding("azd-output", main.root, f"there is no output {name}.")


def check_tags(planned: list[Planned], service: str) -> Iterator[Finding]:
    """Whether azd finds its resource group and, where one is deployed, its service."""
    found: dict[str, str] = {}
    for one in planned:
        tags = one.body.get("tags") or {}
        for name in tags if isinstance(tags, dict) else ():
            if name.startswith("azd") and name not in TAGS:
                yield one.file.finding("azd-tag", one.declared, f"azd knows no tag {name}.")
        if isinstance(tags, dict) and "azd-service-name" in tags:
            found[tags["azd-service-name"]] = one.kind
        if one.kind == "Microsoft.Resources/resourceGroups" and "azd-env-name" not in tags:
            yield one.file.finding("azd-tag", one.declared, "the group has no tag azd-env-name.")
    if found != ({service: SERVICES[service]} if service else {}):
        at = planned[0]
        yield at.file.finding("azd-tag", at.declared, f"azd would find {found or 'no service'}.")


def check_yaml(root: Path) -> Iterator[Finding]:
    """Whether azure.yaml names hosts, languages and files that there are."""
    path, project = root / "azure.yaml", _yaml(root)

    def fault(sentence: str) -> Finding:
        return Finding("azure-yaml", path, 1, sentence)

    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", str(project.get("name"))):
        yield fault("the name may hold small letters, digits and hyphens.")
    if set(project["services"]) != set(SERVICES):
        yield fault(f"the services are {', '.join(project['services'])}.")
    for name, service in project["services"].items():
        if HOSTS.get(service["host"], "") != service.get("language"):
            yield fault(f"{name}: no {service['host']} in {service.get('language')}.")
        if "condition" not in service:
            yield fault(f"{name} would always be deployed.")
    for named in re.findall(r"\brun: (\S+)", path.read_text()):
        if not (root / named).is_file():
            yield fault(f"there is no {named}.")
    for hook in re.findall(r"shell: (\S+)\n\s+run: \S+?(\.\w+)\n", path.read_text()):
        if hook not in {("sh", ".sh"), ("pwsh", ".ps1")}:
            yield fault(f"a {hook[1]} file is not for {hook[0]}.")


def _yaml(root: Path) -> dict[str, Any]:
    return _parsed((root / "azure.yaml").read_text())


@cache
def _parsed(written: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(written)
    return read
