"""What is counted, and how much of it may be done: the settings, and where the buckets stand."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from flask import current_app, request
from sqlalchemy.exc import SQLAlchemyError

from backend.limits.memory import Memory
from backend.limits.whom import Whom, address
from backend.models.errors import TooMany
from backend.models.limit import Limit


class Limits:
    """The limits of one application; `clock` gives the seconds since 1970."""

    clock: Callable[[], float] = staticmethod(time.time)

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Read what is allowed a minute, by name; 0 sets no limit."""
        allowed: Mapping[str, int] = settings["LIMITS"]
        self.costs = {name: 60 / most for name, most in allowed.items() if most}
        self.whom = Whom(settings["SECRET_KEY"])
        self.memory = Memory()

    def moment(self) -> datetime:
        """The clock as a moment."""
        return datetime.fromtimestamp(self.clock(), UTC)


def limits() -> Limits:
    """Those of the application that runs."""
    return cast(Limits, current_app.extensions["limits"])


def spend(name: str, who: str = "") -> None:
    """Count a deed of somebody, or of the client's address. Raises `TooMany`."""
    _ask(Limit.spend, name, who)


def check(name: str) -> None:
    """Count nothing. Raises `TooMany` where the next deed from the client's address would."""
    _ask(Limit.has_room, name, "")


def _ask(fits: Callable[[bytes, timedelta, datetime], bool], name: str, who: str) -> None:
    """Where the database is away, nothing is counted: what needs it fails by itself."""
    ours = limits()
    if not (seconds := ours.costs.get(name)):
        return
    at, cost = ours.moment(), timedelta(seconds=seconds)
    id = ours.whom.id(at.timestamp(), name, who or address(request.environ))
    try:
        fitted = fits(id, cost, at)
    except SQLAlchemyError as error:
        current_app.logger.warning("limit: %s is not counted: %s", name, error)
        return
    if not fitted:
        raise TooMany(seconds)
