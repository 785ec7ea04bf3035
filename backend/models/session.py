"""Who is signed in: one row a browser, one join away from the user."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, delete, false, select, update
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.audit_acts import Act
from backend.models.audit_writing import note_account
from backend.models.user import User

ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)


class SignedIn(NamedTuple):
    """A browser in which somebody is signed in, as it is shown to them; `id` in hexadecimal."""

    id: str
    agent: str
    created_at: datetime
    seen_at: datetime
    is_here: bool


class Session(Base):
    """A signed-in browser. Its cookie carries a random id; only the id's hash is kept."""

    __tablename__ = "sessions"
    __table_args__ = ({"info": {"citus": "local"}},)

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    agent: Mapped[str]
    operator: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the provider said at the sign-in that this person runs the installation."""

    @classmethod
    def begin(cls, user_id: UUID, at: datetime, agent: str = "", operator: bool = False) -> str:
        """Sign a person in and give the cookie's value; rows long past are swept on the way."""
        token = secrets.token_urlsafe(32)
        db.session.execute(delete(cls).where(cls.expires_at < at))
        db.session.add(
            cls(
                id=_hash(token),
                user_id=user_id,
                created_at=at,
                seen_at=at,
                expires_at=at + ABSOLUTE,
                agent=agent,
                operator=operator,
            )
        )
        note_account(user_id, Act.SIGNED_IN, user_id, session=_reference(_hash(token)))
        db.session.commit()
        return token

    @classmethod
    def user(cls, token: str, at: datetime, idle: timedelta) -> User | None:
        """Whom the cookie's value names, if the session has not ended; one query.

        That the person was here is written once a minute at most, in a transaction of its own.
        The user is detached: no later commit makes the next look at them a query.
        """
        found = db.session.execute(
            select(User, cls.seen_at, cls.operator)
            .join(User, User.id == cls.user_id)
            .where(cls.id == _hash(token), cls.expires_at > at, cls.seen_at > at - idle)
        ).first()
        if found is None:
            return None
        user, seen_at, operator = found
        if at - seen_at > min(TOUCH, idle / 2):
            cls._touch(token, at)
        db.session.expunge(user)
        user.operator = operator
        return user

    @classmethod
    def was(cls, token: str, user_id: UUID) -> bool:
        """Whether the cookie's value names a session of this person, be it over or not."""
        mine = select(cls.id).where(cls.id == _hash(token), cls.user_id == user_id)
        return bool(db.session.scalar(select(mine.exists())))

    @classmethod
    def end(cls, token: str) -> None:
        """Sign this browser out; a value that names no session is no error."""
        mine = delete(cls).where(cls.id == _hash(token)).returning(cls.user_id)
        if user_id := db.session.scalar(mine):
            note_account(user_id, Act.SIGNED_OUT, user_id, session=_reference(_hash(token)))
        db.session.commit()

    @classmethod
    def all_of(
        cls, user_id: UUID, token: str | None, at: datetime, idle: timedelta
    ) -> list[SignedIn]:
        """Where a person is signed in, the browser with this cookie first, then as last seen."""
        live = select(cls.id, cls.agent, cls.created_at, cls.seen_at).where(
            cls.user_id == user_id, cls.expires_at > at, cls.seen_at > at - idle
        )
        here = _hash(token or "")
        found = [
            SignedIn(id.hex(), agent, created_at, seen_at, id == here)
            for id, agent, created_at, seen_at in db.session.execute(live)
        ]
        return sorted(found, key=lambda one: (one.is_here, one.seen_at), reverse=True)

    @classmethod
    def revoke(cls, id: bytes, user_id: UUID) -> bool:
        """Sign one browser of this person out; false where they have no such session."""
        theirs = delete(cls).where(cls.id == id, cls.user_id == user_id).returning(cls.id)
        if db.session.scalar(theirs) is None:
            return False
        note_account(user_id, Act.REVOKED, user_id, session=_reference(id))
        db.session.commit()
        return True

    @classmethod
    def revoke_others(cls, user_id: UUID, token: str | None) -> int:
        """Sign a person out everywhere but in the browser with this cookie; how often that was."""
        others = delete(cls).where(cls.user_id == user_id, cls.id != _hash(token or ""))
        ended = len(db.session.scalars(others.returning(cls.id)).all())
        if ended:
            note_account(user_id, Act.REVOKED, user_id, sessions=ended)
        db.session.commit()
        return ended

    @classmethod
    def _touch(cls, token: str, at: datetime) -> None:
        with db.engine.begin() as connection:
            connection.execute(update(cls).where(cls.id == _hash(token)).values(seen_at=at))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _reference(id: bytes) -> str:
    """What the audit log tells one session of a person from another by."""
    return id.hex()[:8]
