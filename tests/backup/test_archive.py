"""The file of a backup: nothing that was changed in it is believed."""

import contextlib
import hashlib
import io
import json
from zipfile import ZipFile

import pytest

from backend.backup import archive
from backend.backup.archive import Digest, Manifest, Rows
from backend.backup.errors import BackupError

CONTENT = b"1\tAda\n" * 1000


def written(way: str = "copy", **changed: object) -> bytes:
    """A backup of one table."""
    file = io.BytesIO()
    with ZipFile(file, "w") as made:
        name = archive.DUMP if way == "pg_dump" else archive.member("users")
        with archive.writing(made, name) as member:
            digest = Digest(member)
            digest.write(CONTENT)
        rows = Rows(name="users", columns=["id", "name"], rows=1000, sha256=str(digest))
        told = {
            "way": way, "tool": 18, "taken_at": "now", "revision": "0003", "server": 18,
            "tables": [rows], "dump_sha256": str(digest), **changed,
        }  # fmt: skip
        archive.seal(made, Manifest.model_validate(told))
    return file.getvalue()


def read(content: bytes) -> Manifest:
    with ZipFile(io.BytesIO(content)) as file:
        return archive.verified(file)


@pytest.mark.parametrize("way", ["copy", "pg_dump"])
def test_what_was_written_is_read(way):
    manifest = read(written(way))
    assert (manifest.way, manifest.revision) == (way, "0003")
    assert manifest.tables[0].sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_any_other_byte_is_noticed_or_says_nothing(tmp_path):
    true = written()
    told = read(true)
    path = tmp_path / "backup"
    for place, byte in enumerate(true):
        path.write_bytes(true[:place] + bytes([byte ^ 0x15]) + true[place + 1 :])
        with contextlib.suppress(BackupError), archive.opened(path) as file:
            assert archive.verified(file) == told


@pytest.mark.parametrize("length", [0, 1, 100, 0.5, 0.99])
def test_what_was_cut_off_is_noticed(length, tmp_path):
    true = written()
    path = tmp_path / "backup"
    path.write_bytes(true[: int(length if length >= 1 else length * len(true))])
    with pytest.raises(BackupError, match="is not a whole backup"):
        archive.opened(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BackupError, match="There is no file"):
        archive.opened(tmp_path / "nothing")
    with pytest.raises(BackupError, match="is not a whole backup"):
        archive.opened(tmp_path)


def remade(change) -> bytes:
    """A backup whose members were changed by somebody who knows zip files."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(written())) as old, ZipFile(file, "w") as new:
        members = {name: old.read(name) for name in old.namelist()}
        for name, content in change(members).items():
            new.writestr(name, content)
    return file.getvalue()


def sealed(members: dict[str, bytes], **told: object) -> dict[str, bytes]:
    manifest = json.dumps(json.loads(members[archive.MANIFEST]) | told).encode()
    digest = hashlib.sha256(manifest).hexdigest().encode()
    return members | {archive.MANIFEST: manifest, archive.MANIFEST_DIGEST: digest}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda all: all | {archive.member("users"): CONTENT + b"2\tMallory\n"}, "is damaged"),
        (lambda all: all | {archive.MANIFEST: b"{}"}, "manifest of this backup is damaged"),
        (lambda all: sealed(all, format="surveys backup 2"), "This backup is damaged"),
        (lambda all: sealed(all, unknown=1), "This backup is damaged"),
        (lambda all: {archive.member("users"): CONTENT}, "not a whole backup"),
        (lambda all: {k: v for k, v in all.items() if "tables/" not in k}, "not a whole backup"),
    ],
)
def test_changed_members_are_noticed(change, words):
    with pytest.raises(BackupError, match=words):
        read(remade(change))


def test_a_manifest_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_MANIFEST", 10)
    with pytest.raises(BackupError, match="manifest is too large"):
        read(written())
