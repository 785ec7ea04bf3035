"""A pull request of Dependabot's, built on GitHub's published example, and ways to change it."""

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "payloads"
OPENED = json.loads((HERE / "opened.json").read_text())
SCHEMA = json.loads((HERE / "schema.json").read_text())
FILES_OF_ACTIONS = {"synchronize": {"before": "0" * 40, "after": "1" * 40}}
HEAD = OPENED["pull_request"]["head"]["sha"]
BASE = OPENED["pull_request"]["base"]["sha"]
URL = OPENED["pull_request"]["html_url"]

DEPENDABOT = {"login": "dependabot[bot]", "type": "Bot", "id": 49699333}
WEB = {"login": "web-flow", "type": "User", "id": 19864447}
PERSON = {"login": "mallory", "type": "User", "id": 66600000}


def payload(changes: dict[str, Any]) -> dict[str, Any]:
    """The event of a Dependabot pull request; `changes` are dotted paths and their new values."""
    event = copy.deepcopy(OPENED)
    for path, value in {**_DEPENDABOTS, **changes}.items():
        *way, last = path.split(".")
        place = event
        for step in way:
            place = place[step]
        known = isinstance(place.get(last), dict) and isinstance(value, dict)
        place[last] = {**place[last], **value} if known else value
    return event


def acted(action: str, **more: Any) -> dict[str, Any]:
    """The changes that make another action of the event."""
    return {"action": action, **FILES_OF_ACTIONS.get(action, {}), **more}


def package(name: str, before: str, after: str, step: str = "minor", **more: Any) -> dict[str, Any]:
    """One entry of fetch-metadata's updated-dependencies-json."""
    return {
        "dependencyName": name,
        "dependencyType": "direct:production",
        "updateType": f"version-update:semver-{step}" if step else None,
        "directory": "/",
        "packageEcosystem": "pip",
        "targetBranch": "master",
        "prevVersion": before,
        "newVersion": after,
        "compatScore": 0,
        "maintainerChanges": False,
        "dependencyGroup": "",
        "alertState": "",
        "ghsaId": "",
        "cvss": 0,
        **more,
    }


def described(*packages: dict[str, Any], **summary: str) -> dict[str, str]:
    """The environment that fetch-metadata's outputs make."""
    steps = [entry["updateType"] for entry in packages]
    order = [f"version-update:semver-{step}" for step in ("major", "minor", "patch")]
    return {
        "METADATA_UPDATED_DEPENDENCIES_JSON": json.dumps(packages),
        "METADATA_DEPENDENCY_NAMES": ", ".join(entry["dependencyName"] for entry in packages),
        "METADATA_UPDATE_TYPE": next((step for step in order if step in steps), ""),
        "METADATA_PACKAGE_ECOSYSTEM": packages[0]["packageEcosystem"],
        "METADATA_TARGET_BRANCH": packages[0]["targetBranch"],
        "METADATA_MAINTAINER_CHANGES": json.dumps(packages[0]["maintainerChanges"]),
        **summary,
    }


def commit(
    author: dict[str, Any] | None = DEPENDABOT,
    committer: dict[str, Any] | None = WEB,
    verified: bool = True,
    sha: str = HEAD,
) -> dict[str, Any]:
    """One entry of GitHub's list of a pull request's commits."""
    return {
        "sha": sha,
        "author": author,
        "committer": committer,
        "commit": {"message": "Bump", "verification": {"verified": verified, "reason": "valid"}},
    }


def lock(pins: dict[str, str], needs: dict[str, list[str]] | None = None, salt: str = "") -> str:
    """A lock as uv writes it; `needs` are the packages that ask for one."""
    return "".join(
        _stanza(name, version, (needs or NEEDS).get(name.split(" ")[0], []), salt)
        for name, version in sorted(pins.items())
    )


NEEDS = {"werkzeug": ["flask"], "markupsafe": ["jinja2", "werkzeug"], "jinja2": ["flask"]}
PINS = {
    "certifi": "2026.10.18",
    "flask": "3.1.0",
    "gunicorn": "26.1.0",
    "identity": "0.10.0",
    "jinja2": "3.1.6",
    "markupsafe": "3.0.2",
    "nh3": "0.3.0",
    "pytest": "9.2.0",
    "werkzeug": "3.1.3",
}


def locked(**moved: str | None) -> str:
    """The lock with some pins moved; None takes a package out."""
    pins = {**PINS, **{name.replace("_", "-"): version for name, version in moved.items()}}
    return lock({name: version for name, version in pins.items() if version})


def _stanza(name: str, version: str, needed_by: list[str], salt: str) -> str:
    digest = hashlib.sha256(f"{name}{version}{salt}".encode()).hexdigest()
    package, _, marker = name.partition(" ")
    pinned = f"{package}=={version} ; {marker}" if marker else f"{package}=={version}"
    if len(needed_by) > 1:
        why = "    # via\n" + "".join(f"    #   {asker}\n" for asker in needed_by)
    else:
        why = f"    # via {needed_by[0] if needed_by else '-r requirements.in'}\n"
    return f"{pinned} \\\n    --hash=sha256:{digest}\n{why}"


_DEPENDABOTS: dict[str, Any] = {
    "sender": DEPENDABOT,
    "pull_request.user": DEPENDABOT,
    "pull_request.head.ref": "dependabot/pip/flask-3.2.0",
    "pull_request.head.label": "Codertocat:dependabot/pip/flask-3.2.0",
    "pull_request.commits": 1,
    "pull_request.changed_files": 1,
    "pull_request.base.repo.allow_auto_merge": True,
    "pull_request.base.repo.allow_squash_merge": True,
}
