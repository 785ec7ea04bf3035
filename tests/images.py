"""Small images for tests."""

from base64 import b64decode

from backend.models.image import Raster

DOT = Raster(
    "image/png",
    1,
    1,
    b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
    ),
)
"""One white pixel."""
