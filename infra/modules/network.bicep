metadata description = 'The virtual network: one subnet for containers, one for the database, and its names.'

@description('Name of the network.')
@minLength(2)
@maxLength(64)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Private DNS zone of the database; it has to end with postgres.database.azure.com.')
@minLength(27)
param zoneName string

@description('Addresses of the network: a /16 leaves room for everything below.')
param addressPrefix string = '10.40.0.0/16'

@description('Addresses of the containers; a /27 at least.')
param appsPrefix string = '10.40.0.0/23'

@description('Addresses of the database; a /28 at least.')
param databasePrefix string = '10.40.2.0/28'

@description('Addresses of private endpoints.')
param endpointsPrefix string = '10.40.2.32/27'

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
    subnets: [
      {
        name: 'apps'
        properties: {
          addressPrefix: appsPrefix
          delegations: [
            {
              name: 'apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'database'
        properties: {
          addressPrefix: databasePrefix
          delegations: [
            {
              name: 'database'
              properties: {
                serviceName: 'Microsoft.DBforPostgreSQL/flexibleServers'
              }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: endpointsPrefix
        }
      }
    ]
  }
}

resource appsSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-01-01' existing = {
  parent: network
  name: 'apps'
}

resource databaseSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-01-01' existing = {
  parent: network
  name: 'database'
}

resource endpointsSubnet 'Microsoft.Network/virtualNetworks/subnets@2024-01-01' existing = {
  parent: network
  name: 'endpoints'
}

resource zone 'Microsoft.Network/privateDnsZones@2020-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags
}

resource zoneLink 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = {
  parent: zone
  name: name
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}

@description('Resource id of the subnet for containers.')
output appsSubnetId string = appsSubnet.id

@description('Resource id of the subnet that is delegated to the database.')
output databaseSubnetId string = databaseSubnet.id

@description('Resource id of the subnet for private endpoints.')
output endpointsSubnetId string = endpointsSubnet.id

@description('Resource id of the private DNS zone.')
output zoneId string = zone.id
