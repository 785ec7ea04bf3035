metadata description = 'Surveys on Azure: everything but the container itself, which infra/web.bicep adds with each deployment.'

targetScope = 'subscription'

type firewallRule = {
  name: string
  start: string
  end: string
}

type administrator = {
  name: string
  objectId: string
  kind: string
}

@description('Name of the azd environment; names of resources derive from it.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Azure region of everything.')
@minLength(1)
param location string

@description('Where the application runs: Container Apps, or App Service (which has a free tier).')
@allowed(['containerapp', 'appservice'])
param host string = 'containerapp'

@description('Size of the App Service plan; F1 is free. Without meaning for Container Apps.')
@allowed(['F1', 'B1', 'B2', 'B3', 'P0v3', 'P1v3'])
param sku string = 'F1'

@description('One PostgreSQL server, or an elastic cluster (docs/scaling.md says when).')
@allowed(['server', 'elasticCluster'])
param database string = 'server'

@description('Who reaches the database: the private network alone, or the internet behind firewall rules. App Service has no network here: its addresses are let in by rules.')
@allowed(['private', 'public'])
param databaseAccess string = 'private'

@description('Size of the database machine; empty: Standard_B1ms, or Standard_D2ds_v5 for each node of a cluster.')
param databaseSku string = ''

