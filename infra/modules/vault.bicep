metadata description = 'Key Vault: the application reads secrets, by role, and nothing else.'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Object ids of the managed identities that may read secrets.')
param readers string[]

@description('Object id of whoever deploys, if a client secret is to be kept here; empty: nobody writes.')
param writer string

@description('Keep deleted vaults and secrets for 90 days, whoever wants to purge them.')
param purgeProtection bool

@description('The secret that signs cookies; empty: the one that is there stays.')
@secure()
param secretKey string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: purgeProtection ? true : null
    enabledForTemplateDeployment: false
  }
}

resource signingKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(secretKey)) {
  parent: vault
  name: 'SECRET-KEY'
  properties: {
    value: secretKey
    contentType: 'signs cookies'
  }
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for reader in readers: {
  name: guid(vault.id, reader, secretsUser)
  scope: vault
  properties: {
    principalId: reader
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}]

resource writing 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(writer)) {
  name: guid(vault.id, writer, secretsOfficer)
  scope: vault
  properties: {
    principalId: writer
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'audit'
        enabled: true
      }
    ]
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Address of the vault.')
output uri string = vault.properties.vaultUri
