"""The check of the locks: what is asked for is pinned, fits, and is hashed."""

import pytest

from devtools.lock_check import ROOT, faults

HASHED = f" \\\n    --hash=sha256:{'a' * 64}\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "requirements.in").write_text("# why\nflask>=3\ngunicorn[gthread]  # how\n")
    (tmp_path / "requirements-dev.in").write_text("-c requirements.txt\nPy.Test\n")
    (tmp_path / "requirements.txt").write_text(
        f"flask==3.1.3{HASHED}    # via -r\ngunicorn==27.0{HASHED}"
    )
    (tmp_path / "requirements-dev.txt").write_text(
        f"py-test==9.0 ; python_version < '3.12'{HASHED}flask==3.1.3{HASHED}"
    )
    (tmp_path / "devtools/checkov").mkdir(parents=True)
    (tmp_path / "devtools/checkov/requirements.in").write_text("checkov\n")
    (tmp_path / "devtools/checkov/requirements.txt").write_text(f"checkov==3.3{HASHED}")
    return tmp_path


def test_our_own_locks_are_fresh():
    assert list(faults(ROOT)) == []


def test_fresh_locks_have_no_faults(project):
    assert list(faults(project)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("requirements.in", "flask>=3", "flask>=4", "flask is 3.1.3; requirements.in wants"),
        ("requirements.in", "flask>=3", "quart", "quart of requirements.in is not pinned"),
        ("requirements.txt", "--hash=sha256:", "--hash=md5:", "flask has no hash"),
        ("requirements.txt", "flask==3.1.3", "flask>=3.1.3", "has no hash"),
        ("devtools/checkov/requirements.txt", "checkov", "checkoff", "checkov of devtools/checkov"),
        ("requirements-dev.txt", "flask==3.1.3", "flask==3.1.2", "not the version of"),
    ],
)
def test_a_stale_lock_is_seen(project, file, old, new, fault):
    path = project / file
    path.write_text(path.read_text().replace(old, new))
    assert any(fault in found for found in faults(project))
