metadata description = 'Front Door: statics are kept near the people; everything else passes, as its headers say.'

@description('Name of the profile.')
@minLength(5)
@maxLength(64)
param name string

@description('Tags of every resource.')
param tags object

@description('Host name of the application.')
@minLength(1)
param originHost string

@description('Standard, or Premium with a managed firewall.')
@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param sku string

@description('Resource id of the Log Analytics workspace.')
param workspaceId string

resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    originResponseTimeoutSeconds: 60
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-02-01' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2024-02-01' = {
  parent: profile
  name: 'surveys'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 2
      additionalLatencyInMilliseconds: 50
    }
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01' = {
  parent: group
  name: 'surveys'
  properties: {
    hostName: originHost
    originHostHeader: originHost
    httpPort: 80
    httpsPort: 443
    enforceCertificateNameCheck: true
  }
}

resource statics 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = {
  parent: endpoint
  name: 'statics'
  properties: {
    originGroup: {
      id: group.id
    }
    patternsToMatch: [
      '/static/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    cacheConfiguration: {
      queryStringCachingBehavior: 'UseQueryString'
    }
  }
  dependsOn: [
    origin
  ]
}

resource pages 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = {
  parent: endpoint
  name: 'pages'
  properties: {
    originGroup: {
      id: group.id
    }
    patternsToMatch: [
      '/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
  }
  dependsOn: [
    origin
    statics
  ]
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: profile
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FrontDoorHealthProbeLog'
        enabled: true
      }
    ]
  }
}

@description('Host name under which people reach the application.')
output host string = endpoint.properties.hostName

@description('What Front Door writes into X-Azure-FDID: the application lets nothing else in.')
output id string = profile.properties.frontDoorId
