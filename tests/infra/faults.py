"""Faults that people make in Bicep: an edit of one file, and the check that has to name it."""

from typing import NamedTuple


class Fault(NamedTuple):
    """`old` becomes `new` in a file below the root; the check `name` has to find it there."""

    name: str
    about: str
    file: str
    old: str
    new: str


MAIN, WEB, MODULES = "infra/main.bicep", "infra/web.bicep", "infra/modules"
FAULTS = [
    Fault("syntax", "a brace is missing", f"{MODULES}/logs.bicep", "  kind: 'web'\n", "  kind: {\n"),
    Fault("syntax", "a decorator within a type", MAIN, "  start: string\n", "  @minLength(7)\n  start: string\n"),
    Fault("unresolved", "a mistyped variable", MAIN, "name: serverName\n", "name: serverNmae\n"),
    Fault("unresolved", "a mistyped resource", f"{MODULES}/registry.bicep", "scope: registry\n", "scope: registy\n"),
    Fault("unresolved", "another loop's variable", f"{MODULES}/database.bicep", "name: rule.name", "name: person.name"),
    Fault("unresolved", "a function that is not there", MAIN, "toLower(", "lowercase("),
    Fault("unresolved", "a type that is not there", MAIN, "firewallRules firewallRule[]", "firewallRules firewalRule[]"),
    Fault("unused", "a parameter that nothing reads", f"{MODULES}/site.bicep", "linuxFxVersion: 'PYTHON|${python}'", "linuxFxVersion: 'PYTHON|3.13'"),
    Fault("unused", "a variable that nothing reads", MAIN, "? nodeTier :", "? 'Burstable' :"),
    Fault("description", "a parameter without a description", f"{MODULES}/budget.bicep", "@description('Who is told, beside the owners of the subscription.')\n", ""),
    Fault("api-version", "a version that is no date", f"{MODULES}/vault.bicep", "vaults@2023-07-01' =", "vaults@latest' ="),
    Fault("api-version", "a preview", f"{MODULES}/job.bicep", "jobs@2024-03-01", "jobs@2024-02-02-preview"),
    Fault("module-path", "a wrong path", MAIN, "'modules/budget.bicep'", "'modules/budgets.bicep'"),
    Fault("module-missing-parameter", "a parameter is not passed", MAIN, "    readers: people\n", ""),
    Fault("module-missing-parameter", "the workspace is not passed", MAIN, "    jit: jit\n", ""),
    Fault("module-unknown-parameter", "a parameter that the module lacks", MAIN, "    jit: jit\n", "    jit: jit\n    justInTime: jit\n"),
    Fault("module-output", "an output that the module lacks", MAIN, "vault.outputs.uri\n  }\n  {", "vault.outputs.address\n  }\n  {"),
    Fault("parameter-type", "a text for a number", MAIN, "    timeout: 1800\n", "    timeout: '1800'\n"),
    Fault("parameter-type", "a number for a text", MAIN, "param purgeSchedule string = '17 3 * * *'", "param purgeSchedule string = 17"),
    Fault("allowed", "a default that is not allowed", MAIN, "param sku string = 'F1'", "param sku string = 'D1'"),
    Fault("allowed", "a value that the module does not allow", MAIN, "python: '3.13'", "python: '2.7'"),
    Fault("limits", "too few days of logs", MAIN, "param logDays int = 30", "param logDays int = 7"),
    Fault("limits", "a retry too many", MAIN, "    retries: 1\n", "    retries: 9\n"),
    Fault("public-database", "public access by default", MAIN, "param databaseAccess string = 'private'", "param databaseAccess string = 'public'"),
    Fault("public-database", "public access by the parameters file", "infra/main.parameters.json", "ACCESS=private", "ACCESS=public"),
    Fault("public-database", "public access whatever was chosen", f"{MODULES}/database.bicep", "publicNetworkAccess: 'Disabled'", "publicNetworkAccess: 'Enabled'"),
    Fault("public-database", "a condition turned round", MAIN, "databaseAccess == 'public'", "databaseAccess != 'public'"),
    Fault("password-authentication", "passwords beside tokens", f"{MODULES}/database.bicep", "passwordAuth: 'Disabled'", "passwordAuth: 'Enabled'"),
    Fault("password-authentication", "no tokens", f"{MODULES}/database.bicep", "activeDirectoryAuth: 'Enabled'", "activeDirectoryAuth: 'Disabled'"),
    Fault("database-owner", "the application administers its database", MAIN, "var owner = onContainerApps ? {\n  name: migrator!.outputs.name\n  objectId: migrator!.outputs.principalId", "var owner = onContainerApps ? {\n  name: web.outputs.name\n  objectId: web.outputs.principalId"),
    Fault("firewall", "everybody is let in", f"{MODULES}/firewall.bicep", "startIpAddress: address\n    endIpAddress: address", "startIpAddress: '0.0.0.0'\n    endIpAddress: '255.255.255.255'"),
    Fault("firewall", "all of Azure is let in", f"{MODULES}/firewall.bicep", "startIpAddress: address\n    endIpAddress: address", "startIpAddress: '0.0.0.0'\n    endIpAddress: '0.0.0.0'"),
    Fault("firewall", "a wide range by default", "infra/main.parameters.json", '"firewallRules": { "value": [] }', '"firewallRules": { "value": [{ "name": "all", "start": "10.0.0.0", "end": "10.255.255.255" }] }'),
    Fault("secret-output", "a secure parameter in an output", MAIN, "output SURVEYS_APP_NAME string = appName", "output SURVEYS_APP_NAME string = secretKey"),
    Fault("secret-output", "a secure parameter by way of a variable", MAIN, "output SURVEYS_APP_NAME string = appName", "var key = secretKey\n@description('x')\noutput SURVEYS_APP_NAME string = '${appName}${key}'"),
    Fault("secret-output", "the keys of the workspace", f"{MODULES}/logs.bicep", "output workspaceId string = workspace.id", "output workspaceId string = workspace.listKeys().primarySharedKey"),
    Fault("secret-output", "a connection string", f"{MODULES}/logs.bicep", "output insightsId string = insights.id", "output insightsId string = insights.properties.ConnectionString"),
    Fault("broad-role", "Contributor in place of AcrPull", f"{MODULES}/registry.bicep", "7f951dda-4ed3-4680-a7ca-43fe172d538d", "b24988ac-6180-42a0-ab88-20f7382dd24c"),
    Fault("broad-role", "the application administers secrets", f"{MODULES}/vault.bicep", "4633458b-17de-408a-b874-0445c86b69e6", "00482a5a-887f-4fb3-b363-3b7fe8e74483"),
    Fault("broad-role", "whoever deploys writes secrets always", MAIN, "writer: signIn == 'secret' ? principalId : ''", "writer: principalId"),
    Fault("role-scope", "a role on the whole group", f"{MODULES}/registry.bicep", "  scope: registry\n  properties: {\n    principalId", "  scope: resourceGroup()\n  properties: {\n    principalId"),
    Fault("insecure-ingress", "plain http", WEB, "allowInsecure: false", "allowInsecure: true"),
    Fault("insecure-ingress", "plain http by silence", WEB, "        allowInsecure: false\n", ""),
    Fault("insecure-ingress", "plain http on App Service", f"{MODULES}/site.bicep", "httpsOnly: true", "httpsOnly: false"),
    Fault("insecure-ingress", "plain http behind Front Door", f"{MODULES}/front-door.bicep", "forwardingProtocol: 'HttpsOnly'", "forwardingProtocol: 'MatchRequest'"),
    Fault("caching", "pages kept by Front Door", f"{MODULES}/front-door.bicep", "'/static/*'", "'/s/*'"),
    Fault("old-tls", "TLS 1.0 on App Service", f"{MODULES}/site.bicep", "    minTlsVersion: '1.2'", "    minTlsVersion: '1.0'"),
    Fault("old-tls", "TLS 1.0 to the database", f"{MODULES}/database.bicep", "value: 'TLSv1.2'", "value: 'TLSv1'"),
    Fault("registry-admin", "the registry's admin user", f"{MODULES}/registry.bicep", "adminUserEnabled: false", "adminUserEnabled: true"),
    Fault("registry-admin", "images for everybody", f"{MODULES}/registry.bicep", "anonymousPullEnabled: false", "anonymousPullEnabled: true"),
    Fault("vault-rbac", "a vault without roles", f"{MODULES}/vault.bicep", "enableRbacAuthorization: true", "enableRbacAuthorization: false"),
    Fault("probe", "no readiness probe", WEB, "type: 'Readiness'", "type: 'Liveness'"),
    Fault("probe", "liveness asks the database", WEB, "type: 'Liveness'\n              httpGet: {\n                path: '/health/live'", "type: 'Liveness'\n              httpGet: {\n                path: '/health/ready'"),
    Fault("probe", "the wrong port", WEB, "targetPort: port", "targetPort: 80"),
    Fault("plain-secret", "a client secret in the environment", WEB, "name: 'CLIENT_AUTHENTICATION'", "name: 'CLIENT_SECRET'"),
    Fault("plain-secret", "a password in a job", MAIN, "name: 'APP_ROLE'", "name: 'DBPASS'"),
    Fault("delegation", "a subnet without delegation", f"{MODULES}/network.bicep", "serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'", "serviceName: 'Microsoft.Web/serverFarms'"),
    Fault("dns-link", "a DNS zone that is not linked", f"{MODULES}/network.bicep", "resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {", "resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = if (false) {"),
    Fault("budget", "no budget", MAIN, "module budget 'modules/budget.bicep' = {", "module budget 'modules/budget.bicep' = if (false) {"),
    Fault("diagnostics", "nothing is logged of the vault", f"{MODULES}/vault.bicep", "  name: 'logs'\n  scope: vault\n", "  name: 'logs'\n"),
    Fault("azd-tag", "a mistyped tag", MAIN, "'azd-env-name': environmentName", "'azd-environment-name': environmentName"),
    Fault("azd-tag", "a mistyped service", WEB, "'azd-service-name': 'web'", "'azd-service-name': 'app'"),
    Fault("azd-tag", "no service", f"{MODULES}/site.bicep", "union(tags, { 'azd-service-name': serviceName })", "union(tags, { 'azd-env-name': serviceName })"),
    Fault("azd-output", "no registry for azd", MAIN, "output AZURE_CONTAINER_REGISTRY_ENDPOINT", "output CONTAINER_REGISTRY"),
    Fault("azd-output", "an output that a hook needs", MAIN, "output SURVEYS_MIGRATE_JOB", "output MIGRATE_JOB"),
    Fault("azd-output", "an output that the container needs", MAIN, "output SURVEYS_IDENTITY_ID ", "output IDENTITY_ID "),
    Fault("azd-output", "a condition nobody decides", MAIN, "output DEPLOY_APP_SERVICE", "output DEPLOY_SITE"),
    Fault("parameters-file", "a parameter that is not there", "infra/main.parameters.json", '"sku": {', '"size": {'),
    Fault("parameters-file", "a mistyped parameter", "infra/web.parameters.json", '"minReplicas"', '"leastReplicas"'),
    Fault("parameters-file", "a parameter that is not given", "infra/web.parameters.json", '    "vaultUri": { "value": "${AZURE_KEY_VAULT_ENDPOINT}" },\n', ""),
    Fault("parameter-type", "a word for a number", "infra/main.parameters.json", "${SURVEYS_BUDGET=50}", "${SURVEYS_BUDGET=fifty}"),
    Fault("azure-yaml", "an invented host", "azure.yaml", "host: containerapp", "host: containers"),
    Fault("azure-yaml", "an invented language", "azure.yaml", "language: py", "language: snake"),
    Fault("azure-yaml", "a hook that is not there", "azure.yaml", "run: infra/hooks/migrate.sh", "run: infra/hooks/migration.sh"),
    Fault("azure-yaml", "a hook for the wrong shell", "azure.yaml", "run: infra/hooks/migrate.ps1", "run: infra/hooks/migrate.sh"),
    Fault("azure-yaml", "both hosts at once", "azure.yaml", "    condition: ${DEPLOY_APP_SERVICE=false}\n", ""),
]  # fmt: skip
