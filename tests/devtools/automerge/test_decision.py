"""The decision table, row by row, from GitHub's own shapes to the words of the verdict."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from devtools.automerge import check, commit
from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.decision import Facts, decide
from devtools.automerge.fault import Fault
from devtools.automerge.metadata import Metadata, from_environment
from devtools.automerge.policy import Policy
from devtools.automerge.policy_file import read_policy
from devtools.automerge.pull_request import from_event
from devtools.automerge.verdict import Verdict, from_json
from tests.devtools.automerge.table import ROWS, Row
from tests.devtools.automerge.world import HEAD, SCHEMA, URL, payload


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_each_row_gets_its_verdict_for_exactly_its_reasons(row: Row, tmp_path: Path) -> None:
    verdict = decide(_facts(row, tmp_path))
    assert verdict.reasons == row.reasons
    assert verdict.merge == (row.reasons == ())
    assert (verdict.number, verdict.url, verdict.head) == (2, URL, HEAD)
    if row.updates is not None:
        assert verdict.updates == row.updates


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_each_payload_is_one_that_github_could_send(row: Row) -> None:
    event = payload(row.event)
    _validator(event["action"]).validate(event)


def test_the_table_is_long_enough_and_says_everything_once() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS) >= 100


def test_a_verdict_survives_its_way_between_two_jobs(tmp_path: Path) -> None:
    verdict = Verdict(True, 2, URL, HEAD, ("one",), ("two", "three"))
    assert from_json(verdict.to_json()) == verdict


@cache
def _validator(action: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator({**SCHEMA, "$ref": f"#/definitions/pull_request${action}"})


def _facts(row: Row, root: Path) -> Facts:
    folder = root / ".github" / "rulesets"
    folder.mkdir(parents=True)
    (folder / "default-branch.json").write_text(json.dumps({"rules": row.asked}))
    for name, text in row.policy.items():
        (root / ".github" / name).write_text(text)
    return Facts(
        pull_request=from_event(payload(row.event)),
        commits=tuple(commit.from_api(entry) for entry in row.commits),
        files=tuple(_file(*file) for file in row.files),
        metadata=_metadata(row),
        policy=_policy(root),
        asked=_asked(root),
        required=check.from_api(row.required),
    )


def _file(path: str, before: str, after: str, status: str = "modified") -> ChangedFile:
    return ChangedFile(path, status, before, after)


def _metadata(row: Row) -> Metadata | Fault:
    try:
        return from_environment(row.metadata)
    except Fault as fault:
        return fault


def _policy(root: Path) -> Policy | Fault:
    try:
        return read_policy(root)
    except Fault as fault:
        return fault


def _asked(root: Path) -> tuple[check.Check, ...] | Fault:
    try:
        return check.from_code(root)
    except Fault as fault:
        return fault
