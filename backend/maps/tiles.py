"""Tiles: pieces of a map that somebody else draws, where the operator has named them."""

import time
from collections import OrderedDict
from io import BytesIO
from threading import Lock
from typing import NamedTuple

import requests
import staticmaps
from PIL import Image

WEEK = 7 * 86_400  # seconds
KEPT = 512
LARGEST = 1024 * 1024
"""Bytes of a tile."""
PATIENCE = (3, 5)
"""Seconds until there is a connection, and an answer."""
FORMATS = ("PNG", "JPEG", "WEBP")

_kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
_lock = Lock()


class Tiles(NamedTuple):
    """Where tiles are, with {z}, {x} and {y} in the address, and what stands below such a map."""

    address: str
    attribution: str

    def provider(self) -> staticmaps.TileProvider:
        """The same for the library that draws."""
        address = self.address.replace("$", "$$")
        for name in "zxy":
            address = address.replace(f"{{{name}}}", f"${{{name}}}")
        return staticmaps.TileProvider(
            "tiles", url_pattern=address, attribution=self.attribution, max_zoom=19
        )


class Fetching(staticmaps.TileDownloader):  # type: ignore[misc]  # the library has no types
    """Fetches the tiles of one map, and keeps them for a week; `failed` once one was not there."""

    def __init__(self) -> None:
        """Begin with nothing failed."""
        super().__init__()
        self.failed = False

    def get(
        self, provider: staticmaps.TileProvider, cache_dir: str, zoom: int, x: int, y: int
    ) -> bytes | None:
        """The tile; nothing after a failure, as the map is then drawn without tiles."""
        if self.failed:
            return None
        address = str(provider.url(zoom, x, y))
        try:
            return _found(address) or _keep(address, _fetched(address))
        except (requests.RequestException, OSError, ValueError, SyntaxError):
            self.failed = True
            return None


def _found(address: str) -> bytes | None:
    with _lock:
        at, tile = _kept.get(address, (0.0, b""))
    return tile if at > time.time() - WEEK else None


def _keep(address: str, tile: bytes) -> bytes:
    with _lock:
        _kept[address] = (time.time(), tile)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return tile


def _fetched(address: str) -> bytes:
    """The tile, which is an image, written anew. Raises what `get` catches."""
    with requests.get(
        address,
        timeout=PATIENCE,
        headers={"User-Agent": "Surveys"},
        allow_redirects=False,
        stream=True,
    ) as answer:
        answer.raise_for_status()
        body = answer.raw.read(LARGEST + 1, decode_content=True)
    if answer.status_code != requests.codes.ok or len(body) > LARGEST:
        raise ValueError("this is no tile")
    tile, written = Image.open(BytesIO(body), formats=FORMATS), BytesIO()
    if tile.width > 512 or tile.height > 512:
        raise ValueError("this is no tile")
    tile.convert("RGB").save(written, "PNG")
    return written.getvalue()
