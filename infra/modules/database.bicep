metadata description = 'PostgreSQL Flexible Server: Entra sign-in only, private unless public access was chosen.'

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

@description('Name of the server.')
@minLength(3)
@maxLength(63)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Major version of PostgreSQL.')
@allowed(['15', '16', '17'])
param version string

@description('Size of the machine, such as Standard_B1ms.')
@minLength(1)
param sku string

@description('Tier of that size.')
@allowed(['Burstable', 'GeneralPurpose', 'MemoryOptimized'])
param tier string

@description('Storage in GiB; it grows by itself and never shrinks.')
@minValue(32)
@maxValue(32767)
param storageSizeGB int

@description('How many days back the database can be restored to any second.')
@minValue(7)
@maxValue(35)
param backupRetentionDays int

@description('A second machine that takes over when the first fails.')
param highAvailability bool

@description('Nodes of an elastic cluster; 0: one plain server.')
@minValue(0)
@maxValue(20)
param clusterSize int

@description('Reachable over the internet by the firewall rules below; otherwise from the network alone.')
param publicAccess bool

@description('Resource id of the delegated subnet; empty where there is public access or a private endpoint.')
param delegatedSubnetId string

@description('Resource id of the private DNS zone that belongs to the delegated subnet.')
param privateDnsZoneId string

@description('Names of the databases.')
@minLength(1)
param databases string[]

@description('Ranges of addresses that may connect, where there is public access.')
param firewallRules firewallRule[]

@description('Who may administer the server; kind is ServicePrincipal, User or Group.')
param administrators administrator[]

@description('Just-in-time compilation of queries: it makes short ones slower.')
@allowed(['off', 'on'])
param jit string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

var network = publicAccess ? {
  publicNetworkAccess: 'Enabled'
} : {
  publicNetworkAccess: 'Disabled'
  delegatedSubnetResourceId: empty(delegatedSubnetId) ? null : delegatedSubnetId
  privateDnsZoneArmResourceId: empty(delegatedSubnetId) ? null : privateDnsZoneId
}
var cluster = {
  clusterSize: clusterSize
  defaultDatabaseName: databases[0]
}

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: tier
  }
  properties: {
    createMode: 'Create'
    version: version
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: storageSizeGB
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupRetentionDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: highAvailability ? 'ZoneRedundant' : 'Disabled'
    }
    network: network
    cluster: clusterSize > 0 ? cluster : null
  }
}

@batchSize(1)
resource administration 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = [for person in administrators: {
  parent: server
  name: person.objectId
  properties: {
    principalName: person.name
    principalType: person.kind
    tenantId: tenant().tenantId
  }
}]

resource compilation 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'jit'
  properties: {
    value: jit
    source: 'user-override'
  }
  dependsOn: [
    administration
  ]
}

resource encryption 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'ssl_min_protocol_version'
  properties: {
    value: 'TLSv1.2'
    source: 'user-override'
  }
  dependsOn: [
    compilation
  ]
}

@batchSize(1)
resource contents 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = [for database in (clusterSize > 0 ? [] : databases): {
  parent: server
  name: database
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
  dependsOn: [
    encryption
  ]
}]

@batchSize(1)
resource openings 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = [for rule in (publicAccess ? firewallRules : []): {
  parent: server
  name: rule.name
  properties: {
    startIpAddress: rule.start
    endIpAddress: rule.end
  }
  dependsOn: [
    contents
  ]
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: server
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'PostgreSQLLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

@description('Resource id of the server.')
output id string = server.id

@description('Name of the server.')
output name string = server.name

@description('Host name of the server.')
output host string = server.properties.fullyQualifiedDomainName
