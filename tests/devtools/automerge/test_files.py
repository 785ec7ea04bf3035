"""What the readers of files take for a change of versions, and what goes beyond."""

import json
from pathlib import Path
from typing import Any

import pytest

from devtools.automerge import ecosystem, lock
from devtools.automerge.change import Beyond, Change
from devtools.automerge.changed_file import ChangedFile
from devtools.automerge.features import feature_lock_changes
from devtools.automerge.lines import (
    feature_changes,
    image_changes,
    requirement_changes,
    workflow_changes,
)

ROOT = Path(__file__).parents[3]
A, B = "a" * 40, "b" * 40
DIGEST_A, DIGEST_B = "@sha256:" + "a" * 64, "@sha256:" + "b" * 64
HASH = "    --hash=sha256:" + "0" * 64


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_the_projects_own_locks_are_understood(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = lock.parse(text)
    assert len(pins) == sum("==" in line and not line.startswith(" ") for line in text.splitlines())
    assert all(pin.hashes and pin.needed_by for pin in pins.values())
    assert lock.changes(text, text) == []


def test_what_flask_needs_is_found_through_the_lock() -> None:
    text = (ROOT / "requirements.txt").read_text()
    needed = lock.needs(text, text, {"flask"})
    assert {"werkzeug", "jinja2", "markupsafe", "click"} <= needed
    assert not {"flask", "flask-migrate", "gunicorn"} & needed


def test_what_is_needed_in_one_state_only_counts() -> None:
    old = f"a==1 \\\n{HASH}\n    # via b\n"
    new = f"c==1 \\\n{HASH}\n    # via\n    #   -r requirements.in\n    #   b\n"
    assert lock.needs(old, new, {"b"}) == {"a", "c"}
    assert lock.needs("", "", {"b"}) == set()


def test_packages_that_need_each_other_end_the_search() -> None:
    text = f"a==1 \\\n{HASH}\n    # via b\nb==1 \\\n{HASH}\n    # via a\n"
    assert lock.needs(text, text, {"a"}) == {"b"}


def test_a_pin_has_a_name_a_version_a_marker_hashes_and_askers() -> None:
    text = (
        "# made by uv\n\n"
        f"Zope.Interface[test,docs]==8.1 ; python_version < '3.12' \\\n{HASH} \\\n"
        f"    --hash=sha256:{'1' * 64}\n    # via\n    #   flask\n    #   -r requirements.in\n"
    )
    pins = lock.parse(text)
    pin = pins["zope.interface", "python_version < '3.12'"]
    assert list(pins) == [("zope.interface", "python_version < '3.12'")]
    assert pin.version == "8.1"
    assert pin.hashes == {"sha256:" + "0" * 64, "sha256:" + "1" * 64}
    assert {"flask", "-r"} <= pin.needed_by


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://mallory.example",
        "-e .",
        "flask @ https://mallory.example/flask.whl",
        "flask>=3.1 \\",
        "flask==3.1",
        "    --hash=md5:00",
        "    --hash=sha256:00",
        "flask==3.1 --config-settings=x \\",
        "../flask==3.1 \\",
    ],
)
def test_a_line_that_is_no_pin_goes_beyond(line: str) -> None:
    with pytest.raises(Beyond, match=r"^line 1 is neither a pin, a hash nor a comment$"):
        lock.parse(line)


def test_a_pin_has_a_hash_and_is_there_once() -> None:
    with pytest.raises(Beyond, match=r"^`a` has no hash$"):
        lock.parse("a==1 \\\n    # via b\n")
    with pytest.raises(Beyond, match=r"^line 3 pins `A` a second time$"):
        lock.parse(f"a==1 \\\n{HASH}\nA==1 \\\n{HASH}\n")


def test_the_hashes_of_a_version_stay() -> None:
    old = f"a==1 \\\n{HASH}\n"
    with pytest.raises(Beyond, match=r"^`a` keeps its version 1 and changes its hashes$"):
        lock.changes(old, old.replace("0", "1"))


def test_pins_come_added_removed_moved_and_kept() -> None:
    def pinned(**pins: str) -> str:
        return "".join(f"{name}=={version} \\\n{HASH}\n" for name, version in pins.items())

    assert lock.changes(pinned(a="1", b="1", c="1"), pinned(b="2", c="1", d="1")) == [
        Change("a", "", "", "removed"),
        Change("b", "1", "2", "moved"),
        Change("d", "", "", "added"),
    ]


