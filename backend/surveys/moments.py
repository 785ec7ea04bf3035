"""Moments as authors read and write them: in their own time zone, which the visit remembers."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from flask import session

from backend.surveys import surveys

AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian")
PLACES = tuple(f"{area}/" for area in (*AREAS, "Pacific"))


@cache
def zones() -> tuple[str, ...]:
    """The time zones to choose from: UTC, then places by name."""
    known = sorted(name for name in available_timezones() if name.startswith(PLACES))
    return ("UTC", *known)


def zone() -> str:
    """The author's time zone, or UTC until it is known."""
    name = session.get("zone")
    return name if name in zones() else "UTC"


def is_known() -> bool:
    """Whether the author has said in which time zone they are."""
    return "zone" in session


def remember(name: str) -> None:
    """Keep the author's time zone until they sign in anew, or the browser is closed."""
    session["zone"] = name


def to_local(moment: datetime | None, name: str) -> datetime | None:
    """A moment as a clock in this time zone shows it, without the zone."""
    return moment and moment.astimezone(ZoneInfo(name)).replace(tzinfo=None)


def from_local(shown: datetime | None, name: str) -> datetime | None:
    """The moment in UTC at which a clock in this time zone shows this."""
    return shown and shown.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)


@surveys.app_template_filter("moment")
def in_words(moment: datetime) -> str:
    """A moment in the author's time zone, in words: “3 December 2026, 09:00 (UTC)”."""
    return f"{moment.astimezone(ZoneInfo(zone())):%-d %B %Y, %H:%M} {zone_in_words()}"


def zone_in_words() -> str:
    """The author's time zone, as it stands behind every time that is shown: “(UTC)”."""
    return f"({zone().replace('_', ' ')})"


@surveys.app_template_filter("clock")
def hour_in_words(moment: datetime) -> str:
    """The time of day of a moment in the author's time zone: “09:00”."""
    return f"{moment.astimezone(ZoneInfo(zone())):%H:%M}"


@surveys.app_template_filter("day")
def day_in_words(day: date) -> str:
    """A day in words, with “today” and “yesterday” for those two.

    The day of a moment is the author's; that of a response is kept in UTC.
    """
    here = ZoneInfo(zone()) if isinstance(day, datetime) else UTC
    day = day.astimezone(here).date() if isinstance(day, datetime) else day
    ago = (datetime.now(here).date() - day).days
    return {0: "today", 1: "yesterday"}.get(ago, f"{day:%-d %B %Y}")
