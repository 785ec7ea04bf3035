"""Static files, kept in memory and sent compressed; their address changes with their content.

One fingerprint is made of all of them and stands in the path, `/static/_<fingerprint>/js/app.js`,
so that what a script imports relative to itself carries it too.
"""

import gzip
import hashlib
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, abort, request

KEPT = "public, max-age=31536000, immutable"  # a year
ASKED_AGAIN = "no-cache"
MARK = "_"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent; `packed` is its gzip."""

    body: bytes
    packed: bytes
    kind: str
    digest: str


class StaticFiles:
    """The files below a folder, read once (while developing: always)."""

    def __init__(self, app: Flask) -> None:
        """Take the application's folder; it is read when first asked for."""
        self._app = app
        self._files: dict[str, File] = {}
        self._fingerprint = ""

    @property
    def fingerprint(self) -> str:
        """The short hash of the names and contents of all files."""
        if self._app.debug or not self._fingerprint:
            self._read()
        return self._fingerprint

    def url(self, filename: str) -> str:
        """The address of a file, which may be kept for a year."""
        root = f"{request.script_root}{self._app.static_url_path}"
        return f"{root}/{MARK}{self.fingerprint}/{filename}"

    def send(self, filename: str) -> Response:
        """The file as the reader can take it; 404 where there is none."""
        current = f"{MARK}{self.fingerprint}/"
        asked, name = _apart(filename)
        file = self._files.get(name)
        if file is None:
            abort(404)
        response = _as_taken(file)
        response.headers["Cache-Control"] = KEPT if asked == current else ASKED_AGAIN
        response.make_conditional(request)
        return response

    def _read(self) -> None:
        folder = Path(str(self._app.static_folder))
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        self._files = {path.relative_to(folder).as_posix(): _file(path) for path in paths}
        told = "\n".join(f"{name} {file.digest}" for name, file in self._files.items())
        self._fingerprint = hashlib.sha256(told.encode()).hexdigest()[:12]


def plug_in(app: Flask) -> None:
    """Send static files our way, and let templates name them by `static_url`."""
    files = StaticFiles(app)
    app.view_functions["static"] = files.send
    app.add_template_global(files.url, "static_url")


def _apart(filename: str) -> tuple[str, str]:
    """The fingerprint's folder, if there is one, and the name below it."""
    if not filename.startswith(MARK):
        return "", filename
    folder, slash, name = filename.partition("/")
    return folder + slash, name


def _file(path: Path) -> File:
    body = path.read_bytes()
    kind = guess_type(path.name)[0] or "application/octet-stream"
    digest = hashlib.sha256(body).hexdigest()[:16]
    return File(body, gzip.compress(body, mtime=0), kind, digest)


def _as_taken(file: File) -> Response:
    takes = request.accept_encodings["gzip"] > 0 and len(file.packed) < len(file.body)
    response = Response(file.packed if takes else file.body, mimetype=file.kind)
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{file.digest}-gzip" if takes else file.digest)
    response.vary.add("Accept-Encoding")
    return response
