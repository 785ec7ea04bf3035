"""Images of surveys: what authors show in their questions, as it was written anew when it came."""

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.errors import NotFound, Refusal

MEBIBYTE = 1024 * 1024
QUOTA = 50 * MEBIBYTE
"""Bytes of all images of a survey."""
DIGITS = 32
NAME = re.compile(f"[0-9a-f]{{{DIGITS}}}")


class QuotaReached(Refusal):
    """The survey's images are as large as they may be, together."""

    sentence = f"The images of a survey may take {QUOTA // MEBIBYTE} MB together."


class Raster(NamedTuple):
    """An image as it is kept: its media type, its size in pixels, and its bytes."""

    media_type: str
    width: int
    height: int
    body: bytes

    @property
    def id(self) -> str:
        """What the image is called: the same bytes always have the same name."""
        return sha256(self.body).hexdigest()[:DIGITS]


class Image(Base):
    """An image of a survey; it is never changed, and goes with the survey."""

    __tablename__ = "images"
    __table_args__ = (
        CheckConstraint("media_type IN ('image/png', 'image/jpeg', 'image/webp')", name="type"),
        {"info": {"citus": "distributed", "citus_column": "survey_id"}},
    )

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]

    @classmethod
    def of(cls, survey_id: UUID, image_id: str) -> Self:
        """An image of this survey. Raises `NotFound`."""
        mine = select(cls).where(cls.survey_id == survey_id, cls.id == image_id)
        if not NAME.fullmatch(image_id) or (found := db.session.scalar(mine)) is None:
            raise NotFound
        return found


def add(survey_id: UUID, raster: Raster, at: datetime) -> None:
    """Keep an image, in a transaction of its own; once, however often it comes.

    Raises `QuotaReached` where the survey's images would be too large.
    """
    taken = select(func.coalesce(func.sum(func.length(Image.body)), 0)).where(
        Image.survey_id == survey_id, Image.id != raster.id
    )
    if int(db.session.scalar(taken) or 0) + len(raster.body) > QUOTA:
        db.session.rollback()
        raise QuotaReached
    _put(survey_id, raster, at)
    db.session.commit()


def copy(from_id: UUID, to_id: UUID, image_ids: Iterable[str], at: datetime) -> None:
    """Give a survey these images of another one, as far as they are there; without a commit."""
    for image_id in sorted(set(image_ids)):
        theirs = select(Image).where(Image.survey_id == from_id, Image.id == image_id)
        if found := db.session.scalar(theirs):
            raster = Raster(found.media_type, found.width, found.height, found.body)
            db.session.expunge(found)
            _put(to_id, raster, at)


def _put(survey_id: UUID, raster: Raster, at: datetime) -> None:
    row = {**raster._asdict(), "survey_id": survey_id, "id": raster.id, "added_at": at}
    db.session.execute(insert(Image).values(row).on_conflict_do_nothing())
