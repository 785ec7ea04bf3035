"""How far apart two versions are."""

import pytest

from devtools.automerge.version import DIGEST, Jump, jump

JUMPS = [
    ("3.1.0", "3.1.1", Jump("patch", "patch", 1)),
    ("3.1.0", "3.1.4", Jump("patch", "patch", 4)),
    ("3.1.9", "3.2.0", Jump("minor", "minor", 1)),
    ("3.1.9", "5.0.0", Jump("major", "major", 2)),
    ("0.1.0", "0.3.0", Jump("major", "minor", 2)),
    ("0.1.0", "0.1.2", Jump("patch", "patch", 2)),
    ("0.9.0", "1.0.0", Jump("major", "major", 1)),
    ("1.0", "1.0.0.7", Jump("patch", "patch", 7)),
    ("1.2", "1.3", Jump("minor", "minor", 1)),
    ("1.2.1", "1.3", Jump("minor", "minor", 1)),
    ("v4", "v5", Jump("major", "major", 1)),
    ("4", "v4.1", Jump("minor", "minor", 1)),
    ("1.0.post1", "1.0.post3", Jump("patch", "patch", 2)),
    ("1.0.0", "1.0.0.post1", Jump("patch", "patch", 1)),
    ("4", "4.post1", Jump("patch", "patch", 1)),
    ("1.0.post1", "1.0.0.1", Jump("patch", "patch", 1)),
    ("1.0.post9", "1.0.1", Jump("patch", "patch", 1)),
    ("6.0.12.20260101", "6.0.12.20260102", Jump("patch", "patch", 1)),
    ("2026.10.18", "2026.11.2", Jump("minor", "minor", 1)),
    ("3.13-slim", "3.14-slim", Jump("minor", "minor", 1)),
    ("3.13-slim-trixie", "3.13.2-slim-trixie", Jump("patch", "patch", 2)),
    ("3.13-rc-slim", "3.13-slim", Jump("incomparable", "", 0)),
    ("3.13-slim", "3.13-slim", Jump("same", "", 0)),
    ("3.13-slim", "3.14-alpine", Jump("incomparable", "", 0)),
    ("3.13-slim", "3.14", Jump("incomparable", "", 0)),
    ("1.0", "1.0.0", Jump("same", "", 0)),
    ("2.0.0", "1.9.9", Jump("downgrade", "", 0)),
    ("1.1.1", "1.1.0", Jump("downgrade", "", 0)),
    ("1.0.1", "1.0.0.9", Jump("downgrade", "", 0)),
    ("1.0", "1.1rc1", Jump("pre-release", "", 0)),
    ("1.0", "1.1.dev3", Jump("pre-release", "", 0)),
    ("1.0", "1.1-beta.2", Jump("pre-release", "", 0)),
    ("1.0", "1.1-RC1", Jump("pre-release", "", 0)),
    ("1.0", "1.1a1-slim", Jump("pre-release", "", 0)),
    ("1.1rc1", "1.1rc2", Jump("pre-release", "", 0)),
    ("1.1rc1", "1.1", Jump("incomparable", "", 0)),
    ("1.0+local", "1.1+local", Jump("incomparable", "", 0)),
    ("", "1.0", Jump("incomparable", "", 0)),
    ("1.0", "", Jump("incomparable", "", 0)),
    ("latest", "1.0", Jump("incomparable", "", 0)),
    ("a" * 40, "b" * 40, Jump("incomparable", "", 0)),
]


@pytest.mark.parametrize(("before", "after", "expected"), JUMPS)
def test_each_pair_of_versions_is_told_apart(before: str, after: str, expected: Jump) -> None:
    assert jump(before, after) == expected


@pytest.mark.parametrize(
    "word", ["a", "b", "c", "rc", "alpha", "beta", "pre", "preview", "dev", "next", "nightly"]
)
def test_each_word_for_a_pre_release_is_known(word: str) -> None:
    assert jump("1.0-alpine", f"1.1-{word}.1").kind == "pre-release"
    assert jump("1.0-canary", "1.1-canary").kind == "pre-release"
    assert jump(f"1.0-{word}ine", f"1.1-{word}ine").kind == "minor"


def test_another_image_behind_a_tag_is_one_step() -> None:
    assert Jump("digest", "", 1) == DIGEST