MOVED: list[tuple[Any, str, str, Change]] = [
    (
        workflow_changes,
        f"      uses: a/b/c/d@{A} # v1",
        f"      uses: a/b/c/d@{B} # v2",
        Change("a/b", "v1", "v2", "moved"),
    ),
    (
        workflow_changes,
        f"  - uses: a/b@{A}  # 1.0.0",
        f"  - uses: a/b@{B}  # 1.0.1",
        Change("a/b", "1.0.0", "1.0.1", "moved"),
    ),
    (workflow_changes, f"uses: a/b@{A}", f"uses: a/b@{B}", Change("a/b", "", "", "moved")),
    (workflow_changes, "uses: a/b@v1", "uses: a/b@v2", Change("a/b", "v1", "v2", "moved")),
    (workflow_changes, "uses: a/b@v1", f"uses: a/b@{A}", Change("a/b", "v1", A, "moved")),
    (
        image_changes,
        "FROM python:3.13",
        "FROM python:3.14",
        Change("python", "3.13", "3.14", "moved"),
    ),
    (
        image_changes,
        "FROM --platform=linux/amd64 mcr.example/python:3.13 AS x",
        "FROM --platform=linux/amd64 mcr.example/python:3.14 AS x",
        Change("mcr.example/python", "3.13", "3.14", "moved"),
    ),
    (
        image_changes,
        "    image: postgres:18.1",
        "    image: postgres:18.2",
        Change("postgres", "18.1", "18.2", "moved"),
    ),
    (
        image_changes,
        f"COPY --from=ghcr.io/astral-sh/uv:0.9.1{DIGEST_A} /uv /bin/",
        f"COPY --from=ghcr.io/astral-sh/uv:0.9.2{DIGEST_B} /uv /bin/",
        Change("ghcr.io/astral-sh/uv", "0.9.1", "0.9.2", "moved"),
    ),
    (
        image_changes,
        f"FROM python:3.13{DIGEST_A}",
        f"FROM python:3.13{DIGEST_B}",
        Change("python", "3.13", "3.13", "digest"),
    ),
    (
        image_changes,
        "FROM python:3.13",
        f"FROM python:3.13{DIGEST_B}",
        Change("python", "3.13", "3.13", "digest"),
    ),
    (
        feature_changes,
        '    "ghcr.io/a/b:1": {},',
        '    "ghcr.io/a/b:2": {},',
        Change("ghcr.io/a/b", "1", "2", "moved"),
    ),
    (requirement_changes, "flask>=3.1,<4", "flask>=3.2,<5", Change("flask", "", "", "bounds")),
]


@pytest.mark.parametrize(("read", "before", "after", "change"), MOVED)
def test_a_line_that_moves_a_version_is_read(
    read: Any, before: str, after: str, change: Change
) -> None:
    assert read(f"first\n{before}\n", f"first\n{after}\n") == [change]


BEYOND: list[tuple[Any, str, str]] = [
    (workflow_changes, f"uses: a/b@{A}", f"uses: a/c@{A}"),
    (workflow_changes, f"uses: a/b/x@{A}", f"uses: a/b/y@{A}"),
    (workflow_changes, f"uses: a/b@{A}", f"  uses: a/b@{B}"),
    (workflow_changes, f"uses: a/b@{A}", f"uses: a/b@{B} # v1 && rm"),
    (workflow_changes, "run: make", "run: make install"),
    (workflow_changes, f"uses: a/b@{A}", ""),
    (workflow_changes, f"uses: a/b@{A}", "uses: docker://a/b@x"),
    (image_changes, "FROM python:3.13", "FROM mallory/python:3.13"),
    (image_changes, "FROM python:3.13", "FROM python:3.14 AS x"),
    (image_changes, "FROM python:3.13", "FROM python"),
    (image_changes, "RUN python:3.13", "RUN python:3.14"),
    (feature_changes, '"ghcr.io/a/b:1": {}', '"ghcr.io/a/b:2": {"x": 1}'),
    (requirement_changes, "flask>=3.1", "jinja2>=3.1"),
    (requirement_changes, "flask>=3.1", "flask>=3.2 ; python_version > '3'"),
    (requirement_changes, "flask>=3.1", "flask>=3.2 --hash=x"),
    (requirement_changes, "flask", "flask>=3.2"),
    (requirement_changes, "flask ~= 3.1", "flask ~= 3.2"),
]


@pytest.mark.parametrize(("read", "before", "after"), BEYOND)
def test_a_line_that_moves_more_goes_beyond(read: Any, before: str, after: str) -> None:
    with pytest.raises(Beyond, match=r"^line 2 changes more than a version$"):
        read(f"first\n{before}\n", f"first\n{after}\n")


def test_an_empty_line_more_at_the_end_changes_nothing() -> None:
    assert image_changes("FROM python:3.13\n", "FROM python:3.13\n\n") == []


def test_an_image_keeps_its_digest() -> None:
    with pytest.raises(Beyond, match=r"^`python` is no longer pinned by a digest$"):
        image_changes(f"FROM python:3.13{DIGEST_A}", "FROM python:3.14")


