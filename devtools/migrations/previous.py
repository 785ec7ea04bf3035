"""Runs the tests of the release before against tables as our migrations make them.

`python -m devtools.migrations.previous [commit] [what pytest understands]`. While a version takes
over, the one before still serves, on tables that are new already. Without a release, the commit
before the newest migration stands for it: such a commit may lack what its own tests ask for, so
that what fails is tried again on its own tables, and counts only where it passes there.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEWER_REFUSED = ("backup", "commands/test_backup.py", "doctor", "models/test_distribution.py")
"""Tests of what wants just the tables of its own version, and says so of newer ones."""
NO_TABLES = ("devtools", "infra", "journeys", "migrations", "questionnaire", "script")
"""Tests without tables, or with servers and databases of their own."""
SOME_FAILED = 1
"""pytest's exit status where tests ran and failed."""


def main(arguments: Sequence[str]) -> int:
    """Run them; gives 1 where a test fails on our tables, and on its own would not."""
    commit, options = arguments[:1], arguments[1:]
    before = commit[0] if commit else previous(ROOT)
    print(
        f"The tests of {before}, on the tables of {git(ROOT, 'rev-parse', '--short', 'HEAD')}:",
        flush=True,
    )
    with checked_out(before) as folder:
        try:
            found = spoilt(folder, options)
        except subprocess.CalledProcessError as error:
            return error.returncode
    print("Fails on the new tables only:", *(found or ["nothing"]), sep="\n")
    return 1 if found else 0


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


def spoilt(folder: Path, options: Sequence[str]) -> list[str]:
    """The tests of a checkout that fail on our tables and pass on its own.

    Raises CalledProcessError where they could not be run at all.
    """
    new = failing(folder, options, MIGRATED_BY=str(ROOT))
    if not new:
        return []
    print(f"{len(new)} failed; the same on its own tables:", flush=True)
    return sorted(new - failing(folder, ["--last-failed", *options]))


def failing(folder: Path, options: Sequence[str], **environment: str) -> set[str]:
    """Run a checkout's tests; gives those that failed.

    Raises CalledProcessError where they could not be run at all.
    """
    command = [sys.executable, "-m", "pytest", "--quiet", *options, "--maxfail=0", "tests"]
    command += [f"--ignore=tests/{part}" for part in NEWER_REFUSED + NO_TABLES]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | environment
    status = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    if status == 0:
        return set()
    if status != SOME_FAILED:
        raise subprocess.CalledProcessError(status, command)
    kept = folder / ".pytest_cache/v/cache/lastfailed"
    return set(json.loads(kept.read_text(encoding="utf-8")))


def git(root: Path, *arguments: str) -> str:
    """What git says in a folder; raises CalledProcessError where it fails."""
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
