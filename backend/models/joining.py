"""Joining links: how the owner of a survey asks somebody to work on it who is not known here yet.

A link is a random token that is told once; only its hash is kept. It serves one person of the
owner's organisation, for a week, and gives the role that it was made for.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base

LASTING = timedelta(days=7)
MOST = 20
"""How many links of a survey can be open at once."""


class JoiningLink(Base):
    """A link that nobody has used yet."""

    __tablename__ = "joining_links"
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'analyst')", name="role"),
        {"info": {"citus": "distributed", "citus_column": "survey_id"}},
    )

    survey_id: Mapped[UUID] = mapped_column(
        ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True
    )
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    role: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]

    @property
    def reference(self) -> str:
        """What the page names the link by, which opens nothing: its hash, in hexadecimal."""
        return self.hash.hex()


def new_token() -> str:
    """A fresh token: 256 bits, to stand in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="replace")).digest()
