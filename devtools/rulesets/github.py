"""GitHub's REST interface, as far as the rules of a branch need it."""

from typing import Any

import requests

from devtools.rulesets.code import Json

VERSION = "2022-11-28"
TIME_OUT = 30
MOST_PAGES = 20


class Refused(RuntimeError):
    """GitHub did not do it; the message is a sentence for the maintainer."""


class Repository:
    """One repository, seen with one token."""

    def __init__(self, name: str, token: str, api: str) -> None:
        """`name` is OWNER/NAME, `api` the address of the interface."""
        self.name = name
        self._base = f"{api.rstrip('/')}/repos/{name}"
        self._session = requests.Session()
        self._session.headers.update(
            {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {token}",
                "X-GitHub-Api-Version": VERSION,
            }
        )

    def settings(self) -> Json:
        """The repository's own settings, as many as the token may see."""
        return dict(self._ask("GET", ""))

    def change_settings(self, settings: Json) -> None:
        """Change the repository's own settings; GitHub leaves out what the plan does not allow."""
        self._ask("PATCH", "", settings)

    def actions(self) -> Json:
        """What workflows may do by default."""
        return dict(self._ask("GET", "/actions/permissions/workflow"))

    def change_actions(self, settings: Json) -> None:
        """Say what workflows may do by default."""
        self._ask("PUT", "/actions/permissions/workflow", settings)

    def rulesets(self) -> list[Json]:
        """The repository's own rulesets, each with its rules; those of its owner stay out."""
        listed: list[Json] = []
        for page in range(1, MOST_PAGES + 1):
            found = self._ask("GET", f"/rulesets?includes_parents=false&per_page=100&page={page}")
            if not found:
                break
            listed += found
        return [dict(self._ask("GET", f"/rulesets/{entry['id']}")) for entry in listed]

    def create_ruleset(self, ruleset: Json) -> None:
        """Make a ruleset."""
        self._ask("POST", "/rulesets", ruleset)

    def update_ruleset(self, ruleset_id: int, ruleset: Json) -> None:
        """Replace a ruleset."""
        self._ask("PUT", f"/rulesets/{ruleset_id}", ruleset)

    def owner_faults(self) -> list[str]:
        """What GitHub does not understand in the default branch's CODEOWNERS, a line each."""
        try:
            errors = self._ask("GET", "/codeowners/errors")["errors"]
        except Missing:
            return ["CODEOWNERS is not on the default branch: nobody is asked to approve."]
        return [f"CODEOWNERS, line {error['line']}: {error['kind']}." for error in errors]

    def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """The answer's JSON, None if it is empty; Refused for all that is not a success."""
        try:
            answer = self._session.request(
                method, self._base + path, json=body, timeout=TIME_OUT, allow_redirects=False
            )
            content = answer.json() if answer.content else None
        except requests.JSONDecodeError as error:
            raise Refused(
                f"What answers is not GitHub's interface: {answer.status_code}."
            ) from error
        except requests.RequestException as error:
            raise Refused(f"GitHub could not be reached: {type(error).__name__}.") from error
        if answer.status_code == 404:
            raise Missing(f"GitHub shows no {self.name}{path.split('?')[0]} to this token.")
        if not answer.ok or answer.is_redirect:
            raise Refused(f"{self._reason(answer)} ({method} {self.name}{path.split('?')[0]})")
        return content

    def _reason(self, answer: requests.Response) -> str:
        if answer.is_redirect:
            return "The repository has moved: use its new name"
        if answer.headers.get("X-RateLimit-Remaining") == "0":
            return "GitHub has had enough questions of this token for now: try again in an hour"
        if answer.status_code == 401:
            return "GitHub does not know this token"
        said = answer.json() if answer.content else {}
        errors = "; ".join(_error(error) for error in said.get("errors", []))
        message = f"{said.get('message', 'no reason given')}{': ' if errors else ''}{errors}"
        if answer.status_code == 403:
            message += "; the token needs “Administration: write” for this repository"
        return f"GitHub refused with {answer.status_code}: {message}"


class Missing(Refused):
    """It is not there, or the token may not know."""


def _error(error: object) -> str:
    if isinstance(error, dict):
        return str(error.get("message") or f"{error.get('field')} is {error.get('code')}")
    return str(error)
