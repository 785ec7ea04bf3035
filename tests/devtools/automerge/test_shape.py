"""Values reached inside documents that came from elsewhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from devtools.automerge.commit import from_api
from devtools.automerge.fault import Fault
from devtools.automerge.metadata import Metadata, Named, from_environment
from devtools.automerge.pull_request import from_event
from devtools.automerge.shape import entries, flag, number, text
from devtools.automerge.verdict import Verdict, from_json
from tests.devtools.automerge.world import HEAD, URL, commit, described, package, payload

DOCUMENT = {"a": {"b": ["x", 7, True]}}


def test_values_are_reached_through_keys_and_places() -> None:
    assert text(DOCUMENT, "a", "b", 0) == "x"
    assert number(DOCUMENT, "a", "b", 1) == 7
    assert flag(DOCUMENT, "a", "b", 2) is True
    assert entries(DOCUMENT, "a", "b") == ["x", 7, True]
    assert text("itself") == "itself"


WRONG: list[tuple[Callable[..., Any], tuple[str | int, ...], str]] = [
    (text, ("a", "b", 1), "a.b.1 is not a text."),
    (text, ("a", "c"), "a.c is not a text."),
    (text, ("a", "b", 9), "a.b.9 is not a text."),
    (text, ("a", "b", "c"), "a.b.c is not a text."),
    (text, (), "The document is not a text."),
    (number, ("a", "b", 0), "a.b.0 is not a whole number."),
    (number, ("a", "b", 2), "a.b.2 is not a whole number."),
    (flag, ("a", "b", 1), "a.b.1 is neither true nor false."),
    (entries, ("a",), "a is not a list."),
]


@pytest.mark.parametrize(("read", "path", "sentence"), WRONG)
def test_what_is_something_else_is_told(
    read: Callable[..., Any], path: tuple[str | int, ...], sentence: str
) -> None:
    with pytest.raises(Fault) as caught:
        read(DOCUMENT, *path)
    assert str(caught.value) == sentence


def test_an_event_without_a_pull_request_is_told() -> None:
    event = payload({})
    del event["pull_request"]
    with pytest.raises(Fault, match=r"^number is not a whole number\.$"):
        from_event(event)


def test_an_event_that_is_no_document_is_told() -> None:
    with pytest.raises(Fault, match=r"^repository\.full_name is not a text\.$"):
        from_event([])


def test_a_branch_whose_fork_was_deleted_has_no_repository() -> None:
    event = payload({})
    event["pull_request"]["head"]["repo"] = None
    assert from_event(event).head_repository == ""


@pytest.mark.parametrize("value", ["true", 1, None])
def test_a_setting_that_is_not_plainly_on_is_off(value: object) -> None:
    event = payload({})
    event["pull_request"]["base"]["repo"]["allow_auto_merge"] = value
    del event["pull_request"]["base"]["repo"]["allow_squash_merge"]
    pull = from_event(event)
    assert (pull.auto_merge_allowed, pull.squash_allowed) == (False, False)


def test_a_pull_request_is_read_as_it_is() -> None:
    pull = from_event(payload({"pull_request.commits": 3, "pull_request.changed_files": 4}))
    assert (pull.action, pull.number, pull.url, pull.state, pull.draft) == (
        "opened",
        2,
        URL,
        "open",
        False,
    )
    assert pull.repository == pull.head_repository == "Codertocat/Hello-World"
    assert (pull.base_ref, pull.default_branch) == ("master", "master")
    assert (pull.commits, pull.changed_files, pull.head_sha) == (3, 4, HEAD)


def test_a_commit_without_a_word_on_its_signature_is_told() -> None:
    entry = commit()
    del entry["commit"]["verification"]
    with pytest.raises(Fault, match=r"^commit\.verification\.verified is neither true nor false"):
        from_api(entry)


def test_a_description_is_read_as_it_is() -> None:
    told = package("actions/checkout", "6.0.1", "6.0.2", "patch", ghsaId="GHSA-1")
    told |= {"packageEcosystem": "github_actions", "dependencyType": "indirect"}
    assert from_environment(described(told)) == Metadata(
        ecosystem="github-actions",
        target_branch="master",
        maintainer_changes=False,
        packages=(Named("actions/checkout", "indirect", "patch", "6.0.1", "6.0.2", True),),
    )


def test_changed_maintainers_are_read_from_summary_and_details() -> None:
    told = package("flask", "1", "2", "")
    assert from_environment(described(told, METADATA_MAINTAINER_CHANGES="true")).maintainer_changes
    details = described({**told, "maintainerChanges": True}, METADATA_MAINTAINER_CHANGES="false")
    assert from_environment(details).maintainer_changes


def test_a_step_that_is_empty_or_missing_says_nothing() -> None:
    told = described({**package("flask", "1", "2", ""), "updateType": ""})
    del told["METADATA_UPDATE_TYPE"]
    assert from_environment(told).packages[0].said == ""


def test_the_largest_step_of_a_group_is_its_summary() -> None:
    steps = [package("a", "1", "2", "patch"), package("b", "1", "2", "major")]
    steps.append(package("c", "1", "2", "minor"))
    told = described(*steps, METADATA_UPDATE_TYPE="version-update:semver-minor")
    with pytest.raises(Fault, match="its summary tells of another update type than its details"):
        from_environment(told)


def test_a_name_of_several_lines_stays_in_one() -> None:
    verdict = Verdict(False, 2, URL, HEAD, (), ("`a\n::error::b` is\tbad.",))
    assert verdict.comment().endswith("\n- `a ::error::b` is bad.")


@pytest.mark.parametrize("key", ["merge", "number", "url", "head", "updates", "reasons"])
def test_a_verdict_that_lacks_something_is_told(key: str) -> None:
    document = json.loads(Verdict(True, 2, URL, HEAD, (), ()).to_json())
    del document[key]
    with pytest.raises(Fault, match=f"^{key} is n"):
        from_json(json.dumps(document))


def test_a_verdict_of_other_things_than_texts_is_told() -> None:
    document = json.loads(Verdict(True, 2, URL, HEAD, (), ()).to_json())
    with pytest.raises(Fault, match=r"^The document is not a text\.$"):
        from_json(json.dumps({**document, "reasons": [7]}))
