# After provisioning: the app registration by which people sign in, found or made, and completed.
# The same as register.sh, for Windows.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

foreach ($needed in 'AZURE_ENV_NAME', 'AZURE_TENANT_ID', 'AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP', 'SURVEYS_HOST_NAME', 'SURVEYS_APP_NAME', 'SURVEYS_IDENTITY_PRINCIPAL_ID', 'AZURE_KEY_VAULT_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($needed)) { throw "$needed is not set." }
}
$name = "Surveys ($env:AZURE_ENV_NAME)"
$hostName = if ($env:SURVEYS_CUSTOM_DOMAIN) { $env:SURVEYS_CUSTOM_DOMAIN } else { $env:SURVEYS_HOST_NAME }
$redirect = "https://$hostName/getAToken"

# With what could not be done, but need not stop the deployment: everything works but signing in.
function Leave([string] $why) {
  Write-Warning "Signing in is not set up: $why"
  Write-Warning 'Ask an administrator of your organisation; docs/deploy.md says for what. Then: azd env set SURVEYS_CLIENT_ID <client id>, azd provision and azd deploy.'
  exit 0
}

# Tries several times: a new application is not known everywhere in Entra ID at once.
function Again([scriptblock] $ask) {
  for ($left = 5; $left -gt 0; $left--) {
    & $ask
    if (-not $LASTEXITCODE) { return }
    Start-Sleep -Seconds $(if ($env:SURVEYS_POLL_SECONDS) { $env:SURVEYS_POLL_SECONDS } else { 5 })
  }
}

az account show --output none
if ($LASTEXITCODE) { throw 'The Azure CLI is not signed in: run az login, then azd provision again.' }

$client = $env:SURVEYS_CLIENT_ID
$known = @()
if (-not $client) {
  $client = az ad app list --filter "displayName eq '$name'" --query '[0].appId' --output tsv
  if ($LASTEXITCODE) { Leave 'the app registrations cannot be read.' }
}
if (-not $client) {
  $client = az ad app create --display-name $name --sign-in-audience AzureADMyOrg --web-redirect-uris $redirect --query appId --output tsv
  if ($LASTEXITCODE) { Leave 'you may not register applications.' }
  Write-Output "Registered the application $name."
  $known = @($redirect)
}

if (-not $known) {
  $known = @(az ad app show --id $client --query 'web.redirectUris' --output tsv)
  if ($LASTEXITCODE) { Leave "the app registration $client cannot be read." }
}
if ($known -notcontains $redirect) {
  az ad app update --id $client --web-redirect-uris @known $redirect
  if ($LASTEXITCODE) { Leave "the address $redirect could not be added to $client." }
}
az ad sp show --id $client --output none 2>$null
if ($LASTEXITCODE) {
  Again { az ad sp create --id $client --output none }
  if ($LASTEXITCODE) { Leave "$client has no service principal here." }
}

if ($env:SURVEYS_SIGN_IN -eq 'secret') {
  az keyvault secret show --vault-name $env:AZURE_KEY_VAULT_NAME --name CLIENT-SECRET --query id --output none 2>$null
  if ($LASTEXITCODE) {
    $file = New-TemporaryFile
    try {
      $secret = Again { az ad app credential reset --id $client --append --display-name $name --years 1 --query password --output tsv }
      if ($LASTEXITCODE) { Leave "$client was given no client secret." }
      # Without the line's end, which would be part of the secret.
      Set-Content -Path $file -Value $secret -NoNewline -Encoding utf8NoBOM
      az keyvault secret set --vault-name $env:AZURE_KEY_VAULT_NAME --name CLIENT-SECRET --file $file.FullName --encoding utf-8 --output none
      if ($LASTEXITCODE) { throw 'The client secret could not be kept.' }
    }
    finally {
      Remove-Item $file
    }
  }
}
else {
  $trusted = Again { az ad app federated-credential list --id $client --query "[?subject=='$env:SURVEYS_IDENTITY_PRINCIPAL_ID'].name" --output tsv }
  if ($LASTEXITCODE) { Leave "the federated credentials of $client cannot be read." }
  if (-not $trusted) {
    # From a file: Windows takes quotation marks out of arguments.
    $file = New-TemporaryFile
    try {
      @{
        name      = "surveys-$env:AZURE_ENV_NAME"
        issuer    = "https://login.microsoftonline.com/$env:AZURE_TENANT_ID/v2.0"
        subject   = $env:SURVEYS_IDENTITY_PRINCIPAL_ID
        audiences = @('api://AzureADTokenExchange')
      } | ConvertTo-Json | Set-Content -Path $file -Encoding utf8NoBOM
      Again { az ad app federated-credential create --id $client --output none --parameters "@$($file.FullName)" }
      if ($LASTEXITCODE) { Leave "$client does not trust the managed identity." }
    }
    finally {
      Remove-Item $file
    }
  }
}

if ($env:DEPLOY_APP_SERVICE -eq 'true') {
  az webapp config appsettings set --subscription $env:AZURE_SUBSCRIPTION_ID --resource-group $env:AZURE_RESOURCE_GROUP --name $env:SURVEYS_APP_NAME --settings "CLIENT_ID=$client" --output none
  if ($LASTEXITCODE) { throw 'The settings of the application could not be changed.' }
}
azd env set SURVEYS_CLIENT_ID $client
if ($LASTEXITCODE) { throw 'azd could not keep SURVEYS_CLIENT_ID.' }
# azd compares this to tell whether only the image is new: what was provisioned may have changed more.
azd env set SERVICE_WEB_TEMPLATE_HASH none
if ($LASTEXITCODE) { throw 'azd could not keep SERVICE_WEB_TEMPLATE_HASH.' }
Write-Output "People sign in with the app registration $client, at $redirect."
