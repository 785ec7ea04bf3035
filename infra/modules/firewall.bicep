metadata description = 'Lets single addresses connect to a public database.'

@description('Name of the database server.')
param serverName string

@description('The addresses, with commas between.')
param addresses string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' existing = {
  name: serverName
}

@batchSize(1)
resource openings 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = [for (address, i) in split(addresses, ','): {
  parent: server
  name: 'site-${i}'
  properties: {
    startIpAddress: address
    endIpAddress: address
  }
}]
