"""Key Vault: where any secret setting may live instead of the environment."""

from functools import lru_cache

from azure.core.exceptions import AzureError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient

LIMITS = {"connection_timeout": 3, "read_timeout": 5, "retry_total": 2}


class VaultError(Exception):
    """The vault does not answer, or does not let this process read."""


def secret(address: str, name: str, client_id: str = "") -> str:
    """The newest value of a secret, or an empty text where the vault has none.

    Read as the identity this process runs as, or as that of `client_id`; raises VaultError.
    """
    try:
        return _client(address, client_id).get_secret(name).value or ""
    except ResourceNotFoundError:
        return ""
    except (AzureError, ValueError) as error:
        raise VaultError(str(error).partition("\n")[0]) from error


@lru_cache(maxsize=1)
def _client(address: str, client_id: str) -> SecretClient:
    chosen = {"managed_identity_client_id": client_id} if client_id else {}
    return SecretClient(address, DefaultAzureCredential(**chosen, **LIMITS), **LIMITS)
