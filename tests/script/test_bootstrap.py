"""The environment is made once, and what stops that is said in one sentence."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "cat", "cksum", "id")


@pytest.fixture
def project(tmp_path):
    """A project of its own, whose PATH holds no Python but the one a test puts there."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/bootstrap", tmp_path / "script/bootstrap")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def put_python(project: Path, script: str) -> None:
    python = project / "bin/python3"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)


def run(project: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(project / "bin"), "HOME": str(project), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [project / "script/bootstrap"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_python_is_said(project):
    done = run(project)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and found no python3" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_is_said(project):
    put_python(project, 'case $1 in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac')
    done = run(project)
    assert done.returncode == 1
    assert "found Python 3.9.2" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_that_cannot_make_environments_names_the_package(project):
    put_python(
        project,
        'case "$*" in *print*) echo 3.12 ;; *version_info*) exit 0 ;; *) exit 1 ;; esac',
    )
    done = run(project)
    assert done.returncode == 1
    assert "apt-get install python3.12-venv" in done.stderr
    assert not (project / ".venv").exists()


def test_a_full_disk_is_said(project):
    put_python(
        project,
        'case "$*" in *print*) echo 3.12 ;; *"venv --clear"*)'
        ' echo "OSError: [Errno 28] No space left on device"; exit 1 ;; esac',
    )
    done = run(project)
    assert done.returncode == 1
    assert "The disk is full" in done.stderr


def test_nothing_is_installed_again_while_the_locks_stand(project):
    python = project / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    log = project / "log"
    python.write_text(f'#!/bin/sh\necho "$*" >>{log}\n')
    python.chmod(0o755)
    first, second = run(project), run(project)
    assert (first.returncode, second.returncode) == (0, 0)
    assert log.read_text().count("--require-hashes") == 1
    (project / "requirements.txt").write_text("# changed\n")
    run(project)
    assert log.read_text().count("--require-hashes") == 2


@pytest.mark.parametrize("name", ["server", "test", "lock", "check", "bootstrap"])
def test_every_script_can_be_started(name):
    assert os.access(ROOT / "script" / name, os.X_OK)
