# Between pushing an image and running it: the job that brings the database up to date runs with
# that image. Unless it succeeds, azd stops here. The same as migrate.sh, for Windows.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$env:AZURE_EXTENSION_USE_DYNAMIC_INSTALL = 'yes_without_prompt'

foreach ($needed in 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'SURVEYS_MIGRATE_JOB', 'SURVEYS_PURGE_JOB') {
  if (-not [Environment]::GetEnvironmentVariable($needed)) { throw "$needed is not set." }
}
$image = azd env get-value SERVICE_WEB_IMAGE_NAME
if ($LASTEXITCODE -or -not $image) { throw 'azd has pushed no image: SERVICE_WEB_IMAGE_NAME is not set.' }

foreach ($job in $env:SURVEYS_MIGRATE_JOB, $env:SURVEYS_PURGE_JOB) {
  az containerapp job update --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name $job --image $image --output none
  if ($LASTEXITCODE) { throw "The job $job could not be given the image." }
}
$execution = az containerapp job start --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name $env:SURVEYS_MIGRATE_JOB --query name --output tsv
if ($LASTEXITCODE) { throw 'The migration could not be started.' }
Write-Output "Migrating the database ($execution)."

$seconds = if ($env:SURVEYS_POLL_SECONDS) { $env:SURVEYS_POLL_SECONDS } else { 5 }
for ($left = 400; $left -gt 0; $left--) {
  $status = az containerapp job execution show --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name $env:SURVEYS_MIGRATE_JOB --job-execution-name $execution --query properties.status --output tsv
  if ($status -eq 'Succeeded') {
    Write-Output 'The database is up to date.'
    exit 0
  }
  if ($status -in 'Failed', 'Stopped', 'Degraded') {
    Write-Warning "Its log: az containerapp job logs show --resource-group $env:AZURE_RESOURCE_GROUP --name $env:SURVEYS_MIGRATE_JOB --execution $execution --container job"
    throw "The migration ended as $status; nothing was deployed."
  }
  Start-Sleep -Seconds $seconds
}
throw "The migration ($execution) has not ended; nothing was deployed."