@description('Tier of that size.')
@allowed(['', 'Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param databaseTier string = ''

@description('Major version of PostgreSQL; elastic clusters need 16 or newer.')
@allowed(['15', '16', '17'])
param postgresVersion string = '17'

@description('Storage of the database in GiB (of each node, in a cluster).')
@minValue(32)
@maxValue(32767)
param databaseStorage int = 32

@description('Days back to which the database can be restored.')
@minValue(7)
@maxValue(35)
param backupDays int = 7

@description('A second database machine in another zone; not with Burstable sizes.')
param highAvailability bool = false

@description('Nodes of the elastic cluster.')
@minValue(2)
@maxValue(20)
param clusterNodes int = 2

@description('Just-in-time compilation in the database.')
@allowed(['off', 'on'])
param jit string = 'off'

@description('Names of the databases; the first is that of Surveys.')
@minLength(1)
param databases string[] = ['surveys']

@description('Ranges of addresses that may connect to a public database, beside App Service.')
param firewallRules firewallRule[] = []

@description('People or groups who administer the database, beside the identity of the migrations.')
param databaseAdministrators administrator[] = []

@description('How the application proves to Entra who it is: by its managed identity, or by a client secret in Key Vault.')
@allowed(['managed-identity', 'secret'])
param signIn string = 'managed-identity'

@description('Client id of the app registration; the hook after provisioning finds it.')
param appRegistration string = ''

@description('Object id of whoever deploys: may write the client secret, where there is one.')
param principalId string = ''

@description('Keep deleted secrets for 90 days against everybody; cannot be switched off again.')
param purgeProtection bool = false

@description('The vault already holds the secret that signs cookies.')
param secretKeyKept bool = false

@description('The secret that signs cookies, made anew where the vault has none yet.')
@secure()
param secretKey string = '${newGuid()}${newGuid()}'

@description('Zone redundancy of the Container Apps environment.')
param zoneRedundant bool = false

@description('Tier of the container registry.')
@allowed(['Basic', 'Standard', 'Premium'])
param registrySku string = 'Basic'

@description('The image that the jobs have for now; each deployment gives them its own.')
param image string = ''

@description('When the purge runs every day, as cron writes it (UTC).')
@minLength(9)
param purgeSchedule string = '17 3 * * *'

@description('Front Door before the application.')
param frontDoor bool = false

@description('Tier of Front Door.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param frontDoorSku string = 'Standard_AzureFrontDoor'

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param logDays int = 30

@description('Most gigabytes of logs a day.')
@minValue(1)
@maxValue(100)
param logQuotaGb int = 1

@description('Who is written to when the budget runs out or, with the watch, when the application is not ready.')
param alertEmail string = ''

@description('Ask every five minutes whether the application is ready; keeps at least one container awake.')
param watch bool = false

@description('Budget a month, in the currency of the subscription: a warning, not a limit.')
@minValue(1)
param budgetAmount int = 50

@description('First day of the month in which the budget began; empty: this month.')
param budgetStart string = ''

@description('This month; leave it.')
param thisMonth string = utcNow('yyyy-MM-01')

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var onContainerApps = host == 'containerapp'
var clustered = database == 'elasticCluster'
var databaseIsPublic = !onContainerApps || databaseAccess == 'public'
var serverName = 'psql-${token}'
var appName = 'surveys-${token}'
var nodeSku = clustered ? 'Standard_D2ds_v5' : 'Standard_B1ms'
var nodeTier = clustered ? 'GeneralPurpose' : 'Burstable'
var placeholder = 'mcr.microsoft.com/k8se/quickstart-jobs:latest'
var began = empty(budgetStart) ? thisMonth : budgetStart
var migratorPrincipal = onContainerApps ? migrator!.outputs.principalId : web.outputs.principalId
var people = union([web.outputs.principalId], [migratorPrincipal])
var owner = onContainerApps ? {
  name: migrator!.outputs.name
  objectId: migrator!.outputs.principalId
  kind: 'ServicePrincipal'
} : {
  name: web.outputs.name
  objectId: web.outputs.principalId
  kind: 'ServicePrincipal'
}
var migration = 'flask --app backend db upgrade && flask --app backend admit --role "$APP_ROLE" --object-id "$APP_OBJECT_ID"'
var shared = [
  {
    name: 'AZURE_KEY_VAULT_URL'
    value: vault.outputs.uri
  }
  {
    name: 'DBHOST'
    value: server.outputs.host
  }
  {
    name: 'DBNAME'
    value: databases[0]
  }
  {
    name: 'DATABASE_AUTHENTICATION'
    value: 'managed-identity'
  }
  {
    name: 'PGSSLMODE'
    value: 'verify-full'
  }
  {
    name: 'PGSSLROOTCERT'
    value: '/etc/ssl/certs/ca-certificates.crt'
  }
]

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module web 'modules/identity.bicep' = {
  name: 'identity-web'
  scope: group
  params: {
    name: 'id-web-${token}'
    location: location
    tags: tags
  }
}

module migrator 'modules/identity.bicep' = if (onContainerApps) {
  name: 'identity-migrator'
  scope: group
  params: {
    name: 'id-migrator-${token}'
    location: location
    tags: tags
  }
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    retentionInDays: logDays
    dailyQuotaGb: logQuotaGb
    senders: [web.outputs.principalId]
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    readers: people
    writer: signIn == 'secret' ? principalId : ''
    purgeProtection: purgeProtection
    secretKey: secretKeyKept ? '' : secretKey
    workspaceId: logs.outputs.workspaceId
  }
}

module network 'modules/network.bicep' = if (onContainerApps) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    zoneName: clustered ? 'privatelink.postgres.database.azure.com' : '${token}.private.postgres.database.azure.com'
  }
}

module server 'modules/database.bicep' = {
  name: 'database'
  scope: group
  params: {
    name: serverName
    location: location
    tags: tags
    version: postgresVersion
    sku: empty(databaseSku) ? nodeSku : databaseSku
    tier: empty(databaseTier) ? nodeTier : databaseTier
    storageSizeGB: databaseStorage
    backupRetentionDays: backupDays
    highAvailability: highAvailability
    clusterSize: clustered ? clusterNodes : 0
    publicAccess: databaseIsPublic
    delegatedSubnetId: databaseIsPublic || clustered ? '' : network!.outputs.databaseSubnetId
    privateDnsZoneId: databaseIsPublic || clustered ? '' : network!.outputs.zoneId
    databases: databases
    firewallRules: firewallRules
    administrators: concat([owner], databaseAdministrators)
    jit: jit
    workspaceId: logs.outputs.workspaceId
  }
}

