"""Codes and tokens: what is given for what, and what an ID token says."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from devtools.provider.lies import Lie
from devtools.provider.people import Person

LIFETIME = 3600
CODE_SECONDS = 300


class GrantRefused(Exception):
    """A request for tokens is refused; the arguments are OAuth's error and its description."""


@dataclass(frozen=True)
class Grant:
    """What a person agreed to, and what a code or a refresh token stands for."""

    person: Person
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    challenge: str
    at: float


class Mint:
    """Signs ID tokens, and remembers codes and refresh tokens."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.kid = secrets.token_hex(8)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, Grant] = {}
        self._spent: set[str] = set()
        self._refresh: dict[str, Grant] = {}

    def issuer(self, tenant: str) -> str:
        """The issuer of a tenant's tokens."""
        return f"{self.base}/{tenant}/v2.0"

    def keys(self) -> dict[str, Any]:
        """The public keys, as a JSON Web Key Set."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [key | {"kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def code(self, grant: Grant) -> str:
        """A code that can be changed for tokens once, within five minutes."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = grant
        return code

    def redeem(self, code: str, asked: dict[str, str], lie: Lie) -> dict[str, Any]:
        """Tokens for a code; raises GrantRefused when it is spent, old, or another client's."""
        grant = self._codes.get(code)
        if grant is None:
            raise GrantRefused("invalid_grant", "This code is not known.")
        if code in self._spent and not lie.codes_work_twice:
            self._refresh = {key: one for key, one in self._refresh.items() if one is not grant}
            raise GrantRefused("invalid_grant", "This code has been used before.")
        if time.time() > grant.at + CODE_SECONDS:
            raise GrantRefused("invalid_grant", "This code is too old.")
        if (asked.get("client_id"), asked.get("redirect_uri")) != (
            grant.client_id,
            grant.redirect_uri,
        ):
            raise GrantRefused("invalid_grant", "This code was made for another client.")
        if _challenge(asked.get("code_verifier", "")) != grant.challenge:
            raise GrantRefused("invalid_grant", "The code verifier does not fit the challenge.")
        self._spent.add(code)
        return self._tokens(grant, lie)

    def refresh(self, token: str, lie: Lie) -> dict[str, Any]:
        """New tokens for a refresh token, which is then spent."""
        grant = self._refresh.pop(token, None)
        if grant is None:
            raise GrantRefused("invalid_grant", "This refresh token is not known.")
        return self._tokens(replace(grant, nonce=""), lie)

    def _tokens(self, grant: Grant, lie: Lie) -> dict[str, Any]:
        tokens: dict[str, Any] = {
            "token_type": "Bearer",
            "expires_in": LIFETIME,
            "scope": grant.scope,
            "access_token": secrets.token_urlsafe(32),
            "id_token": self._id_token(grant, lie),
        }
        if "offline_access" in grant.scope.split():
            token = tokens["refresh_token"] = secrets.token_urlsafe(32)
            self._refresh[token] = grant
        return tokens

    def _id_token(self, grant: Grant, lie: Lie) -> str:
        now = int(time.time())
        claims = grant.person.claims() | {
            "iss": self.issuer(grant.person.tenant),
            "aud": grant.client_id,
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME,
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        claims |= lie.claims(claims)
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": self.kid}
        if lie.signature == "none":
            return _unsigned(claims)
        foreign = lie.signature == "foreign"
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if foreign else None
        # PyJWT refuses to write what the lies need (an exp that is text), so it signs bytes.
        return jwt.api_jws.encode(
            json.dumps(claims).encode(), key or self._key, algorithm="RS256", headers=headers
        )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _unsigned(claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts)
    return ".".join(part.rstrip("=") for part in encoded) + "."
