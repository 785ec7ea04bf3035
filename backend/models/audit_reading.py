"""What the audit log tells a survey's owner: the newest first, a page at a time."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, cast, select
from sqlalchemy.orm import aliased

from backend.extensions import db
from backend.models.audit import OPERATOR, SURVEYS
from backend.models.audit_acts import Act
from backend.models.user import User

PAGE = 50
"""How many entries a page shows."""


class Noted(NamedTuple):
    """An entry; `who` is the person's name now, or nothing where it was the operator.

    `whom` is the name of the person whom it is about, where it is about one who is known.
    """

    number: int
    at: datetime
    who: str | None
    act: Act
    detail: dict[str, Any]
    whom: str = ""


def activity(survey_id: UUID, before: int | None = None) -> list[Noted]:
    """The newest entries of a survey's log, or those before a number; at most `PAGE`."""
    entry = SURVEYS.entries.c
    other = aliased(User)
    told = (entry.number, entry.noted_at, entry.actor_id, User.name, entry.act, entry.detail)
    page = (
        select(*told, other.name)
        .outerjoin(User, User.id == entry.actor_id)
        .outerjoin(other, other.id == cast(entry.detail["person"].astext, Uuid))
        .where(entry.survey_id == survey_id)
        .order_by(entry.number.desc())
        .limit(PAGE)
    )
    found = db.session.execute(page if before is None else page.where(entry.number < before))
    return [
        Noted(number, at, None if by == OPERATOR else name or "", Act(act), detail, whom or "")
        for number, at, by, name, act, detail, whom in found
    ]