module databaseEndpoint 'modules/database-endpoint.bicep' = if (clustered && !databaseIsPublic) {
  name: 'database-endpoint'
  scope: group
  params: {
    name: 'pe-${token}'
    location: location
    tags: tags
    serverId: server.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    zoneId: network!.outputs.zoneId
  }
}

module registry 'modules/registry.bicep' = if (onContainerApps) {
  name: 'registry'
  scope: group
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    sku: registrySku
    pullers: people
    workspaceId: logs.outputs.workspaceId
  }
}

module environment 'modules/environment.bicep' = if (onContainerApps) {
  name: 'environment'
  scope: group
  params: {
    name: 'cae-${token}'
    location: location
    tags: tags
    subnetId: network!.outputs.appsSubnetId
    zoneRedundant: zoneRedundant
    workspaceId: logs.outputs.workspaceId
  }
}

module migrate 'modules/job.bicep' = if (onContainerApps) {
  name: 'job-migrate'
  scope: group
  params: {
    name: 'migrate-${token}'
    location: location
    tags: tags
    environmentId: environment!.outputs.id
    registryEndpoint: registry!.outputs.endpoint
    identityId: migrator!.outputs.id
    image: empty(image) ? placeholder : image
    command: ['sh', '-c', migration]
    variables: concat(shared, [
      {
        name: 'AZURE_CLIENT_ID'
        value: migrator!.outputs.clientId
      }
      {
        name: 'DBUSER'
        value: migrator!.outputs.name
      }
      {
        name: 'APP_ROLE'
        value: web.outputs.name
      }
      {
        name: 'APP_OBJECT_ID'
        value: web.outputs.principalId
      }
    ])
    schedule: ''
    timeout: 1800
    retries: 0
  }
  dependsOn: [
    databaseEndpoint
  ]
}

module purge 'modules/job.bicep' = if (onContainerApps) {
  name: 'job-purge'
  scope: group
  params: {
    name: 'purge-${token}'
    location: location
    tags: tags
    environmentId: environment!.outputs.id
    registryEndpoint: registry!.outputs.endpoint
    identityId: web.outputs.id
    image: empty(image) ? placeholder : image
    command: ['flask', '--app', 'backend', 'purge']
    variables: concat(shared, [
      {
        name: 'AZURE_CLIENT_ID'
        value: web.outputs.clientId
      }
      {
        name: 'DBUSER'
        value: web.outputs.name
      }
    ])
    schedule: purgeSchedule
    timeout: 3600
    retries: 1
  }
  dependsOn: [
    databaseEndpoint
  ]
}

module site 'modules/site.bicep' = if (!onContainerApps) {
  name: 'site'
  scope: group
  params: {
    name: appName
    planName: 'plan-${token}'
    location: location
    tags: tags
    serviceName: 'site'
    sku: sku
    identityId: web.outputs.id
    python: '3.13'
    variables: concat(shared, [
      {
        name: 'AZURE_CLIENT_ID'
        value: web.outputs.clientId
      }
      {
        name: 'DBUSER'
        value: web.outputs.name
      }
      {
        name: 'CLIENT_ID'
        value: appRegistration
      }
      {
        name: 'CLIENT_AUTHENTICATION'
        value: signIn == 'secret' ? '' : 'managed-identity'
      }
      {
        name: 'TENANT_ID'
        value: tenant().tenantId
      }
      {
        name: 'PORT'
        value: '8000'
      }
      {
        name: 'WEB_THREADS'
        value: '4'
      }
      {
        name: 'DATABASE_POOL_SIZE'
        value: '5'
      }
      {
        name: 'PROXY_HOPS'
        value: '1'
      }
      {
        name: 'TRUSTED_HOSTS'
        value: '${appName}.azurewebsites.net'
      }
      {
        name: 'REDIRECT_URI'
        value: 'https://${appName}.azurewebsites.net/getAToken'
      }
    ])
    workspaceId: logs.outputs.workspaceId
  }
}

