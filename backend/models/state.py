"""The state of a survey: derived from what has happened to it, never stored."""

from datetime import datetime
from typing import Literal, TypeAlias

State: TypeAlias = Literal["draft", "scheduled", "open", "closed"]


def state(
    published_at: datetime | None,
    opens_at: datetime | None,
    closes_at: datetime | None,
    closed_at: datetime | None,
    at: datetime,
) -> State:
    """The state at a moment; a survey is open from `opens_at` on and until before `closes_at`."""
    if published_at is None:
        return "draft"
    if closed_at is not None or (closes_at is not None and closes_at <= at):
        return "closed"
    return "scheduled" if opens_at is not None and opens_at > at else "open"
