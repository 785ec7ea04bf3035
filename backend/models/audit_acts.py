"""What is noted in the audit log, and no more: the closed list of acts, with what each may tell.

A detail is a number, a name of ours (a setting, a kind of file), or an id. Never an answer, never a
respondent, never a title, a name or an address.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Detail: TypeAlias = int | str | Sequence[str]


class Act(StrEnum):
    """What authors and operators do that changes something, or takes responses away."""

    # Of a survey
    MADE = "made"
    PUBLISHED = "published"
    CLOSED = "closed"
    REOPENED = "reopened"
    CONFIGURED = "configured"
    DELETED = "deleted"
    RESTORED = "restored"
    EXPORTED = "exported"
    DEMONSTRATED = "demonstrated"
    PURGED = "purged"
    ADDED = "added"
    ROLE_CHANGED = "role_changed"
    REMOVED = "removed"
    LEFT = "left"
    HANDED_OVER = "handed_over"
    LINK_MADE = "link_made"
    LINK_WITHDRAWN = "link_withdrawn"
    JOINED = "joined"
    # Of an account
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    REVOKED = "revoked"
    # Of the whole house, by its operator
    ADMITTED = "admitted"
    BACKED_UP = "backed_up"
    LOADED = "loaded"


DETAILS: Mapping[Act, frozenset[str]] = MappingProxyType(
    {
        Act.MADE: frozenset({"copy_of"}),
        Act.PUBLISHED: frozenset({"version"}),
        Act.CLOSED: frozenset(),
        Act.REOPENED: frozenset(),
        Act.CONFIGURED: frozenset({"changed"}),
        Act.DELETED: frozenset(),
        Act.RESTORED: frozenset(),
        Act.EXPORTED: frozenset({"kind"}),
        Act.DEMONSTRATED: frozenset({"responses"}),
        Act.PURGED: frozenset({"surveys", "partial_responses", "sessions"}),
        Act.ADDED: frozenset({"person", "role"}),
        Act.ROLE_CHANGED: frozenset({"person", "role"}),
        Act.REMOVED: frozenset({"person"}),
        Act.LEFT: frozenset(),
        Act.HANDED_OVER: frozenset({"person"}),
        Act.LINK_MADE: frozenset({"role"}),
        Act.LINK_WITHDRAWN: frozenset(),
        Act.JOINED: frozenset({"role"}),
        Act.SIGNED_IN: frozenset({"session"}),
        Act.SIGNED_OUT: frozenset({"session"}),
        Act.REVOKED: frozenset({"session", "sessions"}),
        Act.ADMITTED: frozenset({"role"}),
        Act.BACKED_UP: frozenset({"digest"}),
        Act.LOADED: frozenset({"digest"}),
    }
)
"""What may stand beside each act."""


def checked(act: Act, detail: Mapping[str, Detail]) -> dict[str, Detail]:
    """The detail, if the act may tell it. Raises `ValueError`: that is a mistake of ours."""
    if unknown := detail.keys() - DETAILS[act]:
        raise ValueError(f"{act} does not tell {', '.join(sorted(unknown))}")
    return dict(detail)
