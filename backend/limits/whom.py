"""Whom a limit counts: by a hash with a key of the day, from which no address can be read."""

import hmac
from collections.abc import Mapping
from ipaddress import IPv6Address
from typing import Any

PURPOSE = b"surveys limits"
DAY = 86_400  # seconds


class Whom:
    """Makes the ids of buckets; those of one day say nothing about those of another."""

    def __init__(self, secret: str) -> None:
        """Derive all keys from the secret of the installation."""
        self._secret = hmac.digest(secret.encode(), PURPOSE, "sha256")
        self._key = (-1, b"")

    def id(self, at: float, *whom: str) -> bytes:
        """The id of a bucket, 16 bytes; `at` is in seconds since 1970."""
        day, key = self._key
        if day != at // DAY:
            day = int(at // DAY)
            key = hmac.digest(self._secret, str(day).encode(), "sha256")
            self._key = (day, key)
        told = "\n".join(whom).encode(errors="surrogatepass")
        return hmac.digest(key, told, "sha256")[:16]


def address(environ: Mapping[str, Any]) -> str:
    """The client's address, as far as proxies are believed; of IPv6 the network of a household.

    Some proxies tell the port too, which says nothing about who it is.
    """
    told = str(environ.get("REMOTE_ADDR") or "")
    if ":" not in told:
        return told
    if "." in told and told.count(":") == 1:
        return told.partition(":")[0]
    try:
        whole = IPv6Address(told.removeprefix("[").partition("]")[0].partition("%")[0])
    except ValueError:
        return told
    return str(whole.ipv4_mapped or whole.packed[:8].hex())
