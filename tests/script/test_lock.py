"""`script/lock` renews every lock for all Pythons, and hands on what it is asked."""

import shutil
import subprocess

import pytest

from devtools.lock_check import APART, OURS, ROOT, THEIRS


@pytest.fixture
def project(tmp_path):
    """A project whose `uv` writes down how it was called."""
    for name, script in (
        ("script/bootstrap", "#!/bin/sh\n"),
        (".venv/bin/uv", '#!/bin/sh\necho "$@" >>calls\n'),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(script)
        path.chmod(0o755)
    shutil.copy(ROOT / "script/lock", tmp_path / "script/lock")
    return tmp_path


def called(project, *options):
    subprocess.run([project / "script/lock", *options], check=True)
    return (project / "calls").read_text().splitlines()


def test_every_lock_is_made_of_the_file_beside_it(project):
    lines = called(project)
    assert len(lines) == 3
    for line, lock in zip(lines, (OURS, THEIRS, APART), strict=True):
        assert line.endswith(f"{lock.replace('.txt', '.in')} --output-file {lock}")
        assert "--universal --python-version 3.11 --generate-hashes" in line
        assert "--upgrade" not in line


@pytest.mark.parametrize("options", [["--upgrade"], ["--upgrade-package", "flask"]])
def test_what_shall_move_is_handed_on(project, options):
    assert all(" ".join(options) in line for line in called(project, *options))
