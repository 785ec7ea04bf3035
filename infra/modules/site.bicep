metadata description = 'App Service: the code itself, built where it runs, without a container and a network.'

type variable = {
  name: string
  value: string
}

@description('Name of the application, which is the first part of its host name.')
@minLength(2)
@maxLength(60)
param name string

@description('Name of the plan.')
@minLength(1)
@maxLength(40)
param planName string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Name of the service in azure.yaml, by which azd finds the application.')
param serviceName string

@description('Size of the plan; F1 is free.')
@allowed(['F1', 'B1', 'B2', 'B3', 'P0v3', 'P1v3'])
param sku string

@description('Resource id of the managed identity that the application runs as.')
param identityId string

@description('Version of Python.')
@allowed(['3.11', '3.12', '3.13', '3.14'])
param python string

@description('Environment variables.')
param variables variable[]

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

var free = sku == 'F1'
var build = [
  {
    name: 'SCM_DO_BUILD_DURING_DEPLOYMENT'
    value: 'true'
  }
  {
    name: 'ENABLE_ORYX_BUILD'
    value: 'true'
  }
]

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: sku
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': serviceName })
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'PYTHON|${python}'
      alwaysOn: !free
      use32BitWorkerProcess: free
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      healthCheckPath: free ? null : '/health/ready'
      appCommandLine: 'flask --app backend db upgrade && flask --app backend purge && gunicorn'
      appSettings: concat(build, variables)
    }
  }
}

resource deployment 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = [for way in ['scm', 'ftp']: {
  parent: site
  name: way
  properties: {
    allow: false
  }
}]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!free) {
  name: 'logs'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AppServiceConsoleLogs'
        enabled: true
      }
      {
        category: 'AppServicePlatformLogs'
        enabled: true
      }
    ]
  }
}

@description('Name of the application.')
output name string = site.name

@description('Host name of the application.')
output host string = site.properties.defaultHostName

@description('Addresses from which the application may speak to its database.')
output addresses string = site.properties.possibleOutboundIpAddresses
