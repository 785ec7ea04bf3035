"""An image as it comes from an author, written anew: what else was in the file stays behind.

A file is believed to be what its bytes say, of four formats; never a drawing (SVG), which can hold
scripts. Where it was taken, by whom and with what goes, as do comments, colour profiles, all but
the first picture of a film, and whatever a decoder would not read.
"""

import struct
import warnings
from io import BytesIO
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from backend.models.errors import Refusal
from backend.models.image import Raster

if TYPE_CHECKING:
    from PIL import Image as Pillow

MEBIBYTE = 1024 * 1024
LARGEST = 5 * MEBIBYTE
"""Bytes of a file."""
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
"""Pixels that are kept; a larger image is made smaller."""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
SAVED: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85, "optimize": True},
    "WEBP": {"quality": 85, "method": 4},
    "PNG": {"optimize": True},
}
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    ArithmeticError,
    struct.error,
    Warning,
)
"""What decoders raise of broken files."""
ONE_AT_A_TIME = Lock()
"""An image that is being read takes up to 200 MB."""


class NoImage(Refusal):
    """The file cannot be read as an image."""

    sentence = "That file is no image we can read. Take a PNG, JPEG, WebP or GIF."


class TooLarge(Refusal):
    """The file, or the image in it, is too large."""

    sentence = "That image is too large: it may have 5 MB and 40 million pixels."


def read(file: IO[bytes]) -> Raster:
    """The image in a file, as it is kept. Raises `NoImage` or `TooLarge`."""
    body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _anew(body)
        except UNREADABLE as error:
            raise NoImage from error


def _anew(body: bytes) -> Raster:
    from PIL import Image as Pillow
    from PIL import ImageOps

    Pillow.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image: Pillow.Image = Pillow.open(BytesIO(body), formats=FORMATS)
    except (Pillow.DecompressionBombWarning, Pillow.DecompressionBombError) as bomb:
        raise TooLarge from bomb
    form = "PNG" if image.format == "GIF" else str(image.format)
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.seek(0)
    ImageOps.exif_transpose(image, in_place=True)
    image = image.convert(_mode(image, form))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.info.clear()
    written = BytesIO()
    image.save(written, form, **SAVED[form])
    return Raster(f"image/{form.lower()}", *image.size, written.getvalue())


def _mode(image: "Pillow.Image", form: str) -> str:
    """Colours of eight bits, transparent where the image and its format can be."""
    return "RGBA" if image.has_transparency_data and form != "JPEG" else "RGB"
