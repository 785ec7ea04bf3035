"""A local managed identity, for tests: the endpoint that App Service and Container Apps give it.

Whoever shows the header gets a signed token for what is asked for, a new one each time.
"""

import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://login.microsoftonline.com/5d1c7a52-9f0e-4b67-8a53-1f6f0a6c2e11/v2.0"
SUBJECT = "b1f5ad0c-3a8e-4ad1-8a63-2f3c7e1d9b54"
CLIENT_ID = "7c0e9d52-6a0b-4f2c-9d53-51c4a7a1e0f8"
VERSION = "2019-08-01"
HANG_SECONDS = 60


class Identity:
    """A user-assigned identity; a context manager that starts and stops its endpoint.

    `lifetime` is its tokens', in seconds. `failing` is a status that it answers instead, `hang` or
    `nonsense`. `issued` are all tokens so far, and `on_issue` hears of each before it is sent.
    """

    def __init__(self) -> None:
        self.client_id, self.subject, self.issuer = CLIENT_ID, SUBJECT, ISSUER
        self.header = secrets.token_urlsafe()
        self.lifetime = 3600
        self.failing: int | str = 0
        self.issued: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.on_issue: Callable[[str], None] = lambda token: None
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.free = threading.Event()
        self._server = _Server(self)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.free.set()
        self._server.shutdown()
        self._server.server_close()

    def environment(self) -> dict[str, str]:
        """The environment of a process to which this identity is assigned."""
        return {
            "IDENTITY_ENDPOINT": f"http://127.0.0.1:{self._server.server_port}/msi/token",
            "IDENTITY_HEADER": self.header,
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def keys(self) -> dict[str, Any]:
        """The public key, as a JSON Web Key Set."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [key | {"kid": "identity", "use": "sig", "alg": "RS256"}]}

    def issue(self, resource: str, **changed: Any) -> str:
        """A token for a resource, with some claims changed."""
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": resource,
            "jti": secrets.token_hex(),
        }
        claims |= {"iat": now, "nbf": now, "exp": now + self.lifetime, **changed}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "identity"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, identity: Identity) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.identity = identity

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: whoever was left waiting has hung up."""


class _Desk(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        identity = self.server.identity
        asked = dict(parse_qsl(urlsplit(self.path).query))
        identity.asked.append(asked)
        if identity.failing == "hang":
            identity.free.wait(HANG_SECONDS)
        elif identity.failing == "nonsense":
            self._send(200, "<p>This is not JSON.")
        elif isinstance(identity.failing, int) and identity.failing:
            self._refuse(identity.failing, "told to fail")
        elif self.headers.get("X-IDENTITY-HEADER") != identity.header:
            self._refuse(401, "wrong header")
        elif asked.get("api-version") != VERSION or not asked.get("resource"):
            self._refuse(400, "unknown version, or no resource")
        elif asked.get("client_id") != identity.client_id:
            self._refuse(400, "no such identity")
        else:
            self._give(identity, asked["resource"])

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal belongs to the tests."""

    def _give(self, identity: Identity, resource: str) -> None:
        token = identity.issue(resource)
        identity.on_issue(token)
        identity.issued.append(token)
        answer = {
            "access_token": token,
            "expires_on": str(int(time.time()) + identity.lifetime),
            "resource": resource,
            "token_type": "Bearer",
            "client_id": identity.client_id,
        }
        self._send(200, json.dumps(answer))

    def _refuse(self, status: int, reason: str) -> None:
        self._send(status, json.dumps({"statusCode": status, "message": reason}))

    def _send(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
