"""A local OpenID Connect provider, for development and for tests.

It speaks the protocol over TLS, under a certificate authority of its own made at each start, with
PKCE and the client's secret checked. The pages that a browser visits are plain http on localhost.
"""

import contextlib
import os
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import certifi
import trustme

from devtools import codespace
from devtools.provider.clients import Federation
from devtools.provider.desk import Desk, discovery
from devtools.provider.lies import LIES, TRUTH, Lie
from devtools.provider.people import TENANT
from devtools.provider.tokens import Mint

CLIENT_ID = "0e4c6a5f-52e1-4f3c-9a35-7b1d2f8c9e60"
HANG_SECONDS = 120


class Provider:
    """The provider; a context manager that starts and stops it.

    `client_secret=""` makes the application a public client, unless `federation` says whose
    assertions it shows in place of the secret. `lying(name)` tells one of `LIES`
    for a while, and `closed()` is a time in which nothing answers. The pages that a browser visits
    are at `page_port`, if that one is free; `address` says where it finds a port, and `host` names
    the addresses of this machine at which the pages are. `tls_port` is where applications ask.
    """

    def __init__(
        self,
        client_secret: str = "a-secret-that-only-this-machine-knows",
        page_port: int = 0,
        federation: Federation | None = None,
        address: Callable[[int], str] = codespace.here,
        host: str = "127.0.0.1",
        tls_port: int = 0,
    ) -> None:
        self.address, self._host = address, host
        self.client_id, self.client_secret = CLIENT_ID, client_secret
        self.federation = federation
        self.lie: Lie = TRUTH
        self._folder = tempfile.TemporaryDirectory(prefix="surveys-")
        self.ca_bundle = Path(self._folder.name, "ca.pem")
        self._context = self._certify()
        self._free = threading.Event()
        self._tls = Listener(tls_port, self, self._context)
        self._plain = self._pages(page_port)
        self.mint = Mint(f"https://localhost:{self._tls.server_port}")

    def __enter__(self) -> Self:
        self._tls.begin()
        self._plain.begin()
        return self

    def __exit__(self, *error: object) -> None:
        self._free.set()
        self._tls.end()
        self._plain.end()
        self._folder.cleanup()

    @property
    def authority(self) -> str:
        """What an application is told as its OpenID Connect authority; also the issuer."""
        return self.mint.issuer(TENANT)

    def environment(self) -> dict[str, str]:
        """The settings of an application that signs people in here."""
        secret = {"CLIENT_SECRET": self.client_secret} if self.client_secret else {}
        return secret | {
            "CLIENT_ID": self.client_id,
            "OIDC_AUTHORITY": self.authority,
            "TENANT_ID": TENANT,
            "REQUESTS_CA_BUNDLE": str(self.ca_bundle),
            "NO_PROXY": ",".join(filter(None, [os.environ.get("NO_PROXY"), "localhost"])),
        }

    def discovery(self) -> dict[str, Any]:
        """The discovery document."""
        return discovery(self.mint.base, self.address(self._plain.server_port))

    @contextlib.contextmanager
    def lying(self, name: str) -> Iterator[None]:
        """Tell the named lie (see `LIES`) until the block ends."""
        self.lie = LIES[name]
        try:
            yield
        finally:
            self.lie = TRUTH
            self._free.set()
            self._free = threading.Event()

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Close the TLS port until the block ends: connections to it are refused."""
        port = self._tls.server_port
        self._tls.end()
        try:
            yield
        finally:
            self._tls = Listener(port, self, self._context)
            self._tls.begin()

    def hang(self) -> None:
        """Say nothing until the lie is over."""
        self._free.wait(HANG_SECONDS)

    def _pages(self, port: int) -> "Listener":
        try:
            return Listener(port, self, None, self._host)
        except OSError:
            return Listener(0, self, None, self._host)

    def _certify(self) -> ssl.SSLContext:
        authority = trustme.CA()
        certificate = authority.issue_cert("localhost", "127.0.0.1")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        known = Path(os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where()).read_bytes()
        self.ca_bundle.write_bytes(known + b"\n" + authority.cert_pem.bytes())
        return context


class Listener(ThreadingHTTPServer):
    """One port of the provider, with TLS when a context is given."""

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        port: int,
        provider: Provider,
        context: ssl.SSLContext | None,
        host: str = "127.0.0.1",
    ) -> None:
        super().__init__((host, port), Desk)
        self.provider, self._context = provider, context
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def begin(self) -> None:
        """Answer in a thread."""
        self._thread.start()

    def end(self) -> None:
        """Stop answering, and close the port."""
        self.shutdown()
        self._thread.join()
        self.server_close()

    def get_request(self) -> tuple[Any, Any]:
        """Accept a connection; the handshake waits for the thread that answers it."""
        connection, address = super().get_request()
        if self._context:
            connection = self._context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: who hangs up, or does not trust us, hears of it on the other side."""
