"""script/image where a machine lacks what it takes, and what its parts read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.image import base
from devtools.image.said import Failed

ROOT = Path(__file__).parents[2]


def test_it_says_what_is_lacking_and_exits_with_a_code_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "devtools.image"],
        cwd=ROOT,
        env=os.environ | {"PATH": "/nowhere"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 69
    assert "The image cannot be tried here." in done.stderr
    assert "buildah, podman, runc, debootstrap not found" in done.stderr


def test_the_base_is_the_one_image_that_all_stages_start_from(tmp_path):
    assert base.of(ROOT / "Dockerfile").startswith("python:3.")
    two = tmp_path / "Dockerfile"
    two.write_text("FROM a AS one\nFROM one\nFROM b\n")
    with pytest.raises(Failed, match="starts from 2 images"):
        base.of(two)
