"""Colleagues: people of one's own organisation who have come here to write, not just to answer.

Nobody of another organisation is ever among them, and there is no directory behind: who has not
signed in here is not known, whatever their address.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from backend.extensions import db
from backend.models.user import CONSUMERS, User

FEW = 8
"""How many people a search shows."""
SHORTEST = 2
"""With fewer characters nobody is looked for: nobody should be able to leaf through."""


class Colleague(NamedTuple):
    """Somebody who was found."""

    id: UUID
    name: str
    email: str


class Search(NamedTuple):
    """The first few who were found; `more` says that there are others."""

    people: list[Colleague]
    more: bool


def search(words: str, tid: str, but: Collection[UUID]) -> Search:
    """Who of a tenant has all these words in the name or the address, without some people."""
    if len(words) < SHORTEST or tid == CONSUMERS:
        return Search([], more=False)
    named = [
        or_(User.name.icontains(word, autoescape=True), User.email.icontains(word, autoescape=True))
        for word in words.split()
    ]
    found = db.session.execute(
        select(User.id, User.name, User.email)
        .where(User.tid == tid, User.author, User.id.not_in(but), *named)
        .order_by(User.name, User.id)
        .limit(FEW + 1)
    )
    people = [Colleague._make(row) for row in found]
    return Search(people[:FEW], len(people) > FEW)


def is_known(user_id: UUID, of: UUID) -> bool:
    """Whether this is the id of somebody whom a search of that person's could find."""
    other = aliased(User)
    found = (
        select(User.id)
        .join(other, other.tid == User.tid)
        .where(User.id == user_id, User.author, User.tid != CONSUMERS, other.id == of)
    )
    return db.session.scalar(found) is not None
