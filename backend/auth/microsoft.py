"""The one seam to `identity`: adds the checks, the time-outs and the failures it leaves out."""

import time
import warnings
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

import jwt
import msal
import requests
from flask import current_app, g, session, url_for
from identity.web import Auth

from backend.auth.claims import Claims, SignInFailed, check, read
from backend.identity_token import TokenError

TIME_OUT = (3, 5)  # seconds to connect, seconds between two bytes
KEPT = 3600  # seconds for which the provider's description of itself is believed
AWAY = "The sign-in service does not answer at the moment. Please try again in a few minutes."
STALE = "That sign-in was started somewhere else, or too long ago. Please sign in again."
UNREADY = "Signing in is not set up yet. Please tell whoever looks after this site."

# `form_post` comes back without our SameSite=Lax cookie, and so without the flow.
warnings.filterwarnings("ignore", message="response_mode='form_post'")


class Http:
    """What msal asks of an HTTP client, with a time-out on every call and no redirects."""

    def get(self, url: str, **options: Any) -> requests.Response:
        """GET, as `requests` does it."""
        return requests.get(url, timeout=TIME_OUT, allow_redirects=False, **options)

    def post(self, url: str, **options: Any) -> requests.Response:
        """POST, as `requests` does it."""
        return requests.post(url, timeout=TIME_OUT, allow_redirects=False, **options)

    def close(self) -> None:
        """Nothing is kept open."""


class Microsoft(Auth):
    """Entra ID, or any OpenID Connect provider, as `identity` speaks to it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Take the settings of `config.py`; the network is first used when someone signs in."""
        self._discovery: tuple[float, dict[str, Any], jwt.PyJWKSet] | None = None
        self._settings = settings
        Auth.__init__(
            self,
            session=session,
            client_id=settings["CLIENT_ID"],
            client_credential=_credential(settings),
            oidc_authority=settings["OIDC_AUTHORITY"] or None,
            authority=None if settings["OIDC_AUTHORITY"] else settings["AUTHORITY"] or None,
        )

    def describe(self, fresh: bool = False) -> tuple[dict[str, Any], jwt.PyJWKSet]:
        """The provider's discovery document and its keys, kept for an hour."""
        if fresh or not self._discovery or self._discovery[0] < time.monotonic():
            address = self._oidc_authority or f"{self._authority}/v2.0"
            document = _fetch(f"{address}/.well-known/openid-configuration")
            keys = jwt.PyJWKSet.from_dict(_fetch(document["jwks_uri"]))
            self._discovery = (time.monotonic() + KEPT, document, keys)
        return self._discovery[1:]

    def claims(self, token: str) -> Claims:
        """The checked claims of an ID token; unknown keys are asked for once more."""
        kid = str(jwt.get_unverified_header(token).get("kid"))
        document, keys = self.describe()
        if kid not in {key.key_id for key in keys.keys}:
            document, keys = self.describe(fresh=True)
        tenants, client = self._settings["ALLOWED_TENANTS"], self._client_id
        return check(read(token, keys, kid), document["issuer"], client, tenants, time.time())

    def _build_msal_app(self, client_credential: Any = None, cache: Any = None) -> Any:
        kind = (
            msal.ConfidentialClientApplication
            if client_credential
            else msal.PublicClientApplication
        )
        return kind(
            self._client_id,
            client_credential=client_credential,
            oidc_authority=self._oidc_authority,
            authority=self._authority,
            token_cache=cache,
            http_client=Http(),
            http_cache=self._http_cache,
            instance_discovery=False,
            exclude_scopes=["offline_access"],  # we never act for anybody later
        )

    def _save_user_into_session(self, id_token_claims: Any) -> None:
        """Unchecked claims are kept nowhere."""

    def _save_cache(self, cache: Any) -> None:
        """Of the token cache, which would not fit into a cookie, one ID token, for one request."""
        found = cache.search(msal.TokenCache.CredentialType.ID_TOKEN)
        g.id_token = next(token["secret"] for token in found)


def begin(next_path: str) -> str:
    """The provider's address at which a sign-in starts; raises SignInFailed."""
    provider = _provider()
    try:
        flow = provider.log_in(redirect_uri=_back(), next_link=next_path)
    except Exception as error:  # identity and msal raise whatever they meet
        raise SignInFailed(f"begin: {error!r}", AWAY, 424) from error
    if "auth_uri" not in flow:
        raise SignInFailed(f"begin: {flow}", AWAY, 424)
    return str(flow["auth_uri"])


def complete(args: Mapping[str, str]) -> tuple[Claims, str | None]:
    """The checked claims of whoever comes back, and where they were going; raises SignInFailed."""
    provider = _provider()
    try:
        result = provider.complete_log_in(dict(args)) if args else {}
        if "next_link" not in result:
            raise _failure(result)
        return provider.claims(g.pop("id_token")), result["next_link"]
    except (requests.RequestException, OSError, TokenError) as error:
        raise SignInFailed(f"complete: {error!r}", AWAY, 424) from error
    except SignInFailed:
        raise
    except Exception as error:  # as above: a wrong nonce is a RuntimeError, nonsense anything
        raise SignInFailed(f"complete: {error!r}") from error


def farewell(back: str) -> str:
    """The provider's page that ends its own session, or `back` where there is none to be had."""
    try:
        document, _ = _provider().describe()
        asked = {"post_logout_redirect_uri": back, "client_id": current_app.config["CLIENT_ID"]}
        return f"{document['end_session_endpoint']}?{urlencode(asked)}"
    except Exception as error:  # as above; the person is signed out here in any case
        current_app.logger.warning("sign-out: %r", error)
        return back


def _credential(settings: Mapping[str, Any]) -> Any:
    """A secret, or what fetches the managed identity's token at each exchange; or None."""
    if assertion := settings.get("CLIENT_ASSERTION"):
        return {"client_assertion": assertion}
    return settings["CLIENT_SECRET"] or None


def _failure(result: Mapping[str, Any]) -> SignInFailed:
    if not result:
        return SignInFailed("state: no such sign-in was begun here", STALE, 400)
    if result.get("error") == "access_denied":
        return SignInFailed(str(result), "You chose not to sign in.")
    if result.get("error") in ("invalid_client", "unauthorized_client"):  # our secret, or assertion
        return SignInFailed(str(result), UNREADY)
    return SignInFailed(str(result), STALE, 400)


def _provider() -> Microsoft:
    provider = cast(Microsoft, current_app.config["AUTH"])
    if not (provider._client_id and (provider._oidc_authority or provider._authority)):
        raise SignInFailed("CLIENT_ID, or the authority, is not set", UNREADY)
    return provider


def _back() -> str:
    return current_app.config["REDIRECT_URI"] or url_for("auth.complete", _external=True)


def _fetch(address: str) -> dict[str, Any]:
    response = Http().get(address)
    response.raise_for_status()
    return dict(response.json())
