metadata description = 'Container Apps environment: in the network, its logs in Log Analytics, no key needed.'

@description('Name of the environment.')
@minLength(2)
@maxLength(60)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the subnet for containers; empty: no network of our own.')
param subnetId string

@description('Containers in several zones; can be chosen only when the environment is made.')
param zoneRedundant bool

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    vnetConfiguration: empty(subnetId) ? null : {
      infrastructureSubnetId: subnetId
      internal: false
    }
    zoneRedundant: zoneRedundant && !empty(subnetId)
    peerAuthentication: {
      mtls: {
        enabled: false
      }
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}

@description('Name of the environment.')
output name string = environment.name

@description('Resource id of the environment.')
output id string = environment.id

@description('Domain below which the applications of the environment answer.')
output domain string = environment.properties.defaultDomain
