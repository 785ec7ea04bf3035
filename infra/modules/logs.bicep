metadata description = 'Where logs and metrics go: Log Analytics, and Application Insights on top of it.'

@description('Name of the workspace.')
@minLength(4)
@maxLength(63)
param workspaceName string

@description('Name of the Application Insights component.')
@minLength(1)
@maxLength(255)
param insightsName string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('How many days logs are kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Most gigabytes of logs a day; what comes after that is dropped until the next day.')
@minValue(1)
@maxValue(100)
param dailyQuotaGb int

@description('Principal ids of those who may send traces and metrics.')
param senders string[] = []

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource sending 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for sender in senders: {
  name: guid(insights.id, sender, metricsPublisher)
  scope: insights
  properties: {
    principalId: sender
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}]

@description('Resource id of the workspace.')
output workspaceId string = workspace.id

@description('Resource id of the Application Insights component.')
output insightsId string = insights.id

@description('Name of the Application Insights component.')
output insightsName string = insights.name
