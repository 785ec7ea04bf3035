"""What has to be so wherever Surveys is deployed: rules of safety, on what would be deployed."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

from devtools.bicep.calls import Unknown
from devtools.bicep.plan import Planned
from devtools.bicep.tree import Finding

ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
METRICS_PUBLISHER = "3913510d-42f4-4e42-8a64-420c390055eb"
SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
NARROW = {"vault", "registry", "insights"}  # a role is given on one of these, never on a group
TLS = {"1.2", "1.3", "TLSv1.2", "TLSv1.3"}
SECRETS = {"SECRET_KEY", "CLIENT_SECRET", "DATABASE_URL", "DATABASE_URL_DIRECT", "DBPASS"}
SERVER = "Microsoft.DBforPostgreSQL/flexibleServers"
LOGGED = {SERVER, "Microsoft.KeyVault/vaults", "Microsoft.App/managedEnvironments",
          "Microsoft.ContainerRegistry/registries"}  # fmt: skip


def check(planned: list[Planned], scenario: str) -> Iterator[Finding]:
    """The faults of what one scenario would deploy; `scenario` is its name."""
    for one in planned:
        for rule in RULES.get(one.kind, ()):
            yield from rule(one, scenario)
        yield from _plain_secrets(one)
    yield from _together(planned)


def _server(one: Planned, scenario: str) -> Iterator[Finding]:
    network = one.at("properties.network.publicNetworkAccess")
    if network != "Disabled" and scenario not in ("public", "appservice"):
        yield _fault(one, "public-database", "the database is reachable from the internet.")
    login = (one.at("properties.authConfig.passwordAuth"),
             one.at("properties.authConfig.activeDirectoryAuth"))  # fmt: skip
    if login != ("Disabled", "Enabled") or one.at("properties.administratorLogin"):
        yield _fault(one, "password-authentication", "the database takes passwords.")


def _administrator(one: Planned, scenario: str) -> Iterator[Finding]:
    name = one.body.get("name")
    if isinstance(name, Unknown) and name.written.startswith("web.") and scenario != "appservice":
        yield _fault(one, "database-owner", "the application administers its own database.")


def _setting(one: Planned, _: str) -> Iterator[Finding]:
    if one.body.get("name") == "ssl_min_protocol_version" and one.at("properties.value") not in TLS:
        yield _fault(one, "old-tls", "the database takes connections older than TLS 1.2.")


def _opening(one: Planned, scenario: str) -> Iterator[Finding]:
    start, end = one.at("properties.startIpAddress"), one.at("properties.endIpAddress")
    if scenario not in ("public", "appservice"):
        yield _fault(one, "firewall", "a private database has a firewall rule.")
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return
    first, last = (int(ipaddress.IPv4Address(address)) for address in (start, end))
    if first == 0 or last - first >= 2**16:
        yield _fault(one, "firewall", f"{start} to {end} lets too many in.")


def _role(one: Planned, scenario: str) -> Iterator[Finding]:
    allowed = {ACR_PULL, METRICS_PUBLISHER, SECRETS_USER} | (
        {SECRETS_OFFICER} if scenario == "secret" else set()
    )
    definition = one.at("properties.roleDefinitionId")
    named = set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", _written(definition)))
    if not named or not named <= allowed:
        yield _fault(one, "broad-role", f"the role {_written(definition)} is not on the list.")
    if _written(one.body.get("scope")) not in NARROW:
        yield _fault(one, "role-scope", "a role is given on more than one resource.")


def _app(one: Planned, _: str) -> Iterator[Finding]:
    if one.at("properties.configuration.ingress.allowInsecure") is not False:
        yield _fault(one, "insecure-ingress", "the application answers without encryption.")
    container = one.at("properties.template.containers")[0]
    probes = {probe["type"]: probe["httpGet"] for probe in container.get("probes", [])}
    wanted = {"Startup": "/health/live", "Liveness": "/health/live", "Readiness": "/health/ready"}
    for kind, path in wanted.items():
        if probes.get(kind, {}).get("path") != path:
            yield _fault(one, "probe", f"the {kind.lower()} probe does not ask {path}.")
    ports = {str(probe["port"]) for probe in probes.values()}
    ports |= {pair["value"] for pair in container["env"] if pair["name"] == "PORT"}
    if ports != {str(one.at("properties.configuration.ingress.targetPort"))}:
        yield _fault(one, "probe", "probes, ingress and container do not mean one port.")


def _site(one: Planned, _: str) -> Iterator[Finding]:
    if one.at("properties.httpsOnly") is not True:
        yield _fault(one, "insecure-ingress", "the application answers without encryption.")
    for name in ("minTlsVersion", "scmMinTlsVersion"):
        if one.at(f"properties.siteConfig.{name}") not in TLS:
            yield _fault(one, "old-tls", f"{name} is below 1.2.")


def _route(one: Planned, _: str) -> Iterator[Finding]:
    ways = one.at("properties.httpsRedirect"), one.at("properties.forwardingProtocol")
    if ways != ("Enabled", "HttpsOnly"):
        yield _fault(one, "insecure-ingress", "Front Door answers without encryption.")
    kept = one.at("properties.cacheConfiguration") is not None
    if kept != (one.at("properties.patternsToMatch") == ["/static/*"]):
        yield _fault(one, "caching", "Front Door has to keep statics, and them alone.")


def _registry(one: Planned, _: str) -> Iterator[Finding]:
    for name in ("adminUserEnabled", "anonymousPullEnabled"):
        if one.at(f"properties.{name}") is not False:
            yield _fault(one, "registry-admin", f"{name} must be false.")


def _vault(one: Planned, _: str) -> Iterator[Finding]:
    by_roles = one.at("properties.enableRbacAuthorization") is True
    if not by_roles or one.at("properties.accessPolicies"):
        yield _fault(one, "vault-rbac", "the vault has to decide by roles.")


def _network(one: Planned, _: str) -> Iterator[Finding]:
    wanted = {"apps": "Microsoft.App/environments", "database": SERVER}
    for subnet in one.at("properties.subnets"):
        inner = subnet["properties"].get("delegations", [])
        given = [delegation["properties"]["serviceName"] for delegation in inner]
        name = subnet["name"]
        if given != ([wanted[name]] if name in wanted else []):
            yield _fault(one, "delegation", f"the subnet {name} is not delegated as it has to be.")


def _plain_secrets(one: Planned) -> Iterator[Finding]:
    for pair in _pairs(one.body):
        if pair["name"] in SECRETS and pair["value"] != "":
            yield _fault(one, "plain-secret", f"{pair['name']} is there for everybody to read.")


def _pairs(inside: Any) -> Iterator[dict[str, Any]]:
    if isinstance(inside, dict):
        if set(inside) == {"name", "value"}:
            yield inside
        for one in inside.values():
            yield from _pairs(one)
    elif isinstance(inside, list):
        for one in inside:
            yield from _pairs(one)


def _together(planned: list[Planned]) -> Iterator[Finding]:
    kinds = {one.kind for one in planned}
    base = "Microsoft.Network/privateDnsZones"
    if base in kinds and f"{base}/virtualNetworkLinks" not in kinds:
        zone = next(one for one in planned if one.kind == base)
        yield _fault(zone, "dns-link", "the DNS zone is not linked to the network.")
    budgets = [one for one in planned if one.kind == "Microsoft.Consumption/budgets"]
    if "Microsoft.Resources/resourceGroups" in kinds and not any(
        one.at("properties.notifications") for one in budgets
    ):
        yield _fault(planned[0], "budget", "there is no budget that warns anybody.")
    settings = [one for one in planned if one.kind == "Microsoft.Insights/diagnosticSettings"]
    logged = {(one.file.path, _written(one.body.get("scope"))) for one in settings}
    for one in planned:
        if one.kind in LOGGED and (one.file.path, one.declared.name) not in logged:
            yield _fault(one, "diagnostics", f"nothing is logged of {one.kind}.")


def _fault(one: Planned, check: str, sentence: str) -> Finding:
    return one.file.finding(check, one.declared, sentence)


def _written(found: Any) -> str:
    return found.written if isinstance(found, Unknown) else str(found)


RULES: dict[str, list[Callable[[Planned, str], Iterator[Finding]]]] = {
    SERVER: [_server],
    f"{SERVER}/administrators": [_administrator],
    f"{SERVER}/configurations": [_setting],
    f"{SERVER}/firewallRules": [_opening],
    "Microsoft.Authorization/roleAssignments": [_role],
    "Microsoft.App/containerApps": [_app],
    "Microsoft.Web/sites": [_site],
    "Microsoft.Cdn/profiles/afdEndpoints/routes": [_route],
    "Microsoft.ContainerRegistry/registries": [_registry],
    "Microsoft.KeyVault/vaults": [_vault],
    "Microsoft.Network/virtualNetworks": [_network],
}