def test_a_line_more_at_the_end_goes_beyond() -> None:
    with pytest.raises(Beyond, match=r"^line 2 changes more than a version$"):
        image_changes("FROM python:3.13\n", "FROM python:3.14\nRUN true\n")


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (f"uses: a/b@{A}", "uses: a/b@v2", "`a/b` is no longer pinned by a commit"),
        (f"uses: a/b@{A}", f"uses: a/b@{B[1:]}", "`a/b` is no longer pinned by a commit"),
    ],
)
def test_an_action_keeps_its_commit(before: str, after: str, sentence: str) -> None:
    with pytest.raises(Beyond, match=f"^{sentence}$"):
        workflow_changes(before, after)


def _features(**versions: str) -> str:
    return json.dumps(
        {
            "features": {
                f"ghcr.io/a/{name}:{version[0]}": {
                    "version": version,
                    "resolved": f"ghcr.io/a/{name}@sha256:{version}",
                    "integrity": f"sha256:{version}",
                }
                for name, version in versions.items()
            }
        }
    )


def test_the_features_that_move_in_their_lock_are_read() -> None:
    assert feature_lock_changes(_features(x="1.1", y="1.0"), _features(x="2.0", y="1.0")) == [
        Change("ghcr.io/a/x", "1.1", "2.0", "moved")
    ]


def test_a_feature_more_goes_beyond() -> None:
    with pytest.raises(Beyond, match=r"^adds or removes features$"):
        feature_lock_changes(_features(x="1.1"), _features(x="1.1", y="1.0"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"features": []}',
        '{"features": {"a:1": 7}}',
        '{"features": {"a:1": {"version": "1"}}}',
        '{"features": {"a:1": {"version": 1, "resolved": "", "integrity": ""}}}',
        _features(x="1.1").replace('"version"', '"dependsOn": [], "version"'),
    ],
)
def test_what_is_no_lock_of_features_goes_beyond(text: str) -> None:
    with pytest.raises(Beyond, match=r"^is no lock of features$"):
        feature_lock_changes(_features(x="1.1"), text)


OWN: list[tuple[str, str, str, str]] = [
    ("pip", "requirements.in", "a>=1", "a>=2"),
    ("pip", "tools/requirements-x.in", "a>=1", "a>=2"),
    ("pip", "tools/requirements-x.txt", f"a==1 \\\n{HASH}", f"a==2 \\\n{HASH}"),
    ("github-actions", ".github/workflows/a.yaml", "uses: a/b@1", "uses: a/b@2"),
    ("github-actions", ".github/actions/a/action.yaml", "uses: a/b@1", "uses: a/b@2"),
    ("docker", "infra/app/Dockerfile", "FROM a:1", "FROM a:2"),
    ("docker", "web.Dockerfile", "FROM a:1", "FROM a:2"),
    ("docker", "compose.yaml", "  image: a:1", "  image: a:2"),
    ("docker", ".devcontainer/docker-compose.yml", "  image: a:1", "  image: a:2"),
    ("devcontainers", ".devcontainer/devcontainer.json", '"a/b:1"', '"a/b:2"'),
    ("devcontainers", ".devcontainer/x/devcontainer.json", '"a/b:1"', '"a/b:2"'),
    ("devcontainers", ".devcontainer/devcontainer-lock.json", _features(x="1"), _features(x="2")),
    ("devcontainers", ".devcontainer/y/devcontainer-lock.json", _features(x="1"), _features(x="2")),
]


@pytest.mark.parametrize(("name", "path", "before", "after"), OWN)
def test_each_ecosystem_knows_its_files(name: str, path: str, before: str, after: str) -> None:
    assert len(ecosystem.changes(name, ChangedFile(path, "modified", before, after))) == 1


@pytest.mark.parametrize("name", ["pip", "github-actions", "docker", "devcontainers"])
@pytest.mark.parametrize(
    "path", ["README.md", "xrequirements.txtx", "a/.github/workflows/a.yml", "Dockerfile.sh"]
)
def test_no_ecosystem_knows_other_files(name: str, path: str) -> None:
    with pytest.raises(Beyond, match=f"^is no file that an update of {name} changes$"):
        ecosystem.changes(name, ChangedFile(path, "modified", "a", "b"))


@pytest.mark.parametrize("status", ["added", "removed", "renamed", "copied", "changed"])
def test_files_only_change(status: str) -> None:
    with pytest.raises(Beyond, match=f"^is {status}, and updates only change files$"):
        ecosystem.changes("pip", ChangedFile("requirements.txt", status, "", ""))


def test_only_locks_tell_who_needs_whom() -> None:
    text = f"a==1 \\\n{HASH}\n    # via b\n"
    assert ecosystem.needs(ChangedFile("requirements.txt", "modified", text, text), {"b"}) == {"a"}
    assert ecosystem.needs(ChangedFile("Dockerfile", "modified", text, text), {"b"}) == set()
