#!/bin/sh
# After provisioning: the app registration by which people sign in, found or made, and completed.
# Reads the environment of azd; changes nothing that is as it should be.
set -eu

: "${AZURE_ENV_NAME:?}" "${AZURE_TENANT_ID:?}" "${AZURE_SUBSCRIPTION_ID:?}" "${AZURE_RESOURCE_GROUP:?}"
: "${SURVEYS_HOST_NAME:?}" "${SURVEYS_APP_NAME:?}" "${SURVEYS_IDENTITY_PRINCIPAL_ID:?}" "${AZURE_KEY_VAULT_NAME:?}"
name="Surveys ($AZURE_ENV_NAME)"
host=${SURVEYS_CUSTOM_DOMAIN:-$SURVEYS_HOST_NAME}
redirect="https://$host/getAToken"

# With what could not be done, but need not stop the deployment: everything works but signing in.
leave() {
  echo "Signing in is not set up: $1" >&2
  echo "Ask an administrator of your organisation; docs/deploy.md says for what. Then: azd env set SURVEYS_CLIENT_ID <client id>, azd provision and azd deploy." >&2
  exit 0
}

# Tries several times: a new application is not known everywhere in Entra ID at once.
again() {
  left=5
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep "${SURVEYS_POLL_SECONDS:-5}"
  done
}

if ! az account show --output none; then
  echo "The Azure CLI is not signed in: run az login, then azd provision again." >&2
  exit 1
fi

client=${SURVEYS_CLIENT_ID:-}
known=
if [ -z "$client" ]; then
  client=$(az ad app list --filter "displayName eq '$name'" --query "[0].appId" --output tsv) ||
    leave "the app registrations cannot be read."
fi
if [ -z "$client" ]; then
  client=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --web-redirect-uris "$redirect" --query appId --output tsv) ||
    leave "you may not register applications."
  echo "Registered the application $name."
  known=$redirect
fi

if [ -z "$known" ]; then
  known=$(az ad app show --id "$client" --query "web.redirectUris" --output tsv) ||
    leave "the app registration $client cannot be read."
fi
if ! printf '%s\n' "$known" | grep -qxF "$redirect"; then
  # shellcheck disable=SC2086 # one argument for each address; none of them holds a space
  az ad app update --id "$client" --web-redirect-uris $known "$redirect" ||
    leave "the address $redirect could not be added to $client."
fi
if ! az ad sp show --id "$client" --output none 2>/dev/null; then
  again az ad sp create --id "$client" --output none || leave "$client has no service principal here."
fi

if [ "${SURVEYS_SIGN_IN:-managed-identity}" = secret ]; then
  if ! az keyvault secret show --vault-name "$AZURE_KEY_VAULT_NAME" --name CLIENT-SECRET --query id --output none 2>/dev/null; then
    file=$(mktemp)
    trap 'rm -f "$file"' EXIT
    again az ad app credential reset --id "$client" --append --display-name "$name" --years 1 --query password --output tsv >"$file" ||
      leave "$client was given no client secret."
    # Without the line's end, which would be part of the secret.
    secret=$(cat "$file")
    printf '%s' "$secret" >"$file"
    az keyvault secret set --vault-name "$AZURE_KEY_VAULT_NAME" --name CLIENT-SECRET --file "$file" --encoding utf-8 --output none
  fi
else
  trusted=$(again az ad app federated-credential list --id "$client" --query "[?subject=='$SURVEYS_IDENTITY_PRINCIPAL_ID'].name" --output tsv) ||
    leave "the federated credentials of $client cannot be read."
  if [ -z "$trusted" ]; then
    again az ad app federated-credential create --id "$client" --output none --parameters "{\"name\": \"surveys-$AZURE_ENV_NAME\", \"issuer\": \"https://login.microsoftonline.com/$AZURE_TENANT_ID/v2.0\", \"subject\": \"$SURVEYS_IDENTITY_PRINCIPAL_ID\", \"audiences\": [\"api://AzureADTokenExchange\"]}" ||
      leave "$client does not trust the managed identity."
  fi
fi

if [ "${DEPLOY_APP_SERVICE:-false}" = true ]; then
  az webapp config appsettings set --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$SURVEYS_APP_NAME" --settings "CLIENT_ID=$client" --output none
fi
azd env set SURVEYS_CLIENT_ID "$client"
# azd compares this to tell whether only the image is new: what was provisioned may have changed more.
azd env set SERVICE_WEB_TEMPLATE_HASH none
echo "People sign in with the app registration $client, at $redirect."
