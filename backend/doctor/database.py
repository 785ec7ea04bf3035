"""Whether the database is one on which the application runs well."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from backend.doctor.finding import Finding, consider, good, mend
from backend.models import condition
from backend.models import revision as revisions
from backend.models.condition import Line

OLDEST = 15
OVERFLOW = 10
"""Connections that a process opens beyond its pool; SQLAlchemy's own default."""
SKEW = 5
"""Seconds by which the clocks may differ."""
WHERE = "is DATABASE_URL right, does it run, and does it let us in?"
LIMITS = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
}
LASTING = ("fsync", "full_page_writes")

Settings = Mapping[str, Any]


def answers(connection: Line, settings: Settings) -> Finding:
    """Whom the database takes us for."""
    found = condition.role(connection)
    if found.superuser:
        return consider(
            f"{found.name} is a superuser there: connect as a role of its own (flask admit)."
        )
    return good(f"Answers, and knows us as {found.name}.")


def version(connection: Line, settings: Settings) -> Finding:
    """The oldest PostgreSQL that has what we use."""
    found = condition.role(connection).version
    if found < OLDEST:
        return mend(f"PostgreSQL {found} is too old: move to {OLDEST} or newer.")
    return good(f"PostgreSQL {found}.")


def revision(connection: Line, settings: Settings) -> Finding:
    """Whether the migrations have run."""
    known, found = revisions.known(), revisions.of(connection)
    if found == known[0]:
        return good(f"Up to date ({found}).")
    if not found:
        return mend("There are none: run flask db upgrade.")
    if found not in known:
        return consider(f"They are newer ({found}) than this version of Surveys ({known[0]}).")
    behind = known.index(found)
    steps = "1 migration" if behind == 1 else f"{behind} migrations"
    return mend(f"{steps} behind ({found}, not {known[0]}): run flask db upgrade.")


def encoding(connection: Line, settings: Settings) -> Finding:
    """Whether every character can be stored."""
    found = condition.role(connection).encoding
    if found != "UTF8":
        return mend(f"The database is {found}, not UTF8: move to one made with ENCODING 'UTF8'.")
    return good("UTF8.")


def time_zone(connection: Line, settings: Settings) -> Finding:
    """What moments are written in where somebody looks at the tables."""
    found = condition.settings(connection, "TimeZone")["TimeZone"]
    if found in ("UTC", "Etc/UTC", "GMT"):
        return good(f"{found}.")
    return consider(
        f"{found}: moments are stored rightly, but who reads tables by hand sees them in it; "
        "ALTER ROLE … SET timezone = 'UTC'."
    )


def compiling(connection: Line, settings: Settings) -> Finding:
    """Just-in-time compilation, which takes longer than our queries."""
    if condition.settings(connection, "jit").get("jit") == "on":
        return mend("jit is on, which slows short queries down: ALTER ROLE … SET jit = off.")
    return good("jit is off.")


def time_outs(connection: Line, settings: Settings) -> Finding:
    """Whether a statement, a lock and a transaction that idles come to an end."""
    found = condition.settings(connection, *LIMITS)
    if endless := [name for name in LIMITS if found[name] == "0"]:
        what = "; ".join(f"ALTER ROLE … SET {name} = '{LIMITS[name]}'" for name in endless)
        return mend(f"Nothing ends what takes too long: {what}.")
    return good("Statements, locks and idle transactions end in time.")


def durability(connection: Line, settings: Settings) -> Finding:
    """Whether what was acknowledged is on the disk."""
    found = condition.settings(connection, *LASTING, "synchronous_commit")
    careless = [name for name in (*LASTING, "synchronous_commit") if found[name] == "off"]
    if careless:
        names = " and ".join(careless)
        return mend(f"A power failure would lose responses: set {names} to on.")
    return good("What is acknowledged is on the disk.")


def connections(connection: Line, settings: Settings) -> Finding:
    """Whether the database admits as many connections as we may open."""
    processes = settings["PROCESSES"] or max(2, os.cpu_count() or 1)
    pool = settings["SQLALCHEMY_ENGINE_OPTIONS"].get("pool_size")
    if pool is None:
        return good("A pooler stands before the database.")
    wanted, admitted = processes * (pool + OVERFLOW), _admitted(connection)
    counted = f"{processes} processes × ({pool} + {OVERFLOW})"
    if wanted > admitted:
        return mend(
            f"{counted} may open {wanted} connections, the database admits {admitted}: raise "
            "max_connections, or lower WEB_CONCURRENCY or DATABASE_POOL_SIZE."
        )
    return good(f"{counted} of {admitted} that the database admits, for each container.")


def _admitted(connection: Line) -> int:
    role = condition.role(connection)
    reserved = ("superuser_reserved_connections", "reserved_connections")
    found = condition.settings(connection, "max_connections", *reserved)
    free = int(found["max_connections"]) - sum(int(found.get(name, 0)) for name in reserved)
    return min(limit for limit in (free, role.most, role.most_here) if limit >= 0)


def encryption(connection: Line, settings: Settings) -> Finding:
    """Whether somebody on the way could read along."""
    if condition.role(connection).encrypted:
        return good("The connection is encrypted.")
    if condition.address(settings["SQLALCHEMY_DATABASE_URI"]).is_here:
        return good("The database is on this machine.")
    return mend("The connection is not encrypted: set PGSSLMODE=require, or verify-full.")


def clock(connection: Line, settings: Settings) -> Finding:
    """Whether the database and we agree on what time it is."""
    return _compared(datetime.now(UTC), condition.clock(connection), datetime.now(UTC))


def _compared(before: datetime, theirs: datetime, after: datetime) -> Finding:
    """Their clock was read between two looks at ours."""
    early, late = (before - theirs).total_seconds(), (theirs - after).total_seconds()
    if (skew := max(early, late)) > SKEW:
        which = "behind" if early > late else "ahead of"
        return mend(
            f"The database’s clock is {skew:.0f} seconds {which} ours: let both machines take "
            "their time from the network (NTP)."
        )
    return good("The database’s clock agrees with ours.")
