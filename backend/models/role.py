"""Who may do what with a survey: the one table, read by every door, every page and every test."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """What can be done with a survey; every door asks for one of these."""

    READ = "read"
    COMMENT = "comment"
    EDIT = "edit"
    PUBLISH = "publish"
    SHARE = "share"
    SETTINGS = "settings"
    RESULTS = "results"
    EXPORT = "export"
    ACTIVITY = "activity"
    LEAVE = "leave"
    COLLABORATORS = "collaborators"
    DELETE = "delete"


class Role(StrEnum):
    """What a person is to a survey. A survey has one owner, and any number of the others."""

    OWNER = "owner"
    EDITOR = "editor"
    ANALYST = "analyst"

    def may(self, right: Right | str) -> bool:
        """Whether this role has a right; `right` may be its plain name."""
        return right in RIGHTS[self]


_ANALYST = {Right.READ, Right.COMMENT, Right.RESULTS, Right.EXPORT, Right.LEAVE}
_EDITOR = _ANALYST | {Right.EDIT, Right.PUBLISH, Right.SHARE, Right.SETTINGS, Right.ACTIVITY}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.OWNER: frozenset(Right) - {Right.LEAVE},
        Role.EDITOR: frozenset(_EDITOR),
        Role.ANALYST: frozenset(_ANALYST),
    }
)
"""Which role may do what. Who owns a survey hands it over instead of leaving it."""
