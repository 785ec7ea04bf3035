"""Who is signed in: one row a browser, one join away from the user."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.audit_acts import Act
from backend.models.audit_writing import note_account
from backend.models.user import User

ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)


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

    @classmethod
    def begin(cls, user_id: UUID, at: datetime, agent: str = "") -> str:
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
            select(User, cls.seen_at)
            .join(User, User.id == cls.user_id)
            .where(cls.id == _hash(token), cls.expires_at > at, cls.seen_at > at - idle)
        ).first()
        if found is None:
            return None
        user, seen_at = found
        if at - seen_at > TOUCH:
            cls._touch(token, at)
        db.session.expunge(user)
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
    def _touch(cls, token: str, at: datetime) -> None:
        with db.engine.begin() as connection:
            connection.execute(update(cls).where(cls.id == _hash(token)).values(seen_at=at))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _reference(id: bytes) -> str:
    """What the audit log tells one session of a person from another by."""
    return id.hex()[:8]
