"""A local Key Vault with a managed identity, for tests: as much of both as reading a secret needs.

Over TLS; who asks without a token is challenged, and the token is got where App Service has it.
"""

import json
import secrets
import ssl
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import trustme

HANG_SECONDS = 60


class FakeVault:
    """A vault with these secrets; a context manager. `failing` is a status it answers instead.

    Its identity's tokens last `lifetime` seconds; `rotate()` makes the vault take a new one alone.
    `hanging` says which of the two, `vault` or `identity`, never answers.
    """

    def __init__(self, **kept: str) -> None:
        self.kept = kept
        self.failing, self.hanging = 0, ""
        self.lifetime = 3600
        self.given = 0
        self.token, self.header = secrets.token_urlsafe(), secrets.token_urlsafe()
        self.asked: list[str] = []
        self.free = threading.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="surveys-")
        self.ca_bundle = Path(self._folder.name, "ca.pem")
        self._server = _Server(self, self._certify())
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.free.set()
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    @property
    def resource(self) -> str:
        """Whose tokens are good here: the vault's host without its first part."""
        return f"https://0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The environment of a process that may read this vault."""
        return {
            "AZURE_KEY_VAULT_URL": f"https://127.0.0.1:{self.port}",
            "IDENTITY_ENDPOINT": f"https://127.0.0.1:{self.port}/identity",
            "IDENTITY_HEADER": self.header,
            "REQUESTS_CA_BUNDLE": str(self.ca_bundle),
            "NO_PROXY": "127.0.0.1",
        }

    def rotate(self) -> None:
        """Take a new token, and the old one no more."""
        self.token = secrets.token_urlsafe()

    def _certify(self) -> ssl.SSLContext:
        authority = trustme.CA()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.ca_bundle.write_bytes(authority.cert_pem.bytes())
        return context


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, vault: FakeVault, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.vault = vault
        self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: whoever was left waiting has hung up."""


class _Desk(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        vault = self.server.vault
        address = urlsplit(self.path)
        at = "identity" if address.path == "/identity" else "vault"
        if vault.hanging == at:
            vault.free.wait(HANG_SECONDS)
        elif at == "identity":
            self._give_token(vault, parse_qs(address.query))
        elif vault.failing:
            self._send(vault.failing, _error("Failing"))
        elif self.headers.get("Authorization") != f"Bearer {vault.token}":
            self._challenge(vault)
        else:
            self._give_secret(vault, address.path.split("/")[2])

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal belongs to the tests."""

    def _give_token(self, vault: FakeVault, asked: dict[str, list[str]]) -> None:
        known = self.headers.get("X-IDENTITY-HEADER") == vault.header
        if not known or asked.get("resource") != [vault.resource]:
            self._send(400, _error("invalid_request"))
            return
        vault.given += 1
        self._send(
            200,
            {
                "access_token": vault.token,
                "expires_on": str(int(time.time()) + vault.lifetime),
                "resource": vault.resource,
                "token_type": "Bearer",
            },
        )

    def _challenge(self, vault: FakeVault) -> None:
        authority = "https://login.microsoftonline.com/5d1c7a52-9f0e-4b67-8a53-1f6f0a6c2e11"
        said = f'Bearer authorization="{authority}", resource="{vault.resource}"'
        self._send(401, _error("Unauthorized"), **{"WWW-Authenticate": said})

    def _give_secret(self, vault: FakeVault, name: str) -> None:
        vault.asked.append(name)
        if name not in vault.kept:
            self._send(404, _error("SecretNotFound"))
            return
        address = f"https://127.0.0.1:{vault.port}/secrets/{name}/1"
        self._send(200, {"value": vault.kept[name], "id": address, "attributes": {}})

    def _send(self, status: int, content: dict[str, Any], **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": f"The vault says: {code}."}}
