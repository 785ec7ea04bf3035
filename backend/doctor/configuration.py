"""Whether the settings fit each other."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from backend.doctor.finding import Finding, consider, good, mend

MANY_HOPS = 3
LOCAL = ("localhost", "127.0.0.1", "::1")


def cookies(settings: Mapping[str, Any]) -> Finding:
    """Cookies are secure exactly where we know that people come over https."""
    address = urlsplit(settings["REDIRECT_URI"])
    if address.scheme == "http" and address.hostname not in LOCAL:
        return mend(
            "REDIRECT_URI begins with http: cookies travel in the clear; serve Surveys over https, "
            "and set the https address here and at the provider."
        )
    if address.scheme == "https" and not settings["PROXY_HOPS"]:
        return mend(
            "REDIRECT_URI begins with https, but PROXY_HOPS is 0: behind a proxy that speaks https "
            "cookies are not marked Secure; set PROXY_HOPS to the number of proxies."
        )
    if address.hostname in LOCAL and address.scheme == "http":
        return good("Plain http on this machine: browsers keep it from others.")
    return good("Over https they are Secure and tied to the host.")


def proxies(settings: Mapping[str, Any]) -> Finding:
    """How many proxies are believed."""
    hops, platform = settings["PROXY_HOPS"], settings["PLATFORM"]
    if platform and not hops:
        return mend("PROXY_HOPS is 0, but Azure stands before the application: set it to 1.")
    if hops > MANY_HOPS:
        return mend(
            f"PROXY_HOPS is {hops}: with more than there are proxies, clients can lie about their "
            "address; set it to how many there are."
        )
    if hops:
        return good(f"{hops} is believed; X-Forwarded-For has to gain as many entries on the way.")
    return good("No proxy is believed.")


def hosts(settings: Mapping[str, Any]) -> Finding:
    """Under which names the application answers."""
    if names := settings["TRUSTED_HOSTS"]:
        return good(f"Answers as {', '.join(names)}.")
    return consider("TRUSTED_HOSTS is empty: set it to the names under which people come.")


def sign_in(settings: Mapping[str, Any]) -> Finding:
    """Whether anybody can sign in."""
    authority = settings["OIDC_AUTHORITY"] or settings["AUTHORITY"]
    if not settings["CLIENT_ID"] or not authority:
        return mend("Nobody can sign in: set CLIENT_ID, and TENANT_ID or OIDC_AUTHORITY.")
    if not settings["ALLOWED_TENANTS"]:
        return mend("Nobody may sign in: name the organisations in ALLOWED_TENANTS.")
    if authority.rpartition("/")[2] in ("organizations", "common") and (
        "*" in settings["ALLOWED_TENANTS"]
    ):
        return consider("Anybody with a Microsoft account may sign in: is ALLOWED_TENANTS=* meant?")
    return good("People can sign in.")
