#!/bin/sh
# Between pushing an image and running it: the job that brings the database up to date runs with
# that image. Unless it succeeds, azd stops here, and the old revision goes on serving.
set -eu

: "${AZURE_SUBSCRIPTION_ID:?}" "${AZURE_RESOURCE_GROUP:?}" "${SURVEYS_MIGRATE_JOB:?}" "${SURVEYS_PURGE_JOB:?}"
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=yes_without_prompt

if ! image=$(azd env get-value SERVICE_WEB_IMAGE_NAME) || [ -z "$image" ]; then
  echo "azd has pushed no image: SERVICE_WEB_IMAGE_NAME is not set." >&2
  exit 1
fi
for job in "$SURVEYS_MIGRATE_JOB" "$SURVEYS_PURGE_JOB"; do
  az containerapp job update --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$job" --image "$image" --output none
done
execution=$(az containerapp job start --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$SURVEYS_MIGRATE_JOB" --query name --output tsv)
echo "Migrating the database ($execution)."

seconds=${SURVEYS_POLL_SECONDS:-5}
left=400
while [ "$left" -gt 0 ]; do
  status=$(az containerapp job execution show --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "$SURVEYS_MIGRATE_JOB" --job-execution-name "$execution" --query properties.status --output tsv) || status=Unknown
  case $status in
    Succeeded)
      echo "The database is up to date."
      exit 0
      ;;
    Failed | Stopped | Degraded)
      echo "The migration ended as $status; nothing was deployed. Its log:" >&2
      echo "az containerapp job logs show --resource-group $AZURE_RESOURCE_GROUP --name $SURVEYS_MIGRATE_JOB --execution $execution --container job" >&2
      exit 1
      ;;
  esac
  left=$((left - 1))
  sleep "$seconds"
done
echo "The migration ($execution) has not ended; nothing was deployed." >&2
exit 1
