metadata description = 'Container Registry: pulled from by managed identities, pushed to by whoever deploys.'

@description('Name of the registry: letters and digits.')
@minLength(5)
@maxLength(50)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Basic is enough; Premium adds private endpoints and copies in other regions.')
@allowed(['Basic', 'Standard', 'Premium'])
param sku string

@description('Object ids of the managed identities that pull images.')
param pullers string[]

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource pulling 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for puller in pullers: {
  name: guid(registry.id, puller, acrPull)
  scope: registry
  properties: {
    principalId: puller
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: registry
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerRegistryLoginEvents'
        enabled: true
      }
    ]
  }
}

@description('Host name of the registry.')
output endpoint string = registry.properties.loginServer

@description('Name of the registry.')
output name string = registry.name
