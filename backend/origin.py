"""Where a form comes from, as browsers tell it."""

from urllib.parse import urlsplit

from flask import Request

OURS = ("same-origin", "none")


def is_elsewhere(request: Request) -> bool:
    """Whether another site sent the request.

    An old browser may send neither header; then the session's cookie is kept from other sites'
    forms by `SameSite`.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        return site not in OURS
    return bool(origin) and urlsplit(origin).netloc != request.host
