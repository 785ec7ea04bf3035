"""A server on this machine that answers as GitHub's REST API does, and a `gh` that notes."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from devtools.automerge.github import GitHub

REPOSITORY = "Codertocat/Hello-World"


@dataclass
class Hub:
    """What the server answers with, by path below the repository, and what it was asked.

    A list is given in pages. A status in `faults` is used up from the left, one a request; a
    number of seconds in `slow` passes before the answer.
    """

    documents: dict[str, Any] = field(default_factory=dict)
    files: dict[tuple[str, str], bytes] = field(default_factory=dict)
    faults: dict[str, list[int]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    written: list[tuple[str, str, Any]] = field(default_factory=list)
    port: int = 0

    @property
    def api(self) -> str:
        """Where the API begins."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, patience: float = 5.0) -> GitHub:
        """A client of this server."""
        return GitHub(self.api, REPOSITORY, "secret-token", patience)


@contextmanager
def served() -> Iterator[Hub]:
    """A hub that answers until the block ends."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    hub.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def noting_gh(folder: Path, code: int = 0) -> tuple[Path, Path]:
    """A folder with a `gh` in it that notes its arguments and its token, and the file of notes."""
    bin_, notes = folder / "bin", folder / "gh.txt"
    bin_.mkdir()
    script = bin_ / "gh"
    script.write_text(
        f"#!/bin/sh\n{{ printf '%s\\t' \"$GH_TOKEN\" \"$@\"; echo; }} >> '{notes}'\nexit {code}\n"
    )
    script.chmod(0o755)
    return bin_, notes


def noted(notes: Path) -> list[list[str]]:
    """The calls of `gh`, each with its token first."""
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [line.split("\t")[:-1] for line in lines]


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note()
            url = urlsplit(self.path)
            path = unquote(url.path.removeprefix(f"/repos/{REPOSITORY}/"))
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            time.sleep(hub.slow.get(path, 0))
            if hub.faults.get(path):
                self._send(hub.faults[path].pop(0), b'{"message": "no"}')
            elif path.startswith("contents/"):
                self._file(path.removeprefix("contents/"), query["ref"])
            elif path in hub.documents:
                self._document(hub.documents[path], query)
            else:
                self._send(404, b'{"message": "Not Found"}')

        def do_POST(self) -> None:
            self._write(201)

        def do_PATCH(self) -> None:
            self._write(200)

        def _write(self, status: int) -> None:
            self._note()
            path = self.path.removeprefix(f"/repos/{REPOSITORY}/")
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if hub.faults.get(path):
                self._send(hub.faults[path].pop(0), b'{"message": "no"}')
                return
            hub.written.append((self.command, path, body))
            self._send(status, b'{"id": 1}')

        def _document(self, document: Any, query: dict[str, str]) -> None:
            if isinstance(document, list):
                size, page = int(query["per_page"]), int(query["page"])
                document = document[size * (page - 1) : size * page]
            self._send(
                200, document if isinstance(document, bytes) else json.dumps(document).encode()
            )

        def _file(self, path: str, commit: str) -> None:
            content = hub.files.get((path, commit))
            self._send(404 if content is None else 200, content or b"")

        def _note(self) -> None:
            hub.asked.append(f"{self.command} {self.path}")
            hub.headers.append(dict(self.headers))

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except BrokenPipeError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            return

    return Handler
