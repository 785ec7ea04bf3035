metadata description = 'A private endpoint: the way into a database that has no subnet of its own (elastic clusters).'

@description('Name of the endpoint.')
@minLength(2)
@maxLength(64)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the database server.')
param serverId string

@description('Resource id of the subnet.')
param subnetId string

@description('Resource id of the private DNS zone privatelink.postgres.database.azure.com.')
param zoneId string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: name
        properties: {
          privateLinkServiceId: serverId
          groupIds: [
            'postgresqlServer'
          ]
        }
      }
    ]
  }
}

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-01-01' = {
  parent: endpoint
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      {
        name: 'database'
        properties: {
          privateDnsZoneId: zoneId
        }
      }
    ]
  }
}
