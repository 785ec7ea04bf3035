metadata description = 'A user-assigned managed identity: who a container is, without any secret.'

@description('Name of the identity; also its role in the database.')
@minLength(3)
@maxLength(63)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
  tags: tags
}

@description('Resource id, by which containers are given the identity.')
output id string = identity.id

@description('Client id, by which the application asks for its tokens.')
output clientId string = identity.properties.clientId

@description('Object id, to which roles are given.')
output principalId string = identity.properties.principalId

@description('Name, which is the name of its role in the database.')
output name string = identity.name
