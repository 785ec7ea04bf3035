"""GitHub's REST API, as far as a decision reads it and a verdict speaks through it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote

from devtools.automerge.fault import Fault
from devtools.automerge.shape import entries, text

JSON = "application/vnd.github+json"
RAW = "application/vnd.github.raw+json"
PAGE = 100
TRIES = 3
LARGEST = 4_000_000
"""Bytes of the largest answer that is read."""


@dataclass(frozen=True)
class GitHub:
    """One repository (`owner/name`), reached at `api` with a token; waits `patience` seconds."""

    api: str
    repository: str
    token: str
    patience: float

    def one(self, path: str) -> Any:
        """The document at a path of the repository; raises Fault."""
        return self._document("GET", path, None)

    def all(self, path: str) -> list[Any]:
        """The entries of all pages of a list; raises Fault."""
        found: list[Any] = []
        page = 1
        while True:
            more = entries(self._document("GET", f"{path}?per_page={PAGE}&page={page}", None))
            found += more
            if len(more) < PAGE:
                return found
            page += 1

    def file(self, path: str, commit: str) -> str:
        """A file's text at a commit; raises Fault."""
        content = self._send("GET", f"contents/{quote(path)}?ref={commit}", None, RAW)
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise Fault(f"{path} is no text.") from error

    def comments(self, number: int) -> list[tuple[str, str]]:
        """The robots' comments on a pull request, each as its path and its text; raises Fault."""
        return [
            (f"issues/comments/{comment['id']}", text(comment, "body"))
            for comment in self.all(f"issues/{number}/comments")
            if text(comment, "user", "type") == "Bot"
        ]

    def write(self, path: str, body: str) -> None:
        """Replaces the text of a comment; raises Fault."""
        self._document("PATCH", path, {"body": body})

    def add(self, number: int, body: str) -> None:
        """Adds a comment to a pull request; raises Fault."""
        self._document("POST", f"issues/{number}/comments", {"body": body})

    def _document(self, method: str, path: str, body: dict[str, str] | None) -> Any:
        try:
            return json.loads(self._send(method, path, body, JSON))
        except ValueError as error:
            raise Fault(f"GitHub's answer to {method} {path} is no JSON.") from error

    def _send(self, method: str, path: str, body: dict[str, str] | None, accept: str) -> bytes:
        request = urllib.request.Request(
            f"{self.api}/repos/{self.repository}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Accept": accept,
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )
        return self._answer(request, f"{method} {path}", TRIES if method == "GET" else 1)

    def _answer(self, request: urllib.request.Request, asked: str, tries: int) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as answer:
                content: bytes = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code >= 500 and tries > 1:
                return self._answer(request, asked, tries - 1)
            raise Fault(f"GitHub answered {asked} with {error.code}.") from error
        except (OSError, HTTPException) as error:
            raise Fault(f"GitHub did not answer {asked}.") from error
        if len(content) > LARGEST:
            raise Fault(f"GitHub's answer to {asked} is too long.")
        return content
