"""The scripts that pages carry with them, as npm has them: versions, copies, hashes.

`python -m devtools.vendor` copies what npm has installed here (script/vendor installs it first)
into backend/static/vendor, and writes versions and hashes into the README there.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = {
    "htmx.min.js": ("htmx.org", "dist/htmx.min.js"),
    "sortable.min.js": ("sortablejs", "Sortable.min.js"),
    "land-110m.json": ("world-atlas", "land-110m.json"),
}


def faults(root: Path = ROOT) -> Iterator[str]:
    """What is wrong with the copies: not the version asked for, not the file of the README."""
    asked = versions(root)
    rows = dict(_rows(root))
    for file, (package, _) in FILES.items():
        version, digest = rows.get(file, ("", ""))
        if version != asked[package]:
            yield f"{file} is {version}; package.json wants {package} {asked[package]}."
        if hashed(root, file) != digest:
            yield f"{file} is not the file of the README: its hash is another."


def versions(root: Path = ROOT) -> dict[str, str]:
    """The versions asked for, by package."""
    asked = json.loads((root / "devtools/vendor/package.json").read_text())["dependencies"]
    return {str(package): str(version) for package, version in asked.items()}


def hashed(root: Path, file: str) -> str:
    """The SHA-256 of a copy."""
    return hashlib.sha256((root / "backend/static/vendor" / file).read_bytes()).hexdigest()


def copy(root: Path = ROOT) -> None:
    """Copy what npm has installed, and say in the README which versions these are."""
    readme = root / "backend/static/vendor/README.md"
    text = readme.read_text()
    for file, (package, inside) in FILES.items():
        source = root / "devtools/vendor/node_modules" / package / inside
        shutil.copyfile(source, root / "backend/static/vendor" / file)
        row = rf"(\| `{re.escape(file)}` \| \S+ \| )\S+( \|.*\| `)\w+(` \|)"
        now = rf"\g<1>{versions(root)[package]}\g<2>{hashed(root, file)}\g<3>"
        text = re.sub(row, now, text)
    readme.write_text(text)


def _rows(root: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    text = (root / "backend/static/vendor/README.md").read_text()
    for file, version, digest in re.findall(
        r"^\| `(\S+)` \| \S+ \| (\S+) \|.*\| `(\w+)` \|$", text, re.MULTILINE
    ):
        yield file, (version, digest)
