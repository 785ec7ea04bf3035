"""Who asks for tokens: an application by its secret, or by a managed identity's assertion."""

import base64
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import jwt

from devtools.provider.tokens import GrantRefused

AUDIENCE = "api://AzureADTokenExchange"
KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Federation:
    """A federated credential: whose assertions stand for the application, and their keys (JWKS)."""

    issuer: str
    subject: str
    keys: dict[str, Any]

    def check(self, assertion: str) -> None:
        """Refuse an assertion that is not by this issuer, of this subject, for us, and for now."""
        try:
            key = jwt.PyJWKSet.from_dict(self.keys)[jwt.get_unverified_header(assertion)["kid"]]
            jwt.decode(
                assertion,
                key.key,
                algorithms=["RS256"],
                audience=AUDIENCE,
                issuer=self.issuer,
                subject=self.subject,
                options={"require": ["aud", "exp", "iss", "sub"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise GrantRefused("invalid_client", f"The assertion is refused: {error}") from error


def check_client(
    form: dict[str, str], authorization: str, client: tuple[str, str], federation: Federation | None
) -> None:
    """Refuse whoever is not the client (its id and secret), and put its id into the form."""
    name, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, written = authorization.partition(" ")
    if scheme.lower() == "basic":
        name, _, secret = map(unquote, base64.b64decode(written).decode().partition(":"))
    if name != client[0] or not hmac.compare_digest(secret.encode(), client[1].encode()):
        raise GrantRefused("invalid_client", "The client_id or its secret is wrong.")
    form["client_id"] = name
    if federation:
        if form.get("client_assertion_type") != KIND:
            raise GrantRefused(
                "invalid_client", "An assertion is asked for, of the type jwt-bearer."
            )
        federation.check(form.get("client_assertion", ""))
