"""People who sign in: a small reference table, written only when something changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import UniqueConstraint, false, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.ids import uuid7

CONSUMERS = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""The tenant that all personal Microsoft accounts share: they are no organisation."""


class User(Base):
    """A person, known by tenant and object id; never by e-mail or name, which change hands.

    A provider without tenants is its own tenant: then `tid` is the issuer and `oid` the subject.
    """

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("tid", "oid"), {"info": {"citus": "reference"}})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    tid: Mapped[str]
    oid: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[datetime]
    author: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether they have ever signed in for more than to answer: then colleagues can find them."""

    operator = False
    """Whether they run the installation: not stored here, but told by their session."""

    @property
    def has_organisation(self) -> bool:
        """Whether there can be colleagues: not with a personal account."""
        return self.tid != CONSUMERS

    @classmethod
    def from_claims(cls, claims: Mapping[str, object], author: bool = False) -> Self:
        """The person whom checked claims of an ID token name, made or renamed where needed.

        Once they have come as an `author` they stay one.
        """
        key = _key(claims)
        told = {
            "name": _text(claims, "name", "preferred_username", "email") or "Unnamed person",
            "email": _text(claims, "email", "preferred_username"),
        }
        user = cls._find(*key) or cls._add(*key, **told)
        for field, value in {**told, "author": author or user.author}.items():
            if getattr(user, field) != value:
                setattr(user, field, value)
        db.session.commit()
        return user

    @classmethod
    def _find(cls, tid: str, oid: str) -> Self | None:
        return db.session.scalar(select(cls).where(cls.tid == tid, cls.oid == oid))

    @classmethod
    def _add(cls, tid: str, oid: str, name: str, email: str) -> Self:
        row = {"id": uuid7(), "tid": tid, "oid": oid, "name": name, "email": email}
        values = {**row, "created_at": datetime.now(UTC)}
        db.session.execute(insert(cls).values(values).on_conflict_do_nothing())
        return db.session.scalars(select(cls).where(cls.tid == tid, cls.oid == oid)).one()


def _key(claims: Mapping[str, object]) -> tuple[str, str]:
    if claims.get("tid") and claims.get("oid"):
        return str(claims["tid"]), str(claims["oid"])
    return str(claims["iss"]), str(claims["sub"])


def _text(claims: Mapping[str, object], *names: str) -> str:
    """The first of these claims that says something, without what a text column cannot hold."""
    told = (_clean(str(claims.get(name) or "")) for name in names)
    return next((text[:200] for text in told if text), "")


def _clean(text: str) -> str:
    return text.encode(errors="ignore").decode().replace("\0", "").strip()
