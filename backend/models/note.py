"""What the operator does with the whole database, in the audit log."""

from backend.models import direct
from backend.models.audit import ACCOUNTS, OPERATOR
from backend.models.audit_acts import Act
from backend.models.audit_writing import append


def backed_up(digest: str) -> None:
    """Note that a backup was taken: the SHA-256 of its file."""
    _note(Act.BACKED_UP, digest)


def loaded(digest: str) -> None:
    """Note that a backup was restored: the SHA-256 of its file."""
    _note(Act.LOADED, digest)


def _note(act: Act, digest: str) -> None:
    with direct.engine().begin() as connection:
        append(connection, ACCOUNTS, OPERATOR, act, OPERATOR, digest=digest)
