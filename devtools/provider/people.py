"""The people whom the local provider knows."""

from dataclasses import dataclass
from uuid import NAMESPACE_DNS, uuid5

TENANT = "5d1c7a52-9f0e-4b67-8a53-1f6f0a6c2e11"
OTHER_TENANT = "c0ffee00-4b1d-4c3a-9d7e-2a5f8b6e1d90"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in; `does` says in a few words what they are here for."""

    key: str
    name: str
    does: str
    tenant: str = TENANT

    @property
    def oid(self) -> str:
        """The object id, the same on every machine."""
        return str(uuid5(NAMESPACE_DNS, self.key))

    @property
    def email(self) -> str:
        """An address that can never receive mail."""
        return f"{self.key}@example.org"

    def claims(self) -> dict[str, object]:
        """What Microsoft Entra says of a person in an ID token."""
        return {
            "oid": self.oid,
            "tid": self.tenant,
            "sub": str(uuid5(NAMESPACE_DNS, f"pairwise.{self.key}")),
            "name": self.name,
            "preferred_username": self.email,
            "email": self.email,
            "ver": "2.0",
        }


PEOPLE = {
    person.key: person
    for person in (
        Person("alice", "Alice Archer", "writes surveys"),
        Person("bob", "Bob Baker", "writes other surveys"),
        Person("carol", "Carol Chen", "works with Alice"),
        Person("dan", "Dan Diaz", "answers"),
        Person("erin", "Erin Evans", "is of another organisation: refused", OTHER_TENANT),
    )
}
