"""Whether the application may do what it needs in the database, and not what it should not."""

from collections.abc import Mapping
from typing import Any

from backend.doctor.finding import Finding, consider, good, mend
from backend.models import condition, privileges
from backend.models.condition import Line

FEW = 3


def enough(connection: Line, settings: Mapping[str, Any]) -> Finding:
    """The tables can be used."""
    lacking = condition.lacking(connection)
    if lacking:
        more = f" and {len(lacking) - FEW} more" if len(lacking) > FEW else ""
        return mend(
            f"We lack {', '.join(lacking[:FEW])}{more}: run flask admit as who owns the tables."
        )
    return good("Every table that is there can be used.")


def append_only(connection: Line, settings: Mapping[str, Any]) -> Finding:
    """The log of what people did cannot be rewritten by who took over the application."""
    if privileges.log_is_append_only():
        return good("The application can add to it, and change nothing in it.")
    return consider(
        "The application could rewrite it: let another role own the tables, and run flask admit."
    )
