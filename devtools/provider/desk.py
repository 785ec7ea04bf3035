"""The provider's endpoints, as one handler for its TLS port and its plain one."""

import json
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from devtools.codespace import is_ours
from devtools.provider.clients import check_client
from devtools.provider.pages import choosing, saying
from devtools.provider.people import PEOPLE, TENANT
from devtools.provider.tokens import Grant, GrantRefused

if TYPE_CHECKING:
    from devtools.provider import Listener, Provider

STYLE = Path(__file__).with_name("style.css")
POLICY = "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'"


class Desk(BaseHTTPRequestHandler):
    """Answers one request; the provider that it speaks for is the server's `provider`."""

    server: "Listener"

    @property
    def provider(self) -> "Provider":
        """Whose desk this is."""
        return self.server.provider

    def do_GET(self) -> None:
        """Discovery, keys, the page of people, and the end of a session."""
        path = urlsplit(self.path).path
        if path.endswith("/.well-known/openid-configuration"):
            self._answer("discovery", self.provider.discovery)
        elif path.endswith("/discovery/v2.0/keys"):
            self._answer("keys", self.provider.mint.keys)
        elif path.endswith("/authorize"):
            self._authorize({})
        elif path.endswith("/logout"):
            self._log_out()
        elif path == "/style.css":
            self._send(200, STYLE.read_text(), "text/css")
        else:
            self._page(404, "Nothing here", "The local provider has no page at this address.")

    def do_POST(self) -> None:
        """The choice of a person, and the exchange of codes for tokens."""
        form = self._form()
        path = urlsplit(self.path).path
        if path.endswith("/token"):
            self._answer("token", lambda: self._tokens(form))
        elif path.endswith("/authorize"):
            self._authorize(form)
        else:
            self._page(404, "Nothing here", "The local provider has no page at this address.")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the developer's terminal belongs to the application."""

    def _authorize(self, form: dict[str, str]) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query))
        if asked.get("client_id") != self.provider.client_id:
            self._page(400, "Unknown application", "The client_id is not the one registered here.")
        elif not is_ours(urlsplit(asked.get("redirect_uri", "")).hostname):
            self._page(400, "Unknown address", "The redirect_uri is not on this machine.")
        elif reason := _unfit(asked):
            self._back(asked, error="invalid_request", error_description=reason)
        elif "person" not in form:
            self._send(200, choosing(PEOPLE.values(), self.path), "text/html")
        elif form["person"] not in PEOPLE:
            self._back(asked, error="access_denied", error_description="Nobody was chosen.")
        else:
            self._back(asked, code=self.provider.mint.code(_grant(asked, form["person"])))

    def _back(self, asked: dict[str, str], **said: str) -> None:
        if "state" in asked:
            said["state"] = asked["state"]
        separator = "&" if urlsplit(asked["redirect_uri"]).query else "?"
        self._redirect(asked["redirect_uri"] + separator + urlencode(said))

    def _log_out(self) -> None:
        asked = dict(parse_qsl(urlsplit(self.path).query))
        back = asked.get("post_logout_redirect_uri", "")
        if is_ours(urlsplit(back).hostname):
            self._redirect(back)
        else:
            self._page(200, "You are signed out", "You can close this page.")

    def _tokens(self, form: dict[str, str]) -> dict[str, Any]:
        provider, shown = self.provider, self.headers.get("Authorization", "")
        client = provider.client_id, provider.client_secret
        check_client(form, shown, client, provider.federation)
        mint, lie = provider.mint, provider.lie
        if form.get("grant_type") == "authorization_code":
            tokens = mint.redeem(form.get("code", ""), form, lie)
        elif form.get("grant_type") == "refresh_token":
            tokens = mint.refresh(form.get("refresh_token", ""), lie)
        else:
            raise GrantRefused("unsupported_grant_type", "Only codes and refresh tokens.")
        if lie.answer.get("token") == "no_id_token":
            del tokens["id_token"]
        return tokens

    def _answer(self, endpoint: str, make: Any) -> None:
        """Answer as JSON, or fail in the way that the lie of the day says."""
        how = self.provider.lie.answer.get(endpoint)
        if isinstance(how, int):
            self._page(how, HTTPStatus(how).phrase, "The provider was told to fail.")
        elif how == "hang":
            self.provider.hang()
        elif how == "nonsense":
            self._send(200, "<p>This is not JSON.", "application/json")
        else:
            try:
                self._send(200, json.dumps(make()), "application/json")
            except GrantRefused as refused:
                error, description = refused.args
                said = {"error": error, "error_description": description}
                status = 401 if error == "invalid_client" else 400
                self._send(status, json.dumps(said), "application/json")

    def _form(self) -> dict[str, str]:
        length = int(self.headers.get("Content-Length") or 0)
        return dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))

    def _page(self, status: int, title: str, text: str) -> None:
        self._send(status, saying(title, text), "text/html")

    def _redirect(self, address: str) -> None:
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)


def _unfit(asked: dict[str, str]) -> str:
    """Why a request for a code is refused, or nothing."""
    if asked.get("response_type") != "code":
        return "Only the authorization code flow is offered."
    if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        return "A code challenge (PKCE, S256) is needed."
    if "openid" not in asked.get("scope", "").split():
        return "The scope openid is needed."
    return ""


def _grant(asked: dict[str, str], person: str) -> Grant:
    return Grant(
        person=PEOPLE[person],
        client_id=asked["client_id"],
        redirect_uri=asked["redirect_uri"],
        scope=asked["scope"],
        nonce=asked.get("nonce", ""),
        challenge=asked["code_challenge"],
        at=time.time(),
    )


def discovery(mint_base: str, page_base: str) -> dict[str, Any]:
    """The discovery document; what the browser visits is plain http, and so without warnings."""
    tls, plain = f"{mint_base}/{TENANT}", f"{page_base}/{TENANT}"
    return {
        "issuer": f"{tls}/v2.0",
        "authorization_endpoint": f"{plain}/oauth2/v2.0/authorize",
        "token_endpoint": f"{tls}/oauth2/v2.0/token",
        "jwks_uri": f"{tls}/discovery/v2.0/keys",
        "end_session_endpoint": f"{plain}/oauth2/v2.0/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_post",
            "client_secret_basic",
            "private_key_jwt",
            "none",
        ],
    }
