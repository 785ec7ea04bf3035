"""Limits: how much of something somebody has done lately, for all processes to see.

Each has a bucket that leaks. A deed pours its cost in, in seconds, and a second of it leaks away in
a second; what would fill the bucket beyond `MOST` is refused. All that has to be kept is the moment
at which the bucket will be empty (the generic cell rate algorithm of ITU-T I.371, annex A). The
table is not logged: after a crash it is empty, and everybody may begin anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, delete, select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.extensions import Base, db

MOST = timedelta(minutes=10)
"""What a bucket holds: ten minutes' worth may be done at once."""
OVERDRAWN = timedelta(minutes=1)
"""By how much processes that did not know of each other may have filled it beyond."""

SPEND = text("""
INSERT INTO limits (id, empty_at) VALUES (:id, :at + :cost)
ON CONFLICT (id) DO UPDATE SET empty_at = greatest(limits.empty_at, :at) + :cost
WHERE limits.empty_at + :cost <= :at + :most
RETURNING 1
""")
# In the order of ids: two processes that merge at once wait for each other, and never in a ring.
MERGE = text("""
INSERT INTO limits (id, empty_at)
SELECT id, least(CAST(:at AS timestamptz) + seconds * interval '1 second', :at + :most)
FROM unnest(CAST(:ids AS bytea[]), CAST(:spent AS float8[])) AS new (id, seconds) ORDER BY id
ON CONFLICT (id) DO UPDATE SET empty_at = least(
  greatest(limits.empty_at, :at) + (excluded.empty_at - :at), :at + :most
)
RETURNING id, empty_at
""")


class Limit(Base):
    """A bucket: a keyed hash of who does what, and when it will be empty."""

    __tablename__ = "limits"
    __table_args__ = ({"info": {"citus": "local"}, "prefixes": ["UNLOGGED"]},)

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    empty_at: Mapped[datetime]

    @classmethod
    def spend(cls, id: bytes, cost: timedelta, at: datetime) -> bool:
        """Pour a deed in, in a transaction of its own; false where the bucket is full."""
        values = {"id": id, "cost": cost, "at": at, "most": MOST}
        with db.engine.begin() as connection:
            return connection.execute(SPEND, values).first() is not None

    @classmethod
    def has_room(cls, id: bytes, cost: timedelta, at: datetime) -> bool:
        """Whether one more deed would fit in."""
        mine = select(cls.empty_at).where(cls.id == id)
        with db.engine.connect() as connection:
            empty_at = connection.scalar(mine)
        return empty_at is None or empty_at + cost <= at + MOST

    @classmethod
    def merge(cls, spent: Mapping[bytes, float], at: datetime) -> dict[bytes, datetime]:
        """Add what a process has let pass, in seconds; gives when the buckets will be empty."""
        values = {"ids": list(spent), "spent": list(spent.values())}
        with db.engine.begin() as connection:
            rows = connection.execute(MERGE, {**values, "at": at, "most": MOST + OVERDRAWN})
            return {bytes(id): empty_at for id, empty_at in rows}

    @classmethod
    def sweep(cls, at: datetime) -> None:
        """Delete the buckets that are empty, without a commit."""
        db.session.execute(delete(cls).where(cls.empty_at <= at))
