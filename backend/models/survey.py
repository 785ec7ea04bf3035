"""A survey: its owner, its settings, and the facts from which its state follows."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db
from backend.models.audit_acts import Act, Detail
from backend.models.audit_writing import note
from backend.models.errors import Conflict
from backend.models.ids import uuid7
from backend.models.state import State, state

RESTORABLE = timedelta(days=30)
FIXED = "Whether responses are anonymous was fixed by the first publication."
MEANWHILE = "This was changed meanwhile, in another window or by somebody else."


class WrongSettings(Conflict):
    """Settings, named by `names`, that contradict, come too late or were changed meanwhile."""

    def __init__(self, sentence: str, *names: str, stale: bool = False) -> None:
        """Refuse these; `stale` where somebody else has changed them."""
        self.names, self.stale = names, stale
        super().__init__(sentence)


class Settings(NamedTuple):
    """What its owner sets of a survey."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cap: int | None = None
    access: str = "anyone"
    anonymous: bool = True


class Survey(Base):
    """What an author owns; its questions stand in its draft and its versions."""

    __tablename__ = "surveys"
    __table_args__ = (
        CheckConstraint("access IN ('anyone', 'organisation')", name="access"),
        CheckConstraint("cap > 0", name="cap"),
        {"info": {"citus": "distributed", "citus_column": "id"}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cap: Mapped[int | None]
    access: Mapped[str] = mapped_column(default="anyone")
    anonymous: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int | None]
    link_key: Mapped[str | None]

    @classmethod
    def owned(cls, survey_id: UUID, owner_id: UUID) -> Self | None:
        """The survey, if this person owns it, deleted or not."""
        return db.session.scalar(select(cls).where(cls.id == survey_id, cls.owner_id == owner_id))

    def state(self, at: datetime) -> State:
        """Draft, scheduled, open or closed, at a moment."""
        return state(self.published_at, self.opens_at, self.closes_at, self.closed_at, at)

    def as_seen(self) -> dict[str, str]:
        """The settings in plain text without spaces, to be told again when they are changed."""
        return {name: _plain(getattr(self, name)) for name in Settings._fields}

    def configure(
        self, settings: Settings, seen: Mapping[str, str] | None = None, by: UUID | None = None
    ) -> None:
        """Change the settings; what is as it was `seen` (see `as_seen`) stays as it now is.

        This and the verbs below are done `by` a person: the owner, where nobody is named.
        Raises `WrongSettings` where they contradict, come too late, or where somebody else has
        changed the same since it was seen.
        """
        self._lock()
        before = self.as_seen()
        try:
            self._settle(settings._asdict(), seen or {})
        except WrongSettings:
            db.session.rollback()
            raise
        if changed := [name for name, value in self.as_seen().items() if value != before[name]]:
            self._note(Act.CONFIGURED, by, changed=changed)
        db.session.commit()

    def _settle(self, wanted: Mapping[str, Any], seen: Mapping[str, str]) -> None:
        now = self.as_seen()
        mine = {name: _plain(value) for name, value in wanted.items()}
        others = {name for name in seen.keys() & now.keys() if seen[name] != now[name]}
        met = [name for name in now if name in others and mine[name] not in (seen[name], now[name])]
        if met:
            raise WrongSettings(MEANWHILE, *met, stale=True)
        for name, value in wanted.items():
            if name not in others and mine[name] != now[name]:
                if name == "anonymous" and self.published_at:
                    raise WrongSettings(FIXED, name)
                setattr(self, name, value)
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise WrongSettings("The survey has to close after it opens.", "closes_at")

    def close(self, at: datetime, by: UUID | None = None) -> None:
        """Take no more responses. Raises `Conflict` where it is a draft."""
        self._lock()
        if self.published_at is None:
            raise Conflict("A survey that was never published cannot be closed.")
        self.closed_at = self.closed_at or at
        self._changed(Act.CLOSED, by)

    def reopen(self, at: datetime, by: UUID | None = None) -> None:
        """Take responses again; a closing date that has passed is forgotten."""
        self._lock()
        self.closed_at = None
        if self.closes_at is not None and self.closes_at <= at:
            self.closes_at = None
        self._changed(Act.REOPENED, by)

    def delete(self, at: datetime, by: UUID | None = None) -> None:
        """Put the survey away; it can be restored for 30 days."""
        self._lock()
        self.deleted_at = self.deleted_at or at
        self._changed(Act.DELETED, by)

    def restore(self, at: datetime, by: UUID | None = None) -> None:
        """Take back the deletion. Raises `Conflict` where it is too late."""
        self._lock()
        if self.deleted_at is not None and at - self.deleted_at > RESTORABLE:
            raise Conflict("This survey was deleted more than 30 days ago.")
        self.deleted_at = None
        self._changed(Act.RESTORED, by)

    def _lock(self) -> None:
        """The survey as it now is, kept from others until the transaction ends."""
        db.session.flush()
        db.session.refresh(self, with_for_update=True)

    def _changed(self, act: Act, by: UUID | None) -> None:
        """Commit, and note the act where there was anything to do."""
        if db.session.is_modified(self):
            self._note(act, by)
        db.session.commit()

    def _note(self, act: Act, by: UUID | None, **detail: Detail) -> None:
        note(self.id, act, by or self.owner_id, **detail)


def _plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
