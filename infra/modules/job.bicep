metadata description = 'A Container Apps job: started by hand (by the deployment), or by the clock.'

type variable = {
  name: string
  value: string
}

@description('Name of the job.')
@minLength(2)
@maxLength(32)
param name string

@description('Azure region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the Container Apps environment.')
param environmentId string

@description('Host name of the registry.')
param registryEndpoint string

@description('Resource id of the managed identity that the job runs as.')
param identityId string

@description('The image; each deployment gives the job its own before it is started.')
@minLength(1)
param image string

@description('What the container runs.')
@minLength(1)
param command string[]

@description('Environment variables.')
param variables variable[]

@description('When it runs, as cron writes it (UTC); empty: when it is started.')
param schedule string

@description('How many seconds it may take.')
@minValue(30)
@maxValue(86400)
param timeout int

@description('How many times it is tried again.')
@minValue(0)
@maxValue(5)
param retries int

resource job 'Microsoft.App/jobs@2024-03-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: empty(schedule) ? 'Manual' : 'Schedule'
      manualTriggerConfig: empty(schedule) ? {
        parallelism: 1
        replicaCompletionCount: 1
      } : null
      scheduleTriggerConfig: empty(schedule) ? null : {
        cronExpression: schedule
        parallelism: 1
        replicaCompletionCount: 1
      }
      replicaTimeout: timeout
      replicaRetryLimit: retries
      registries: [
        {
          server: registryEndpoint
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'job'
          image: image
          command: command
          env: variables
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
        }
      ]
    }
  }
}

@description('Name of the job.')
output name string = job.name
