"""Whether the provider at which people sign in answers, and is the one that we are told of."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from backend.doctor.finding import Finding, good, mend, unknown


def answers(settings: Mapping[str, Any]) -> Finding:
    """The discovery document and the keys, over TLS, with the time-outs of every sign-in."""
    address = settings["OIDC_AUTHORITY"] or settings["AUTHORITY"]
    if not address:
        return unknown("Not known: no provider is set.")
    if not address.startswith("https://"):
        return mend("The provider’s address must begin with https://: correct the authority.")
    try:
        document, _ = settings["AUTH"].describe(fresh=True)
        issuer = str(document["issuer"])
    except requests.RequestException as error:
        return mend(f"It does not answer ({_reason(error)}): try {address} from this machine.")
    except Exception as error:  # whatever somebody else's JSON may hold
        return mend(f"What it says cannot be read ({type(error).__name__}): correct the authority.")
    if not _fits(issuer, settings):
        return mend(f"It calls itself {issuer}: correct the authority, which names another.")
    return good(f"Answers as {issuer}.")


def _fits(issuer: str, settings: Mapping[str, Any]) -> bool:
    """OpenID Connect Discovery 1.0, section 4.3; Entra may say `{tenantid}` or a tenant's id."""
    if own := settings["OIDC_AUTHORITY"]:
        return bool(issuer.rstrip("/") == own)
    asked, said = urlsplit(settings["AUTHORITY"]), urlsplit(issuer)
    tenant = said.path.strip("/").partition("/")[0]
    allowed = {*settings["ALLOWED_TENANTS"], asked.path.strip("/")}
    known = tenant in allowed or tenant == "{tenantid}" or "." in asked.path or "*" in allowed
    return asked.hostname == said.hostname and known


def _reason(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not trusted"
    if isinstance(error, requests.Timeout):
        return "nothing within the time-out"
    if error.response is not None:
        return f"status {error.response.status_code}"
    return "no connection"