module siteFirewall 'modules/firewall.bicep' = if (!onContainerApps) {
  name: 'site-firewall'
  scope: group
  params: {
    serverName: server.outputs.name
    addresses: site!.outputs.addresses
  }
}

var appHost = onContainerApps ? '${appName}.${environment!.outputs.domain}' : site!.outputs.host

module door 'modules/front-door.bicep' = if (frontDoor && onContainerApps) {
  name: 'front-door'
  scope: group
  params: {
    name: 'afd-${token}'
    tags: tags
    originHost: appHost
    sku: frontDoorSku
    workspaceId: logs.outputs.workspaceId
  }
}

var publicHost = frontDoor && onContainerApps ? door!.outputs.host : appHost

module watching 'modules/watch.bicep' = if (watch && !empty(alertEmail)) {
  name: 'watch'
  scope: group
  params: {
    name: 'ready-${token}'
    location: location
    tags: tags
    insightsId: logs.outputs.insightsId
    host: publicHost
    email: alertEmail
  }
}

module budget 'modules/budget.bicep' = {
  name: 'budget'
  scope: group
  params: {
    name: 'budget-${token}'
    amount: budgetAmount
    startDate: began
    emails: empty(alertEmail) ? [] : [alertEmail]
  }
}

@description('The resource group, to which azd deploys.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The tenant, whose people sign in.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('Where azd pushes images.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = onContainerApps ? registry!.outputs.endpoint : ''

@description('Name of the registry.')
output AZURE_CONTAINER_REGISTRY_NAME string = onContainerApps ? registry!.outputs.name : ''

@description('Name of the Container Apps environment.')
output AZURE_CONTAINER_APPS_ENVIRONMENT_NAME string = onContainerApps ? environment!.outputs.name : ''

@description('Name of the Key Vault.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('Address of the Key Vault.')
output AZURE_KEY_VAULT_ENDPOINT string = vault.outputs.uri

@description('azd deploys the service web (infra/web.bicep).')
output DEPLOY_CONTAINER_APP bool = onContainerApps

@description('azd deploys the service site.')
output DEPLOY_APP_SERVICE bool = !onContainerApps

@description('Name of the application.')
output SURVEYS_APP_NAME string = appName

@description('Host name under which people reach the application.')
output SURVEYS_HOST_NAME string = publicHost

@description('Resource id of the identity of the application.')
output SURVEYS_IDENTITY_ID string = web.outputs.id

@description('Client id of the identity of the application.')
output SURVEYS_IDENTITY_CLIENT_ID string = web.outputs.clientId

@description('Object id of the identity of the application, for its federated credential.')
output SURVEYS_IDENTITY_PRINCIPAL_ID string = web.outputs.principalId

@description('Name of the role of the application in the database.')
output SURVEYS_DATABASE_ROLE string = web.outputs.name

@description('Host name of the database.')
output SURVEYS_DATABASE_HOST string = server.outputs.host

@description('Name of the database.')
output SURVEYS_DATABASE_NAME string = databases[0]

@description('Job that migrates the database before each deployment.')
output SURVEYS_MIGRATE_JOB string = onContainerApps ? migrate!.outputs.name : ''

@description('Job that purges every day.')
output SURVEYS_PURGE_JOB string = onContainerApps ? purge!.outputs.name : ''

@description('Id of the Front Door; empty: there is none.')
output SURVEYS_FRONT_DOOR_ID string = frontDoor && onContainerApps ? door!.outputs.id : ''

@description('Where traces and metrics are sent: the name of the Application Insights component.')
output SURVEYS_INSIGHTS_NAME string = logs.outputs.insightsName

@description('First day of the month in which the budget began.')
output SURVEYS_BUDGET_START string = began

@description('The vault holds the secret that signs cookies, from now on.')
output SURVEYS_SECRET_KEY_KEPT bool = true
