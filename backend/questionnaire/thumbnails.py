"""Bars that show beside each label the image that it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from backend.questionnaire.image import ImageRef
from backend.questionnaire.result import Bar, Chart


@dataclass(frozen=True)
class Thumbnails(Chart):
    """Horizontal bars, each with its image (none where there is none); `note` is about shares."""

    template: ClassVar[str] = "thumbnails"
    bars: tuple[Bar, ...]
    images: tuple[ImageRef | None, ...]
    note: str = ""

    @property
    def lines(self) -> Iterator[tuple[Bar, ImageRef | None]]:
        """Each bar with its image."""
        return zip(self.bars, self.images, strict=True)
