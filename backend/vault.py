"""Key Vault: where any secret setting may live instead of the environment."""

from functools import lru_cache

from azure.core.exceptions import AzureError, ResourceNotFoundError
from azure.identity import DefaultAzureCredential
from azure.keyvault.secrets import SecretClient


class VaultError(Exception):
    """The vault does not answer, or does not let this process read."""


def secret(address: str, name: str) -> str:
    """The newest value of a secret, or an empty text where the vault has none.

    Read as the identity this process runs as; raises VaultError.
    """
    try:
        return _client(address).get_secret(name).value or ""
    except ResourceNotFoundError:
        return ""
    except (AzureError, ValueError) as error:
        raise VaultError(str(error).partition("\n")[0]) from error


@lru_cache(maxsize=1)
def _client(address: str) -> SecretClient:
    return SecretClient(
        address, DefaultAzureCredential(), connection_timeout=3, read_timeout=5, retry_total=2
    )
