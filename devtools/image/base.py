"""A stand-in for the base image, made of Debian's packages and tagged with the real one's name.

Where no registry is in reach the Dockerfile can still be built and tried. What only this machine
needs (its certificate authorities, where its pip looks) is put here, never into the Dockerfile.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devtools.image.engine import Engine
from devtools.image.said import Failed

AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"
PACKAGES = "python3,python3-venv,ca-certificates"
PATH = "/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
KEPT = ("index-url", "extra-index-url", "proxy", "timeout", "default-timeout", "trusted-host")


def of(dockerfile: Path) -> str:
    """The one image that a Dockerfile starts from."""
    text = dockerfile.read_text()
    stages = re.findall(r"^FROM \S+ AS (\S+)", text, re.MULTILINE)
    bases = set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) - set(stages)
    if len(bases) != 1:
        raise Failed(f"The Dockerfile starts from {len(bases)} images: {', '.join(bases)}.")
    return bases.pop()


def make(engine: Engine, name: str) -> None:
    """Make the stand-in for `python:<version>-slim-<suite>`, unless it is there already."""
    tag = f"docker.io/library/{name}"
    if engine.succeeds("image", "exists", tag):
        return
    _, _, suite = name.rpartition("-")
    tree = engine.folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    try:
        _install(tree, suite)
        _check(tree, name)
        container = engine.buildah("from", "scratch").strip()
        engine.buildah("add", "--quiet", container, str(tree), "/")
        engine.buildah("config", "--env", f"PATH={PATH}", "--cmd", "python3", container)
        engine.buildah("commit", "--quiet", "--format=docker", "--rm", container, tag)
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def _install(tree: Path, suite: str) -> None:
    _run(["debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, str(tree)])
    for cache in ("var/cache/apt", "var/lib/apt/lists"):
        shutil.rmtree(tree / cache)
        (tree / cache).mkdir()
    # Python and pip below /usr/local, as the real one has them.
    _run(["chroot", str(tree), "python3", "-m", "venv", "--copies", "/usr/local"])
    ours = os.environ.get("SSL_CERT_FILE") or f"/{AUTHORITIES}"
    if Path(ours).is_file():
        shutil.copyfile(ours, tree / AUTHORITIES)
    (tree / "etc/pip.conf").write_text("\n".join(["[global]", f"cert = /{AUTHORITIES}", *_pip()]))


def _pip() -> list[str]:
    """Where this machine's pip looks, but for folders of the machine itself."""
    listed = _run([sys.executable, "-m", "pip", "config", "list"])
    told = re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", listed, re.MULTILINE)
    kept = {name: " ".join(w for w in value.split() if not w.startswith("file:")) for name, value
            in told if name in KEPT}  # fmt: skip
    return [f"{name} = {value}" for name, value in kept.items() if value] + [""]


def _check(tree: Path, name: str) -> None:
    version = _run(["chroot", str(tree), "/usr/local/bin/python", "--version"]).split()[1]
    if not f"{version}.".startswith(re.findall(r":([\d.]+)-", name)[0] + "."):
        raise Failed(f"Debian's Python is {version}, and cannot stand in for {name}.")


def _run(command: list[str]) -> str:
    quick = os.environ | {"DPKG_FORCE": "unsafe-io"}  # what is lost in a crash is made again
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=quick)
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout
