"""Runs the tests of the release before against tables as our migrations make them.

`python -m devtools.migrations.previous [commit] [what pytest understands]`. While a version takes
over, the one before still serves, on tables that are new already. Without a release, the commit
before the newest migration stands for it.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ("tests/auth", "tests/models", "tests/surveys", "tests/test_authorisation.py")
LEFT_OUT = ("tests/models/test_distribution.py",)
"""Tests that the tables are just those of their own models."""


def main(arguments: Sequence[str]) -> int:
    """Run them; gives pytest's exit status."""
    commit, options = arguments[:1], arguments[1:]
    before = commit[0] if commit else previous(ROOT)
    print(f"The tests of {before}, on the tables of {git(ROOT, 'rev-parse', '--short', 'HEAD')}:")
    with checked_out(before) as folder:
        return tested(folder, options)


def previous(root: Path) -> str:
    """The release before this commit, or what stands for it."""
    merged = git(root, "tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname")
    here = git(root, "tag", "--points-at", "HEAD").split()
    releases = [tag for tag in merged.split() if tag not in here]
    if releases:
        return releases[0]
    files = "migrations/versions/*.py"
    newest = git(root, "log", "-1", "--format=%h", "--diff-filter=A", "--", files)
    return f"{newest}^"


@contextlib.contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A work tree of its own for a commit, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="previous-") as parent:
        Path(parent).chmod(0o755)  # the tests' PostgreSQL may run as somebody else
        folder = Path(parent) / "checkout"
        git(ROOT, "worktree", "add", "--detach", "--quiet", str(folder), commit)
        try:
            yield folder
        finally:
            git(ROOT, "worktree", "remove", "--force", str(folder))


def tested(folder: Path, options: Sequence[str]) -> int:
    """Run a checkout's tests on tables of ours; gives pytest's exit status."""
    parts = [part for part in TESTS if (folder / part).exists()]
    command = [sys.executable, "-m", "pytest", "--quiet", *options, *parts]
    command += [f"--ignore={part}" for part in LEFT_OUT]
    environment = os.environ | {"MIGRATED_BY": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


def git(root: Path, *arguments: str) -> str:
    """What git says in a folder; raises CalledProcessError where it fails."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
