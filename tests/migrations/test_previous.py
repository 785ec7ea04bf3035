"""What fails on the tables of the next release, and what had failed before."""

import subprocess

import pytest

from devtools.migrations.previous import failing, spoilt

CODE = """
import os

def test_passes(): pass

def test_fails_on_any(): raise AssertionError

def test_fails_on_new_tables(): assert "MIGRATED_BY" not in os.environ
"""
FILE = "tests/auth/test_sample.py"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(CODE)
    return tmp_path


@pytest.mark.parametrize("options", [[], ["-x"]])
def test_what_fails_on_its_own_tables_too_is_told_apart(folder, options):
    assert spoilt(folder, options) == [f"{FILE}::test_fails_on_new_tables"]


def test_what_fails_is_named(folder):
    assert failing(folder, []) == {f"{FILE}::test_fails_on_any"}


def test_where_all_passes_nothing_is_named(folder):
    assert failing(folder, ["-k", "passes"]) == set()


def test_what_cannot_be_run_is_no_success(folder):
    (folder / FILE).write_text("def")
    with pytest.raises(subprocess.CalledProcessError):
        failing(folder, [])
