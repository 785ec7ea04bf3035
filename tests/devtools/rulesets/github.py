"""GitHub's interface for rulesets and settings, in the shapes that it really answers with."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghp_throw_away"
UNSAID = {
    "pull_request": {"automatic_copilot_code_review_enabled": False, "required_reviewers": []},
}
"""Parameters that GitHub adds to a rule that does not name them."""


class GitHub:
    """One repository's state, and the ways in which the interface can misbehave."""

    def __init__(self) -> None:
        self.rulesets: dict[int, dict[str, Any]] = {}
        self.repository: dict[str, Any] = {
            "full_name": "octo/surveys",
            "default_branch": "main",
            "allow_auto_merge": False,
            "allow_squash_merge": True,
            "allow_merge_commit": True,
            "allow_rebase_merge": True,
            "delete_branch_on_merge": False,
        }
        self.actions: dict[str, Any] = {
            "default_workflow_permissions": "write",
            "can_approve_pull_request_reviews": False,
        }
        self.owners: list[dict[str, Any]] | None = []
        self.page = 100
        self.asked: list[str] = []
        self.plan_has_auto_merge = True
        self.answers: dict[str, tuple[int, dict[str, Any] | str, dict[str, str]]] = {}
        """What "METHOD /path" answers instead: status, body, headers."""

    @property
    def changes(self) -> list[str]:
        return [line for line in self.asked if not line.startswith("GET")]

    def rule(self, kind: str) -> dict[str, Any]:
        rules = next(iter(self.rulesets.values()))["rules"]
        return next(rule for rule in rules if rule["type"] == kind)

    def answer(self, method: str, url: str, body: Any) -> tuple[int, Any]:
        path = urlsplit(url).path.removeprefix("/repos/octo/surveys")
        query = parse_qs(urlsplit(url).query)
        self.asked.append(f"{method} {path}")
        match method, path.split("/")[1:]:
            case "GET", []:
                return 200, self.repository
            case "PATCH", []:
                kept = {} if self.plan_has_auto_merge else {"allow_auto_merge": False}
                self.repository |= body | kept
                return 200, self.repository
            case "GET", ["actions", "permissions", "workflow"]:
                return 200, self.actions
            case "PUT", ["actions", "permissions", "workflow"]:
                self.actions |= body
                return 204, None
            case "GET", ["codeowners", "errors"] if self.owners is not None:
                return 200, {"errors": self.owners}
            case "GET", ["rulesets"]:
                return 200, self._listed(int(query["page"][0]), int(query["per_page"][0]))
            case "POST", ["rulesets"]:
                return self._create(body)
            case "GET", ["rulesets", number] if int(number) in self.rulesets:
                return 200, self.rulesets[int(number)]
            case "PUT", ["rulesets", number] if int(number) in self.rulesets:
                self.rulesets[int(number)] = self._stored(int(number), body)
                return 200, self.rulesets[int(number)]
        return 404, {"message": "Not Found", "documentation_url": "https://d", "status": "404"}

    def _listed(self, page: int, per_page: int) -> list[dict[str, Any]]:
        size = min(self.page, per_page)
        hidden = ("rules", "conditions", "bypass_actors")
        listed = [{k: v for k, v in r.items() if k not in hidden} for r in self.rulesets.values()]
        return listed[(page - 1) * size : page * size]

    def _create(self, body: dict[str, Any]) -> tuple[int, Any]:
        if body["name"] in [ruleset["name"] for ruleset in self.rulesets.values()]:
            return 422, {"message": "Validation Failed", "errors": ["Name must be unique"]}
        number = 40 + len(self.rulesets)
        self.rulesets[number] = self._stored(number, body)
        return 201, self.rulesets[number]

    def _stored(self, number: int, body: dict[str, Any]) -> dict[str, Any]:
        stored: dict[str, Any] = json.loads(json.dumps(body))
        for rule in stored["rules"]:
            if rule["type"] in UNSAID:
                rule["parameters"] = UNSAID[rule["type"]] | rule["parameters"]
        stored["rules"].reverse()
        return stored | {
            "id": number,
            "source_type": "Repository",
            "source": "octo/surveys",
            "node_id": f"RRS_{number}",
            "current_user_can_bypass": "never",
            "created_at": "2026-11-02T08:00:00.000+01:00",
            "updated_at": "2026-11-02T08:00:00.000+01:00",
            "_links": {"self": {"href": f"https://api.github.com/{number}"}},
        }


class Handler(BaseHTTPRequestHandler):
    """The wire: tokens, bodies, and the answers that a test has put in the way."""

    def handle_one(self) -> None:
        github: GitHub = self.server.github
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        path = urlsplit(self.path).path.removeprefix("/repos/octo/surveys")
        put = github.answers.get(f"{self.command} {path}")
        if put:
            self._send(*put)
        elif self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._send(401, {"message": "Bad credentials", "status": "401"}, {})
        else:
            self._send(*github.answer(self.command, self.path, body), {})

    do_GET = do_POST = do_PUT = do_PATCH = handle_one

    def _send(self, status: int, body: Any, headers: dict[str, str]) -> None:
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *rest: object) -> None:
        """Say nothing."""


@contextmanager
def served(github: GitHub) -> Iterator[str]:
    """The address at which this GitHub answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.github = github
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
