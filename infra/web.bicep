metadata description = 'The container itself: azd deploys this with each new image, after the migrations.'

@description('Name of the azd environment.')
@minLength(1)
param environmentName string

@description('Azure region.')
@minLength(1)
param location string

@description('Name of the container app.')
@minLength(2)
@maxLength(32)
param name string

@description('The image.')
@minLength(1)
param image string

@description('Name of the Container Apps environment.')
@minLength(1)
param environment string

@description('Host name of the registry.')
@minLength(1)
param registryEndpoint string

@description('Resource id of the identity of the application.')
@minLength(1)
param identityId string

@description('Client id of that identity.')
@minLength(1)
param identityClientId string

@description('Address of the Key Vault.')
@minLength(1)
param vaultUri string

@description('Host name of the database.')
@minLength(1)
param databaseHost string

@description('Name of the database.')
@minLength(1)
param databaseName string

@description('Role of the application in the database.')
@minLength(1)
param databaseRole string

@description('Client id of the app registration; empty: nobody can sign in.')
param appRegistration string = ''

@description('How the application proves to Entra who it is.')
@allowed(['managed-identity', 'secret'])
param signIn string = 'managed-identity'

@description('Host name under which people reach the application.')
@minLength(1)
param publicHost string

@description('Host name of your own, with its certificate; empty: that of Azure.')
param customDomain string = ''

@description('Resource id of the certificate of that name.')
param certificateId string = ''

@description('Id of the Front Door, if only it may come; empty: anybody.')
param frontDoorId string = ''

@description('Name of the Application Insights component; empty: nothing is sent.')
param insightsName string = ''

@description('Fewest containers: 0 costs nothing while nobody comes, and lets the first visitor wait.')
@minValue(0)
@maxValue(30)
param minReplicas int = 0

@description('Most containers: each holds up to 8 connections to the database, twice that while a new version takes over.')
@minValue(1)
@maxValue(300)
param maxReplicas int = 2

@description('Requests at once that one container is given before another is started.')
@minValue(1)
@maxValue(1000)
param requestsPerReplica int = 40

@description('Processors of a container.')
@allowed(['0.25', '0.5', '0.75', '1', '1.5', '2'])
param cpu string = '0.5'

@description('Memory of a container; two gigabytes for each processor.')
@allowed(['0.5Gi', '1Gi', '1.5Gi', '2Gi', '3Gi', '4Gi'])
param memory string = '1Gi'

var port = 8000
var people = empty(customDomain) ? publicHost : customDomain
var own = '${name}.${apps.properties.defaultDomain}'
var hosts = union([people], [publicHost], [own])

resource apps 'Microsoft.App/managedEnvironments@2024-03-01' existing = {
  name: environment
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = if (!empty(insightsName)) {
  name: insightsName
}

resource web 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  tags: {
    'azd-env-name': environmentName
    'azd-service-name': 'web'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: apps.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 5
      ingress: {
        external: true
        targetPort: port
        transport: 'auto'
        allowInsecure: false
        customDomains: empty(customDomain) ? [] : [
          {
            name: customDomain
            certificateId: certificateId
            bindingType: 'SniEnabled'
          }
        ]
      }
      registries: [
        {
          server: registryEndpoint
          identity: identityId
        }
      ]
    }
    template: {
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'web'
          image: image
          resources: {
            cpu: json(cpu)
            memory: memory
          }
          env: [
            {
              name: 'PORT'
              value: string(port)
            }
            {
              name: 'WEB_THREADS'
              value: '4'
            }
            {
              name: 'DATABASE_POOL_SIZE'
              value: '5'
            }
            {
              name: 'PROXY_HOPS'
              value: '1'
            }
            {
              name: 'TRUSTED_HOSTS'
              value: join(hosts, ',')
            }
            {
              name: 'FRONT_DOOR_ID'
              value: frontDoorId
            }
            {
              name: 'APPLICATIONINSIGHTS_CONNECTION_STRING'
              value: empty(insightsName) ? '' : insights!.properties.ConnectionString
            }
            {
              name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING'
              value: 'Authorization=AAD;ClientId=${identityClientId}'
            }
            {
              name: 'AZURE_KEY_VAULT_URL'
              value: vaultUri
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: identityClientId
            }
            {
              name: 'DBHOST'
              value: databaseHost
            }
            {
              name: 'DBNAME'
              value: databaseName
            }
            {
              name: 'DBUSER'
              value: databaseRole
            }
            {
              name: 'DATABASE_AUTHENTICATION'
              value: 'managed-identity'
            }
            {
              name: 'PGSSLMODE'
              value: 'verify-full'
            }
            {
              name: 'PGSSLROOTCERT'
              value: '/etc/ssl/certs/ca-certificates.crt'
            }
            {
              name: 'TENANT_ID'
              value: tenant().tenantId
            }
            {
              name: 'CLIENT_ID'
              value: appRegistration
            }
            {
              name: 'CLIENT_AUTHENTICATION'
              value: signIn == 'secret' ? '' : 'managed-identity'
            }
            {
              name: 'REDIRECT_URI'
              value: 'https://${people}/getAToken'
            }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: port
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: string(requestsPerReplica)
              }
            }
          }
        ]
      }
    }
  }
}

@description('Address of the application.')
output SERVICE_WEB_URI string = 'https://${people}'

@description('Name of the application.')
output SERVICE_WEB_NAME string = web.name
