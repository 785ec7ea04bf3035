"""What an ID token must say before anybody is believed. `identity` checks little of it."""

from collections.abc import Collection, Mapping
from typing import Any

import jwt

from backend.models.errors import Refusal

ALGORITHMS = ("RS256", "PS256", "ES256")
SKEW = 120  # seconds by which clocks may differ

Claims = Mapping[str, Any]


class SignInFailed(Refusal):
    """Nobody was signed in; the sentence says what to do, the log says why."""

    status = 403
    title = "You are not signed in"
    sentence = "We could not confirm who you are. Please try again."

    def __init__(self, why: str, sentence: str | None = None, status: int | None = None) -> None:
        """Refuse; `why` is for the log alone."""
        super().__init__(sentence)
        self.why = why
        self.status = status or self.status


def read(token: str, keys: jwt.PyJWKSet, kid: str) -> Claims:
    """The claims of a token that the provider's key with this id has signed.

    OpenID Connect Core 1.0, section 3.1.3.7, point 6; raises SignInFailed.
    """
    try:
        content: Claims = jwt.decode(
            token,
            keys[kid].key,
            algorithms=list(ALGORITHMS),
            options={
                "verify_aud": False,
                "verify_iss": False,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_sub": False,
                "verify_jti": False,
            },
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise SignInFailed(f"signature: {error}") from None
    return content


def check(
    claims: Claims, issuer: str, client_id: str, tenants: Collection[str], now: float
) -> Claims:
    """The same claims, if they are for us, from whom we asked, and of this moment.

    `issuer` may hold Entra's `{tenantid}`; `now` is seconds since 1970; raises SignInFailed.
    """
    _check_audience(claims, client_id)
    _check_issuer(claims, issuer)
    _check_moment(claims, now)
    _check_tenant(claims, tenants)
    _check_person(claims)
    return claims


def has_role(claims: Claims, role: str) -> bool:
    """Whether checked claims give the person this role of the application; nobody has no role."""
    roles = claims.get("roles")
    return bool(role) and isinstance(roles, list) and role in roles


def _check_audience(claims: Claims, client_id: str) -> None:
    if claims.get("aud") not in (client_id, [client_id]):
        raise SignInFailed(f"aud: {claims.get('aud')!r}")


def _check_issuer(claims: Claims, issuer: str) -> None:
    if claims.get("iss") != issuer.replace("{tenantid}", str(claims.get("tid") or "")):
        raise SignInFailed(f"iss: {claims.get('iss')!r}")


def _check_moment(claims: Claims, now: float) -> None:
    expires, begins = claims.get("exp"), claims.get("nbf", 0)
    if not (isinstance(expires, int | float) and expires > now - SKEW):
        raise SignInFailed(f"exp: {expires!r}", "That sign-in has expired. Please sign in again.")
    if not (isinstance(begins, int | float) and begins <= now + SKEW):
        raise SignInFailed(
            f"nbf: {begins!r}", "That sign-in is not valid yet. Please try again in a minute."
        )


def _check_tenant(claims: Claims, tenants: Collection[str]) -> None:
    if "*" not in tenants and claims.get("tid") not in tenants:
        raise SignInFailed(
            f"tid: {claims.get('tid')!r}",
            "Your account belongs to an organisation that does not use this site."
            " Please sign in with another account.",
        )


def _check_person(claims: Claims) -> None:
    for name in ("sub", "oid"):
        value = claims.get(name, "" if name == "sub" else "-")
        if not (isinstance(value, str) and 0 < len(value) <= 255 and value.isprintable()):
            raise SignInFailed(f"{name}: {value!r}")
