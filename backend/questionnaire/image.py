"""An image in a questionnaire: which of the survey's images, how large, and what it says."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from backend.questionnaire.node import Choice, Node
from backend.questionnaire.settings import Image, Text
from backend.questionnaire.tree import Tree, parts

ImageId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""The beginning of the SHA-256 of the image's bytes, in hexadecimal digits."""
Length = Annotated[int, Field(ge=1, le=10_000)]
"""Pixels."""


class ImageRef(Node):
    """One of the survey's images; its size is told so that a page does not jump while it loads."""

    id: ImageId
    width: Length
    height: Length
    alt: Annotated[str, Text("Alternative text", longest=300)] = ""


class ImageChoice(Choice):
    """A choice with an image, which says what it shows to those who do not see it."""

    image: Annotated[ImageRef | None, Image("Image")] = None


def images(tree: Tree) -> Iterator[str]:
    """The ids of the images that a part and what is in it show."""
    for part in (tree, *parts(tree)):
        if image := part.get("image"):
            yield image["id"]
