"""The scripts that pages carry are the versions that are asked for, byte for byte."""

import json
import shutil

import pytest

from devtools.vendor import FILES, ROOT, copy, faults


@pytest.fixture
def project(tmp_path):
    """A project whose npm has installed htmx 2.9.9."""
    shutil.copytree(ROOT / "backend/static/vendor", tmp_path / "backend/static/vendor")
    asked = json.loads((ROOT / "devtools/vendor/package.json").read_text())
    asked["dependencies"]["htmx.org"] = "2.9.9"
    for package, inside in FILES.values():
        file = tmp_path / "devtools/vendor/node_modules" / package / inside
        file.parent.mkdir(parents=True)
        file.write_text(f"// the new {package}")
    (tmp_path / "devtools/vendor/package.json").write_text(json.dumps(asked))
    return tmp_path


def test_our_own_copies_are_what_is_asked_for():
    assert list(faults()) == []


def test_a_version_that_was_not_fetched_is_seen(project):
    (fault,) = faults(project)
    assert fault.endswith("package.json wants htmx.org 2.9.9.")


def test_a_changed_copy_is_seen(project):
    (project / "backend/static/vendor/sortable.min.js").write_text("// other")
    assert "sortable.min.js is not the file of the README: its hash is another." in faults(project)


def test_fetching_writes_file_version_and_hash(project):
    copy(project)
    assert list(faults(project)) == []
    assert (project / "backend/static/vendor/htmx.min.js").read_text() == "// the new htmx.org"


def test_the_lock_of_npm_has_the_versions_asked_for():
    folder = ROOT / "devtools/vendor"
    asked = json.loads((folder / "package.json").read_text())["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
